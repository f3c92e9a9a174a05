import { availableParallelism, freemem, totalmem } from 'node:os';
import { createAgentFor } from '../agents/create.ts';
import { hyperparametersOf } from '../agents/hyperparameters.ts';
import { agentNamed, prepareAgent } from '../agents/index.ts';
import { environmentsOf } from '../agents/parallel.ts';
import type { Action } from '../env/types.ts';
import { UserError } from '../errors.ts';
import { type BackendName, type Compute, chooseBackend } from '../nn/choice.ts';
import { endThreads } from '../nn/threads/overseen.ts';
import { derivedSeed, Random } from '../random.ts';
import { bestName, type Evaluated, keepCheckpoint, loadCheckpoint, needOrigin, writeCheckpoint } from './checkpoint.ts';
import type { EnvironmentConfig, RunConfig } from './config.ts';
import { LatestPicture } from './latest-picture.ts';
import { loadInto } from './load-agent.ts';
import { type Clock, Metrics, meanOf } from './metrics.ts';
import { PeriodicEvaluation } from './periodic-evaluation.ts';
import { createRunFolder, openRunFolder, type RunFolder, writeConfig } from './run-folder.ts';
import { Speed } from './speed.ts';
import { type Counters, type ResumableEnvironment, Trainer } from './trainer.ts';

/** What a session needs from outside: training knows nothing of consoles and terminals. */
export interface World {
  makeEnvironment(game: string, environment: EnvironmentConfig): ResumableEnvironment;
  reporter: Reporter;
  /** Aborted: finish the step, write a checkpoint, stop. */
  signal: AbortSignal;
  /** Threads that compute networks. Default: one for every core. */
  threads?: number;
  /** Checkpoints to keep on the way. The training goes on past them as if there were none. */
  milestones?: readonly Milestone[];
}

/** A point of a run whose checkpoint is kept. */
export interface Milestone {
  /** What `loadCheckpoint` finds it by. */
  name: string;
  /** Emulator frames, met within one decision. */
  frames?: number;
  /** Seconds of processor time, met within a twentieth of a second. */
  cpuSeconds?: number;
}

/** Who tells a person how it goes. */
export interface Reporter {
  /** Called several times a second. */
  progress(progress: Progress): void;
  /** Something went wrong that does not stop the training. */
  warn(message: string): void;
}

export interface Progress extends Counters, Clock {
  limit: RunConfig['limit'];
  /** Share of the run that is done, 0..1. */
  done: number;
  /** Seconds until the limit at the present speed; undefined while that is unknown. */
  secondsLeft: number | undefined;
  /** Mean of the last episodes' returns, and how many they are (at most 100). */
  meanReturn: number | undefined;
  recentEpisodes: number;
  /** Episodes of an evaluation that are done, and how many it has; absent while training goes on. */
  evaluating?: { finished: number; episodes: number };
}

export interface SessionResult extends Counters {
  folder: RunFolder;
  checkpoint: string;
  seconds: number;
  stoppedBy: 'limit' | 'interrupt';
  /** Best mean return of the evaluations during the training, if there were any. */
  bestEvaluation: number | undefined;
  meanReturn: number | undefined;
  recentEpisodes: number;
}

/** Time between looks at the clock, the signal and the disk. */
const sliceMilliseconds = 50;
const checkpointSeconds = 60;
const flushSeconds = 2;

/**
 * Begins a run in a new folder and trains until its limit.
 * @throws UserError before anything is written where the configuration or the folder will not do
 */
export async function startRun(path: string, config: RunConfig, world: World): Promise<SessionResult> {
  await prepareAgent(config.agent, computeOf(config, world));
  const trainer = makeTrainer(config, { ...world, ...world.reporter });
  const folder = createRunFolder(path, config);
  const metrics = new Metrics(folder);
  const session = new Session(folder, config, trainer, metrics, world);
  // From the first moment on there is something to resume from.
  session.checkpoint();
  return session.run();
}

/**
 * Goes on with a run where its checkpoint stands.
 * @param limit replaces the run's own
 * @param backend replaces the run's own; the resumed run then does not go on bit for bit
 * @param checkpoint file name of another checkpoint than the newest
 */
