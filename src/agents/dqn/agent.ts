/**
 * Deep Q-learning with experience replay, and by its options the descendants that Rainbow unites.
 * Mnih et al. (2015), "Human-level control through deep reinforcement learning", Nature 518, algorithm 1;
 * Hessel et al. (2018), "Rainbow: Combining Improvements in Deep Reinforcement Learning", AAAI, arXiv:1710.02298.
 */
import { pack, unpack } from '../../bytes.ts';
import { UserError } from '../../errors.ts';
import type { PlainNetwork } from '../../nn/layers-model/network.ts';
import { Random } from '../../random.ts';
import { greedy, unsoundValues } from '../greedy.ts';
import { Occlusion } from '../occlusion.ts';
import { planesOf } from '../pictures.ts';
import type { Agent, AgentSetup, Attention, Observation, Outcome } from '../types.ts';
import { Actor } from './actor.ts';
import type { DqnHyperparameters } from './hyperparameters.ts';
import { Replay } from './replay.ts';
import { Here, type PlaceOf, Study } from './study.ts';

/** A checkpoint is one piece of memory: more replay than this is not put into it. */
const mostSavedBytes = 1.5 * 2 ** 30;

export class Dqn implements Agent {
  /** Q(s, a) of the latest s at which it did not act at random, for all a. A view that the next step overwrites. */
  readonly values: Float32Array;
  private readonly actor: Actor;
  private readonly study: Study;
  private readonly occlusion: Occlusion;
  private readonly replay: Replay;
  private readonly options: DqnHyperparameters;
  private readonly random: Random;
  private readonly actions: number;
  private isLearning = true;

  /** What was seen last. */
  private observation: Observation = new Uint8Array(0);
  private action = 0;
  private lives = 0;
  /** Decisions taken while learning. */
  private decisions = 0;
  /** Running means, to watch. */
  private loss = 0;
  private meanValue = 0;

  /** @param placeOf makes what learns, from a seed; default: a learner in this thread */
  constructor(
    { observationSpace, actions, hyperparameters, random }: AgentSetup<DqnHyperparameters>,
    placeOf: PlaceOf = (setup, seed) => new Here({ ...setup, random: new Random(seed) }),
  ) {
    const { replaySize, replayStart, batchSize, saveReplay, steps, gamma, prioritized } = hyperparameters;
    const observation = planesOf(observationSpace.shape, 'dqn');
    const [stack, height, width] = observation;
    if (batchSize > replaySize) throw new UserError(`batchSize ${batchSize} is larger than replaySize ${replaySize}`);
    if (replayStart > replaySize) {
      throw new UserError(`replayStart ${replayStart} is larger than replaySize ${replaySize}`);
    }
    if (replaySize <= stack + steps) {
      throw new UserError(`replaySize ${replaySize} has no room for ${stack} pictures and ${steps} steps`);
    }
    if (saveReplay && replaySize * height * width > mostSavedBytes) {
      const most = Math.floor(mostSavedBytes / (height * width));
      throw new UserError(`saveReplay is possible up to a replaySize of ${most}, not ${replaySize}`);
    }
    this.options = hyperparameters;
    this.random = random;
    this.actions = actions;
    this.values = new Float32Array(actions);
    const setup = { observation, actions, hyperparameters };
    this.actor = new Actor(setup);
    this.study = new Study(placeOf(setup, random.next()), this.actor);
    const meaning = 'where a blur changes what it expects';
    this.occlusion = new Occlusion(observation, (seen, size) => this.actor.values(seen, size), meaning);
    this.replay = new Replay({
      capacity: replaySize,
      pictureBytes: height * width,
      stack,
      steps,
      gamma,
      priorityExponent: prioritized ? hyperparameters.priorityExponent : undefined,
    });
  }

  get learning(): boolean {
    return this.isLearning;
  }

  set learning(learning: boolean) {
    this.isLearning = learning;
    // In evaluation noisy layers play their means.
    if (!learning) this.actor.network.setNoise(undefined);
  }

  begin(observation: Observation): number {
    this.lives = 0;
    if (this.learning) this.replay.begin(observation as Uint8Array);
    return this.choose(observation);
  }

  step({ observation, reward, terminated, truncated, info }: Outcome): number {
    const ended = terminated || truncated;
    const lives = info?.lives ?? 0;
    if (this.learning) {
      const lifeLost = this.options.lifeLossTerminal && lives < this.lives;
      this.remember(observation as Uint8Array, reward, terminated || lifeLost, ended);
      this.learn();
    }
    this.lives = lives;
    return ended ? 0 : this.choose(observation);
  }

