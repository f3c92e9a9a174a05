import type { Box, Discrete } from '../types.ts';
import { ANY_ROW, type Board, Command } from './board.ts';
import type { Crew } from './crew.ts';
import type { Players } from './players.ts';
import { seedProblem, spreadSeeds } from './seeds.ts';
import type { Autoreset, VectorEnvironment, VectorReset, VectorResult } from './types.ts';

/** What `makeVec` found out about the environments. */
export interface VectorDescription {
  autoreset: Autoreset;
  games: readonly string[];
  /** ALE action numbers are the environments' own affair: here an action is an index into its names. */
  actionMeanings: readonly (readonly string[])[];
  singleObservationSpace: Box;
}

/** Who plays: threads, or this one. */
export type Stage = { crew: Crew; players?: undefined } | { players: Players; crew?: undefined };

/** The main thread's side of a vector environment: it writes commands on the board, and hands out views of results. */
export class AtariVectorEnvironment implements VectorEnvironment {
  readonly environments: number;
  readonly batchSize: number;
  readonly threads: number;
  readonly autoreset: Autoreset;
  readonly games: readonly string[];
  readonly singleObservationSpace: Box;
  readonly observationSpace: Box;
  readonly actionSpaces: readonly Discrete[];
  readonly actionMeanings: readonly (readonly string[])[];

  /** The threads; absent where this thread plays. */
  readonly crew: Crew | undefined;
  readonly board: Board;
  private readonly players: Players | undefined;
  private readonly actionCounts: Int32Array;
  /** Whether every batch holds all environments, in their own order. */
  private readonly ordered: boolean;
  private readonly all: Int32Array;
  private readonly results: readonly VectorResult[];
  /** The batch that is received next. */
  private next = 0;
  private last: VectorResult | undefined;
  /** 1 where an environment's result has not been received. */
  private readonly playing: Uint8Array;
  private playingCount = 0;
  /** 1 where the last result received was the end of an episode. */
  private readonly ended: Uint8Array;
  /** Where this thread plays: environments with a command. */
  private readonly waiting: number[] = [];
  /** In which round of names an environment was named last. */
  private readonly named: Float64Array;
  private round = 0;
  /** Commands ever sent. */
  private sent = 0;
  private isReceiving = false;
  private isClosed = false;

  constructor(board: Board, stage: Stage, description: VectorDescription) {
    const { environments, batchSize, threads } = board.layout;
    const { autoreset, games, actionMeanings, singleObservationSpace } = description;
    this.board = board;
    this.crew = stage.crew;
    this.players = stage.players;
    this.environments = environments;
    this.batchSize = batchSize;
    this.threads = threads;
    this.autoreset = autoreset;
    this.games = games;
    this.singleObservationSpace = singleObservationSpace;
    this.observationSpace = { ...singleObservationSpace, shape: [batchSize, ...singleObservationSpace.shape] };
    this.actionMeanings = actionMeanings;
    this.actionSpaces = actionMeanings.map(names => ({ type: 'discrete', n: names.length }));
    this.actionCounts = Int32Array.from(actionMeanings, names => names.length);
    this.ordered = batchSize === environments;
    this.all = Int32Array.from({ length: environments }, (_, id) => id);
    this.playing = new Uint8Array(environments);
    this.ended = new Uint8Array(environments);
    this.named = new Float64Array(environments);
    this.results = Array.from({ length: board.batches }, (_, batch) => resultOf(board, batch));
  }

  reset({ seed, seeds, environmentIds }: VectorReset = {}): VectorResult {
    this.assertUsable();
    this.assertNotReceiving();
    const ids = environmentIds ?? this.all;
    this.checkReset(ids);
    const given = spreadSeeds(ids.length, seed, seeds);
    const problem = given && seedProblem(given, ids.length);
    if (problem) throw new RangeError(problem);
    this.dropResults();
    for (let i = 0; i < ids.length; i++) {
      if (given) this.board.seeds[ids[i]] = given[i];
      this.order(ids[i], given ? Command.resetWithSeed : Command.reset);
    }
    if (ids.length < this.environments) {
      for (const id of this.all) if (!this.playing[id]) this.order(id, Command.report);
    }
    this.begin();
    return this.recv();
  }

  private checkReset(ids: ArrayLike<number>): void {
    this.round++;
    for (let i = 0; i < ids.length; i++) this.name(ids[i]);
    if (ids.length === this.environments) return;
    if (!this.last) throw new Error('the first reset() must reset every environment');
    if (!this.ordered) throw new Error('environments can be reset one by one only where a batch holds them all');
  }

  step(actions: ArrayLike<number>): VectorResult {
    this.send(actions);
    return this.recv();
  }

  send(actions: ArrayLike<number>, environmentIds?: ArrayLike<number>): void {
    this.assertUsable();
    if (!this.last) throw new Error('call reset() before the first step');
    const ids = environmentIds ?? this.last.environmentIds;
    if (actions.length !== ids.length) {
      throw new RangeError(`${actions.length} actions for ${ids.length} environments`);
    }
    // Everything is looked at before anything is sent, so that an error changes nothing.
    this.round++;
    for (let i = 0; i < ids.length; i++) this.checkAction(ids[i], actions[i]);
    const { board } = this;
    for (let i = 0; i < ids.length; i++) {
      board.actions[ids[i]] = actions[i];
      this.order(ids[i], Command.step);
    }
    this.begin();
  }