export async function resumeRun(
  path: string,
  world: World,
  { limit, backend, checkpoint }: { limit?: RunConfig['limit']; backend?: BackendName; checkpoint?: string } = {},
): Promise<SessionResult> {
  const { folder, config: before } = openRunFolder(path);
  const config = { ...before, limit: limit ?? before.limit, backend: backend ?? before.backend };
  const loaded = loadCheckpoint(folder.checkpoints, checkpoint);
  if (isReached(config.limit, loaded.frames, loaded.seconds)) {
    const done = `${loaded.frames} frames, ${(loaded.seconds / 60).toFixed(1)} minutes`;
    throw new UserError(`${path} has reached its limit (${done}): give it a larger one with --frames or --minutes`);
  }
  await prepareAgent(config.agent, computeOf(config, world));
  needOrigin(loaded, config);
  const trainer = makeTrainer(config, { ...world, ...world.reporter });
  loadInto(() => trainer.load(loaded.trainer), loaded.path, config.openbrain);
  const metrics = new Metrics(folder, loaded.lengths);
  if (limit || backend) writeConfig(folder, config);
  return new Session(folder, config, trainer, metrics, world, loaded).run();
}

/** @throws UserError where what the run was begun with is not there */
function computeOf(
  { backend, deterministic }: RunConfig,
  { threads = availableParallelism() }: World,
): Partial<Compute> {
  return { backend: chooseBackend(backend ?? 'wasm', { deterministic, threads }), deterministic, threads };
}

/** Makes agent and environments of a run that is yet to begin. `prepareAgent` comes before. */
export function makeTrainer(
  config: RunConfig,
  { makeEnvironment, warn }: Pick<World, 'makeEnvironment'> & Pick<Reporter, 'warn'>,
): Trainer<Action> {
  const definition = agentNamed(config.agent);
  const hyperparameters = hyperparametersOf(definition, config.hyperparameters);
  const environment = makeEnvironment(config.game, config.environment);
  const random = new Random(derivedSeed(config.seed, 0));
  const agent = createAgentFor(definition, environment, hyperparameters, random);
  const { observationSpace, actionSpace } = environment;
  const actions = actionSpace.type === 'discrete' ? actionSpace.n : actionSpace.low.length;
  const bytes = definition.trainingBytes?.({ observationSpace, actions, hyperparameters }) ?? 0;
  sayMemory(config.agent, bytes, warn);
  const others = Array.from({ length: environmentsOf(agent) - 1 }, () =>
    makeEnvironment(config.game, config.environment),
  );
  return new Trainer(agent, [environment, ...others], random, config.seed);
}

/**
 * Says what training will come to take, where that is much.
 * @throws UserError where it is more than there is
 */
function sayMemory(agent: string, bytes: number, warn: (message: string) => void): void {
  const [needed, all, free] = [bytes, memory(), freemem()].map(size => `${(size / 1e9).toFixed(1)} GB`);
  if (bytes > memory()) {
    throw new UserError(`agent ${agent} would come to take ${needed} of memory, and there are ${all}`);
  }
  if (bytes > freemem()) warn(`${agent} will come to take ${needed} of memory, and only ${free} are free now`);
  else if (bytes > 1e9) warn(`${agent} will come to take ${needed} of memory`);
}

/** Bytes that this process may take: the machine's, or what its container is allowed. */
function memory(): number {
  const allowed = process.constrainedMemory();
  return allowed > 0 ? Math.min(allowed, totalmem()) : totalmem();
}

function isReached(limit: RunConfig['limit'], frames: number, seconds: number): boolean {
  return frames >= (limit.frames ?? Infinity) || seconds >= 60 * (limit.minutes ?? Infinity);
}

interface LastCheckpoint {
  path: string;
  frames: number;
  seconds: number;
  cpuSeconds?: number;
  evaluated?: Evaluated;
}

/** One sitting of a run: drives the trainer and keeps its books. */
class Session {
  private readonly start = performance.now();
  private readonly secondsBefore: number;
  private readonly cpuStart = process.cpuUsage();
  private readonly cpuSecondsBefore: number;
  private readonly speed = new Speed();
  private readonly evaluation: PeriodicEvaluation;
  private evaluated: Evaluated | undefined;
  /** Those still to come. */
  private milestones: readonly Milestone[];