  private remember(observation: Uint8Array, reward: number, terminal: boolean, ended: boolean): void {
    this.decisions++;
    if (this.replay.recording) {
      const seen = this.options.rewardClip ? Math.sign(reward) * Math.min(1, Math.abs(reward)) : reward;
      this.replay.add(this.action, seen, observation, terminal, ended);
    } else if (!ended) {
      // Resumed in the middle of an episode without the replay of before.
      this.replay.begin(observation);
    }
  }

  /** Algorithm 1's inner part: every few decisions an update, now and then a new target. */
  private learn(): void {
    const { replayStart, replaySize, trainEvery, targetEvery, batchSize, overlap } = this.options;
    // A replay holds pictures, too, that no transition starts from.
    const enough = Math.min(Math.max(replayStart, batchSize), replaySize / 2);
    if (this.replay.size >= enough && this.decisions % trainEvery === 0) {
      if (overlap) this.takeIn();
      const batch = this.replay.sample(batchSize, this.random, this.importance());
      this.study.begin(batch, this.random.next());
      if (!overlap) this.takeIn();
    }
    if (this.decisions % targetEvery === 0) this.study.updateTarget();
  }

  /** What came of an update: new weights to play with, new priorities. */
  private takeIn(): void {
    const finding = this.study.takeIn();
    if (!finding) return;
    this.replay.setPriorities(finding.slots, finding.errors);
    const share = Math.max(0.001, 1 / this.study.updates);
    this.loss += share * (finding.loss - this.loss);
    this.meanValue += share * (finding.meanValue - this.meanValue);
  }

  /** Epsilon-greedy in Q(s, .). */
  private choose(observation: Observation): number {
    const { random } = this;
    this.observation = observation;
    const epsilon = this.learning ? this.epsilon() : this.options.evaluationEpsilon;
    if (random.chance(epsilon)) this.action = random.integer(this.actions);
    else {
      if (this.learning && this.options.noisy) this.actor.network.setNoise(random);
      const { values } = this;
      values.set(this.actor.values(observation as Uint8Array));
      this.action = greedy(values) ?? this.unsound();
    }
    return this.action;
  }

  /** The values are no numbers: whoever watches the figures ends the training. Until then it plays at random. */
  private unsound(): number {
    if (!this.learning) throw unsoundValues();
    this.meanValue = Number.NaN;
    return this.random.integer(this.actions);
  }

  /** Chance of a random action: falls in a straight line once learning begins. */
  private epsilon(): number {
    const { epsilonStart, epsilonEnd, epsilonSteps, replayStart } = this.options;
    return between(epsilonStart, epsilonEnd, (this.decisions - replayStart) / epsilonSteps);
  }

  /** Exponent of the importance weights: grows to 1 (Schaul et al. 2016, section 3.4). */
  private importance(): number {
    return between(this.options.importanceExponent, 1, this.decisions / this.options.importanceSteps);
  }

  /** Call it before the environment's next step, which overwrites the picture. */
  attention(places?: number): Attention {
    return this.occlusion.look(this.observation as Uint8Array, places);
  }

  metrics(): Record<string, number> {
    return {
      loss: this.loss,
      meanValue: this.meanValue,
      epsilon: this.epsilon(),
      updates: this.study.updates,
      replayFill: this.replay.size / this.options.replaySize,
    };
  }

  network(): PlainNetwork {
    return this.actor.plainNetwork();
  }

  save(): Uint8Array {
    return this.saved(this.options.saveReplay);
  }

  saveForPlay(): Uint8Array {
    return this.saved(false);
  }

  private saved(hasReplay: boolean): Uint8Array {
    const { action, lives, decisions, loss, meanValue } = this;
    const values: Saved = { format, action, lives, decisions, loss, meanValue, hasReplay };
    const replay = hasReplay ? this.replay.save() : new Uint8Array(0);
    return pack(values, { study: this.study.save(), replay });
  }

  load(state: Uint8Array): void {
    const { values, arrays } = unpack<Saved>(state);
    const isOld = values.format === formatBefore;
    if (values.format !== format && !isOld) throw new RangeError(`the agent's state is not in the form of ${format}`);
    this.study.load(isOld ? pack({}, { learner: arrays.learner }) : (arrays.study as Uint8Array));
    this.action = values.action;
    this.lives = values.lives;
    this.decisions = values.decisions;
    this.loss = values.loss;
    this.meanValue = values.meanValue;
    if (values.hasReplay) this.replay.load(arrays.replay as Uint8Array);
  }
}

/** Changes whenever saved states of before can no longer be read. */
const format = 'dqn 2';
/** Before updates overlapped with play. */
const formatBefore = 'dqn 1';

interface Saved {
  format: string;
  action: number;
  lives: number;
  decisions: number;
  loss: number;
  meanValue: number;
  hasReplay: boolean;
}

/** From one number to another as `share` goes from 0 to 1. */
function between(start: number, end: number, share: number): number {
  return start + (end - start) * Math.min(1, Math.max(0, share));
}
