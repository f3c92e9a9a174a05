/**
 * Sarsa(lambda) with linear values on Blob-PROST features: one critic, no network, nothing propagated backwards.
 * Liang, Machado, Talvitie & Bowling (2016), "State of the Art Control of Atari Games Using Shallow Reinforcement
 * Learning", AAMAS, arXiv:1512.01563; the algorithm is Sutton & Barto (1998), figure 8.8, with replacing traces.
 */
import { pack, unpack } from '../../bytes.ts';
import type { Random } from '../../random.ts';
import type { Agent, AgentSetup, Attention, Outcome } from '../types.ts';
import { blobShares, paintShares } from './attention.ts';
import { BlobProst } from './blob-prost.ts';
import { FeatureIndex } from './feature-index.ts';
import type { LinearCriticHyperparameters } from './hyperparameters.ts';
import { TracedWeights } from './traced-weights.ts';

export class LinearCritic implements Agent {
  learning = true;
  /** Q(s, a) of the latest s, for all a. A view that the next step overwrites. */
  readonly values: Float64Array;

  private readonly actions: number;
  private readonly options: LinearCriticHyperparameters;
  private readonly random: Random;
  private readonly blobProst: BlobProst;
  private readonly index = new FeatureIndex();
  private readonly weights: TracedWeights;

  /** The last picture, as it was given. */
  private screen: Uint8Array = new Uint8Array(0);
  /** F: the features of the state in which `action` is about to be taken. */
  private features: Int32Array = new Int32Array(0);
  private action = 0;
  /** The step size is divided by this, so it only ever falls. */
  private mostActive = 1;
  /** Rewards are divided by the size of the first that is not 0, which makes games alike. */
  private rewardUnit = 0;
  /** Running mean of |temporal-difference error|, to watch. */
  private meanError = 0;

  constructor({ observationSpace, actions, hyperparameters, random }: AgentSetup<LinearCriticHyperparameters>) {
    const [height, width] = observationSpace.shape;
    this.actions = actions;
    this.options = hyperparameters;
    this.random = random;
    this.blobProst = new BlobProst(width, height);
    this.weights = new TracedWeights(actions, hyperparameters.gamma * hyperparameters.lambda, hyperparameters.traceCut);
    this.values = new Float64Array(actions);
  }

  begin(screen: Uint8Array): number {
    this.weights.clearTraces();
    this.blobProst.forget();
    return this.decide(screen);
  }

  step({ observation, reward, terminated }: Outcome): number {
    const { features, action } = this;
    const next = terminated ? 0 : this.values[this.decide(observation as Uint8Array)];
    if (this.learning) this.learn(features, action, this.scaled(reward) + this.options.gamma * next);
    return this.action;
  }

  /** Moves Q(s, a), and by the traces the values that led to it, towards what was received. */
  private learn(features: Int32Array, action: number, target: number): void {
    const error = target - this.weights.trace(features, action);
    this.mostActive = Math.max(this.mostActive, features.length);
    this.weights.add((this.options.alpha / this.mostActive) * error);
    this.meanError += 0.001 * (Math.abs(error) - this.meanError);
  }

  /** F' and a' for what is seen now. */
  private decide(screen: Uint8Array): number {
    this.screen = screen;
    this.features = this.see(screen);
    this.action = this.choose(this.features);
    return this.action;
  }

  /** Numbers of the features that hold for this picture. What was never met while learning has no weight to look up. */
  private see(screen: Uint8Array): Int32Array {
    const keys = this.blobProst.see(screen);
    if (!this.learning) return this.index.knownOf(keys);
    const numbers = this.index.numbersOf(keys);
    this.weights.grow(this.index.size);
    return numbers;
  }

  /** Epsilon-greedy in Q(s, .), which is left in `values`; ties are broken by chance. */
  private choose(features: Int32Array): number {
    const { values, random, options } = this;
    this.weights.values(features, values);
    if (random.chance(this.learning ? options.epsilon : options.evaluationEpsilon)) return random.integer(this.actions);
    const best = Math.max(...values);
    const ties = values.reduce((count, value) => (value === best ? count + 1 : count), 0);
    let skip = ties > 1 ? random.integer(ties) : 0;
    return values.findIndex(value => value === best && skip-- === 0);
  }

  private scaled(reward: number): number {
    if (this.rewardUnit === 0) this.rewardUnit = Math.abs(reward);
    return this.rewardUnit === 0 ? 0 : reward / this.rewardUnit;
  }

  /** Call it before the environment's next step, which overwrites the picture. */
  attention(): Attention {
    const { blobProst, screen, action, actions } = this;
    const { layout, latest } = blobProst;
    if (!latest) throw new Error('nothing was seen yet');
    const values = new Float64Array(actions);
    const shares = blobShares(layout, latest.blobs, latest.before, key => {
      const number = this.index.numberOf(key);
      if (number === undefined) return 0;
      this.weights.values(Int32Array.of(number), values);
      return values[action] - values.reduce((sum, value) => sum + value, 0) / actions;
    });
    return {
      rows: layout.height,
      columns: layout.width,
      weights: paintShares(screen, layout.width, latest.blobs, shares),
      meaning: 'what speaks for the action, and against it',
    };
  }

  metrics(): Record<string, number> {
    return {
      featuresKnown: this.index.known,
      mostFeaturesActive: this.mostActive,
      stepSize: this.options.alpha / this.mostActive,
      meanAbsoluteError: this.meanError,
    };
  }

  save(): Uint8Array {
    const { action, mostActive, rewardUnit, meanError } = this;
    const before = this.blobProst.save();
    const values: Saved = { format, action, mostActive, rewardUnit, meanError, hasBefore: before !== undefined };
    return pack(values, {
      features: this.features,
      before: before ?? new Uint32Array(0),
      ...this.index.save(),
      weights: this.weights.save(this.index.size),
    });
  }

  load(state: Uint8Array): void {
    const { values, arrays } = unpack<Saved>(state);
    if (values.format !== format) throw new RangeError(`the agent's state is not in the form of ${format}`);
    this.action = values.action;
    this.mostActive = values.mostActive;
    this.rewardUnit = values.rewardUnit;
    this.meanError = values.meanError;
    this.features = arrays.features as Int32Array;
    this.blobProst.load(values.hasBefore ? (arrays.before as Uint32Array) : undefined);
    this.index.load({ blocks: arrays.blocks as Uint32Array, seen: arrays.seen as Uint16Array });
    this.weights.load(arrays.weights as Uint8Array);
  }
}

/** Changes whenever saved states of before can no longer be read. */
const format = 'linear-critic 1';

interface Saved {
  format: string;
  action: number;
  mostActive: number;
  rewardUnit: number;
  meanError: number;
  hasBefore: boolean;
}