  /** @param lastCheckpoint the one that the session goes on from */
  constructor(
    private readonly folder: RunFolder,
    private readonly config: RunConfig,
    private readonly trainer: Trainer<Action>,
    private readonly metrics: Metrics,
    private readonly world: World,
    private lastCheckpoint: LastCheckpoint = {
      path: '',
      frames: 0,
      seconds: 0,
    },
  ) {
    this.secondsBefore = lastCheckpoint.seconds;
    this.cpuSecondsBefore = lastCheckpoint.cpuSeconds ?? 0;
    this.evaluated = lastCheckpoint.evaluated;
    this.milestones = world.milestones ?? [];
    this.evaluation = new PeriodicEvaluation(config, world.makeEnvironment);
  }

  async run(): Promise<SessionResult> {
    try {
      return await this.train();
    } finally {
      await endThreads();
      this.evaluation.close();
      this.metrics.close();
    }
  }

  private async train(): Promise<SessionResult> {
    const { trainer, metrics } = this;
    const { signal, reporter } = this.world;
    const mostFrames = this.config.limit.frames ?? Infinity;
    let nextCheckpoint = this.seconds + checkpointSeconds;
    let nextFlush = this.seconds + flushSeconds;
    const latest = new LatestPicture(this.folder.path);
    let viewer: ResumableEnvironment | undefined;
    const view = (): ResumableEnvironment => {
      viewer ??= this.world.makeEnvironment(this.config.game, this.config.environment);
      return viewer;
    };

    while (!signal.aborted && !isReached(this.config.limit, trainer.counters.frames, this.seconds)) {
      const until = performance.now() + sliceMilliseconds;
      // Evaluations come at the same step whatever the time.
      const nextEvaluation = this.evaluation.next(this.evaluated?.frames ?? 0);
      const stopAt = Math.min(mostFrames, nextEvaluation, ...this.milestones.map(({ frames = Infinity }) => frames));
      while (trainer.counters.frames < stopAt && !signal.aborted && performance.now() < until) this.step();
      this.watch();

      reporter.progress(this.progress());
      this.keepMilestones();
      if (trainer.counters.frames >= nextEvaluation) await this.evaluate();
      if (this.seconds >= nextCheckpoint) {
        // A disk that is full now may have room in a minute: no reason to throw the training away.
        this.attempt(() => this.checkpoint());
        nextCheckpoint = this.seconds + checkpointSeconds;
      } else if (this.seconds >= nextFlush) {
        this.attempt(() => metrics.flush());
        latest.update(() => trainer.picture(view));
        nextFlush = this.seconds + flushSeconds;
      }
      // Signals arrive only between turns of the event loop.
      await new Promise(resolve => setImmediate(resolve));
    }
    await latest.settle();
    viewer?.close();
    this.finish();
    return {
      bestEvaluation: this.evaluated?.best,
      ...trainer.counters,
      ...this.recent(),
      folder: this.folder,
      checkpoint: this.lastCheckpoint.path,
      seconds: this.seconds,
      stoppedBy: isReached(this.config.limit, trainer.counters.frames, this.seconds) ? 'limit' : 'interrupt',
    };
  }

  private step(): void {
    const { trainer, metrics } = this;
    try {
      for (const episode of trainer.step()) metrics.record(episode, trainer.agent.metrics(), this.clock());
    } catch (error) {
      // An agent that refuses to learn from what is no number has its weights as they were.
      if (!(error instanceof UserError)) throw error;
      this.watch();
      this.checkpoint();
      throw new UserError(
        `training stopped: ${error.message}; ${this.lastCheckpoint.path} holds what was learned before`,
      );
    }
  }

  /** @throws UserError where one of the agent's figures is no longer finite: nothing sound is learned after that */
  private watch(): void {
    const wrong = Object.entries(this.trainer.agent.metrics()).find(([, value]) => !Number.isFinite(value));
    if (!wrong) return;
    const { path, frames } = this.lastCheckpoint;
    this.metrics.flush(true);
    throw new UserError(
      `training stopped: ${wrong[0]} became ${wrong[1]} after ${this.trainer.counters.frames} frames (a smaller step size may help); the last sound checkpoint is ${path} (${frames} frames)`,
    );
  }