  private checkAction(id: number, action: number): void {
    this.name(id);
    const count = this.actionCounts[id];
    if (!(action >= 0 && action < count) || action !== Math.trunc(action)) {
      throw new RangeError(`${action} is not an action of environment ${id} (${this.games[id]}): 0..${count - 1}`);
    }
    if (this.playing[id]) throw new Error(`environment ${id} is playing: receive its result first`);
    if (this.autoreset === 'disabled' && this.ended[id]) {
      throw new Error(`the episode of environment ${id} has ended: reset({ environmentIds: [${id}] }) it first`);
    }
  }

  /** Makes sure that an environment is there, and is named once in a round of names. */
  private name(id: number): void {
    if (!(Number.isInteger(id) && id >= 0 && id < this.environments)) {
      throw new RangeError(`there is no environment ${id}: 0..${this.environments - 1}`);
    }
    if (this.named[id] === this.round) throw new RangeError(`environment ${id} is named twice`);
    this.named[id] = this.round;
  }

  /** Puts a command for an environment on the board. */
  private order(id: number, command: number): void {
    const { board } = this;
    board.commands[id] = command;
    board.rowsWanted[id] = this.ordered ? this.next * this.batchSize + id : ANY_ROW;
    this.playing[id] = 1;
    this.playingCount++;
    this.sent++;
    if (this.crew) board.enqueue(id % this.threads, id);
    else this.waiting.push(id);
  }

  /** Lets those play that have commands. */
  private begin(): void {
    if (this.players) for (const id of this.waiting) this.players.perform(id);
    else this.board.publish();
    this.waiting.length = 0;
  }

  recv(): VectorResult {
    this.checkReceive();
    this.board.waitForBatch(this.next);
    return this.received();
  }

  async recvAsync(): Promise<VectorResult> {
    this.checkReceive();
    this.isReceiving = true;
    try {
      await this.board.batchWritten(this.next);
    } finally {
      this.isReceiving = false;
    }
    return this.received();
  }

  private checkReceive(): void {
    this.assertUsable();
    this.assertNotReceiving();
    if (this.playingCount >= this.batchSize) return;
    throw new Error(`${this.playingCount} environments are playing, and a batch holds ${this.batchSize}: send() first`);
  }

  private received(): VectorResult {
    this.assertUsable();
    const result = this.results[this.next];
    this.board.releaseBatch(this.next);
    this.next = this.next + 1 === this.results.length ? 0 : this.next + 1;
    const { environmentIds, terminations, truncations } = result;
    for (let row = 0; row < this.batchSize; row++) {
      const id = environmentIds[row];
      this.playing[id] = 0;
      this.ended[id] = terminations[row] | truncations[row];
    }
    this.playingCount -= this.batchSize;
    this.last = result;
    return result;
  }

  /** Waits for results that nobody has received, and forgets them. */
  private dropResults(): void {
    if (this.playingCount === 0) return;
    this.board.startOver(this.sent, this.next);
    this.assertUsable();
    this.playing.fill(0);
    this.playingCount = 0;
  }

  private assertUsable(): void {
    if (this.isClosed) throw new Error('the vector environment is closed');
    const { failure } = this.board;
    if (failure !== undefined)
      throw new Error(`the vector environment has lost a thread: ${failure || 'no reason known'}`);
  }

  private assertNotReceiving(): void {
    if (this.isReceiving) throw new Error('recvAsync() is waiting for results: await it first');
  }

  async close(): Promise<void> {
    if (!this.isClosed) this.players?.close();
    this.isClosed = true;
    await this.crew?.close();
  }
}

/** Views of one batch's rows. */
function resultOf(board: Board, batch: number): VectorResult {
  const { batchSize, observationBytes, keepsFinals } = board.layout;
  const from = batch * batchSize;
  const to = from + batchSize;
  const result: VectorResult = {
    observations: board.observations.subarray(from * observationBytes, to * observationBytes),
    rewards: board.rewards.subarray(from, to),
    terminations: board.terminations.subarray(from, to),
    truncations: board.truncations.subarray(from, to),
    lives: board.lives.subarray(from, to),
    episodeFrameNumbers: board.episodeFrameNumbers.subarray(from, to),
    frameNumbers: board.frameNumbers.subarray(from, to),
    environmentIds: board.environmentIds.subarray(from, to),
  };
  if (!keepsFinals) return result;
  return {
    ...result,
    finalObservations: board.finalObservations.subarray(from * observationBytes, to * observationBytes),
    finalInfo: {
      lives: board.finalLives.subarray(from, to),
      episodeFrameNumbers: board.finalEpisodeFrameNumbers.subarray(from, to),
      frameNumbers: board.finalFrameNumbers.subarray(from, to),
    },
  };
}