  /** Keeps the checkpoint of this moment under the name of every milestone that was reached since the last look. */
  private keepMilestones(): void {
    const { frames } = this.trainer.counters;
    const { cpuSeconds } = this;
    const isReached = (due: Milestone): boolean =>
      frames >= (due.frames ?? Infinity) || cpuSeconds >= (due.cpuSeconds ?? Infinity);
    const reached = this.milestones.filter(isReached);
    if (reached.length === 0) return;
    this.milestones = this.milestones.filter(due => !isReached(due));
    this.checkpoint();
    for (const { name } of reached) keepCheckpoint(this.folder.checkpoints, this.lastCheckpoint.path, name);
  }

  /** Plays an evaluation and keeps the agent if it is the best so far. Aborted, it is played again on resuming. */
  private async evaluate(): Promise<void> {
    const { trainer, metrics } = this;
    const { signal, reporter } = this.world;
    this.checkpoint();
    const { path } = this.lastCheckpoint;
    const { episodes } = this.config.evaluation!;
    const scores = await this.evaluation.play(trainer.agent, signal, finished =>
      reporter.progress({ ...this.progress(), evaluating: { finished, episodes } }),
    );
    if (scores.length < episodes) return;
    const returns = scores.map(score => score.return);
    const mean = meanOf(returns);
    const best = Math.max(mean, this.evaluated?.best ?? Number.NEGATIVE_INFINITY);
    if (mean > (this.evaluated?.best ?? Number.NEGATIVE_INFINITY)) {
      this.attempt(() => keepCheckpoint(this.folder.checkpoints, path, bestName));
    }
    this.evaluated = { frames: trainer.counters.frames, best };
    metrics.recordEvaluation(trainer.counters, returns, best, this.clock());
  }

  /** Puts everything on to the disk: first the metrics, then the checkpoint that says how much of them is valid. */
  checkpoint(): void {
    this.metrics.flush(true);
    const { seconds, cpuSeconds } = this;
    const { frames } = this.trainer.counters;
    const path = writeCheckpoint(this.folder.checkpoints, {
      agent: this.config.agent,
      game: this.config.game,
      frames,
      seconds,
      cpuSeconds,
      evaluated: this.evaluated,
      lengths: this.metrics.lengths,
      trainer: this.trainer.save(),
    });
    this.lastCheckpoint = { path, frames, seconds, cpuSeconds };
  }

  private finish(): void {
    try {
      this.checkpoint();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      const { path, frames } = this.lastCheckpoint;
      const way = path ? `; ${path} (${frames} frames) is whole` : '';
      throw new UserError(`${error.message}${way}: make room, then openbrain resume ${this.folder.path}`);
    }
  }

  private attempt(write: () => void): void {
    try {
      write();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.world.reporter.warn(`${error.message}; training goes on and tries again`);
    }
  }

  private get seconds(): number {
    return this.secondsBefore + (performance.now() - this.start) / 1000;
  }

  private get cpuSeconds(): number {
    const { user, system } = process.cpuUsage(this.cpuStart);
    return this.cpuSecondsBefore + (user + system) / 1e6;
  }

  private clock(): Clock {
    return { seconds: this.seconds, cpuSeconds: this.cpuSeconds, ...this.speed.perSecond() };
  }

  private progress(): Progress {
    const { counters } = this.trainer;
    const { limit } = this.config;
    this.speed.note(performance.now() / 1000, counters);
    const clock = this.clock();
    const ways = [
      {
        done: limit.frames ? counters.frames / limit.frames : 0,
        rate: clock.framesPerSecond / (limit.frames ?? Infinity),
      },
      { done: limit.minutes ? clock.seconds / 60 / limit.minutes : 0, rate: 1 / 60 / (limit.minutes ?? Infinity) },
    ];
    const left = Math.min(...ways.map(({ done, rate }) => (rate > 0 ? Math.max(0, 1 - done) / rate : Infinity)));
    return {
      ...counters,
      ...clock,
      ...this.recent(),
      limit,
      done: Math.min(1, Math.max(...ways.map(({ done }) => done))),
      secondsLeft: Number.isFinite(left) ? left : undefined,
    };
  }

  private recent(): { meanReturn: number | undefined; recentEpisodes: number } {
    const returns = this.trainer.recentReturns;
    const sum = returns.reduce((total, value) => total + value, 0);
    return { meanReturn: returns.length > 0 ? sum / returns.length : undefined, recentEpisodes: returns.length };
  }
}
