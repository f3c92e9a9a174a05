/**
 * Sarsa(lambda) with linear values on Blob-PROST features: one critic, no network, nothing propagated backwards.
 * Liang, Machado, Talvitie & Bowling (2016), "State of the Art Control of Atari Games Using Shallow Reinforcement
 * Learning", AAMAS, arXiv:1512.01563; the algorithm is Sutton & Barto (1998), figure 8.8, with replacing traces.
 * What the defaults add to the paper's is said in docs/agents.md.
 */
import { pack, unpack } from '../../bytes.ts';
import { LinearValues } from '../../features/linear-values.ts';
import { ObjectFeatures } from '../../features/object-features.ts';
import { stepsOf, tilesOf } from '../../features/tiles.ts';
import type { WorkMemory } from '../../features/work-memory.ts';
import type { Random } from '../../random.ts';
import { HeldAction } from '../held-action.ts';
import { screenOf } from '../pictures.ts';
import type { Agent, AgentSetup, Attention, Outcome } from '../types.ts';
import { attentionOf } from './attention.ts';
import type { LinearCriticHyperparameters } from './hyperparameters.ts';

export class LinearCritic implements Agent {
  learning = true;
  /** Q(s, a) of the latest s, for all a, as the action was chosen by. */
  values: Float64Array = new Float64Array(0);

  private readonly actions: number;
  private readonly options: LinearCriticHyperparameters;
  private readonly random: Random;
  private features: ObjectFeatures;
  private weights: LinearValues;
  private readonly shape: readonly number[];
  private readonly memory: WorkMemory | undefined;

  /** Action that is about to be taken in the latest s, and its Q(s, a). */
  private action = 0;
  private value = 0;
  /** The step size is divided by this, so it only ever falls: most features (rather, sum of their rates) active at once. */
  private mostActive = 1;
  /** How often it has learnt. */
  private decisions = 0;
  /** Rewards are divided by the size of the first that is not 0, which makes games alike. */
  private rewardUnit = 0;
  /** What is done while nothing is known. */
  private readonly wandering = new HeldAction();
  /** Running mean of |temporal-difference error|, to watch. */
  private meanError = 0;

  constructor({ observationSpace, actions, hyperparameters, random, memory }: AgentSetup<LinearCriticHyperparameters>) {
    this.shape = screenOf(observationSpace, 'linear-critic');
    this.actions = actions;
    this.options = hyperparameters;
    this.random = random;
    this.memory = memory;
    this.features = this.newFeatures();
    this.weights = this.newWeights(this.features);
  }

  begin(screen: Uint8Array): number {
    this.weights.clearTraces();
    this.features.forget();
    this.decide(screen);
    if (this.learning) this.trace();
    return this.action;
  }

  step({ observation, reward, terminated }: Outcome): number {
    if (!terminated) this.decide(observation as Uint8Array);
    if (!this.learning) return this.action;
    const next = terminated ? 0 : this.values[this.action];
    const error = this.scaled(reward) + this.options.gamma * next - this.value;
    this.weights.add(this.stepSize * error);
    this.decisions++;
    this.meanError += 0.001 * (Math.abs(error) - this.meanError);
    if (!terminated) this.trace();
    return this.action;
  }

  /** Makes the latest s and the action chosen in it those that the next error is laid to. */
  private trace(): void {
    this.mostActive = Math.max(this.mostActive, this.weights.activeRate);
    this.value = this.weights.trace(this.action);
  }

  private get stepSize(): number {
    const { alpha, alphaDecay, alphaFinal } = this.options;
    const now =
      alphaDecay === 0 ? alpha : Math.max(alpha / (1 + this.decisions / alphaDecay), Math.min(alpha, alphaFinal));
    return now / this.mostActive;
  }

  /** Sees F' and chooses a'. */
  private decide(screen: Uint8Array): number {
    this.features.see(screen, this.learning);
    this.values = this.weights.find();
    this.action = this.choose();
    return this.action;
  }

  /** Epsilon-greedy in Q(s, .); ties are broken by chance. */
  private choose(): number {
    const { values, random, options } = this;
    if (random.chance(this.learning ? options.epsilon : options.evaluationEpsilon)) return random.integer(this.actions);
    let best = 0;
    let ties = 1;
    for (let a = 1; a < values.length; a++) {
      if (values[a] > values[best]) [best, ties] = [a, 1];
      else if (values[a] === values[best] && random.integer(++ties) === 0) best = a;
    }
    return ties === this.actions ? this.wandering.next(this.actions, random) : best;
  }

  private scaled(reward: number): number {
    if (this.rewardUnit === 0) this.rewardUnit = Math.abs(reward);
    return this.rewardUnit === 0 ? 0 : reward / this.rewardUnit;
  }

  /** Call it before the environment's next step, which overwrites the picture. */
  attention(): Attention {
    const tiles = tilesOf(this.options.tiles);
    return attentionOf(this.features, this.weights, tiles, this.action, this.actions);
  }

  metrics(): Record<string, number> {
    return {
      featuresKnown: this.features.known,
      groupsKnown: this.features.size,
      mostActive: this.mostActive,
      stepSize: this.stepSize,
      meanAbsoluteError: this.meanError,
    };
  }

  save(): Uint8Array {
    const { action, value, mostActive, decisions, rewardUnit, meanError } = this;
    const { action: wandering, left: held } = this.wandering;
    const values: Saved = { format, action, value, mostActive, decisions, rewardUnit, wandering, held, meanError };
    return pack(values, { features: this.features.save(), weights: this.weights.save() });
  }

  load(state: Uint8Array): void {
    const { values, arrays } = unpack<Saved>(state);
    if (values.format !== format) throw new RangeError(`the agent's state is not in the form of ${format}`);
    this.features.close();
    this.features = this.newFeatures();
    this.weights = this.newWeights(this.features);
    this.features.load(arrays.features as Uint8Array);
    this.weights.load(arrays.weights as Uint8Array);
    this.action = values.action;
    this.value = values.value;
    this.mostActive = values.mostActive;
    this.decisions = values.decisions;
    this.rewardUnit = values.rewardUnit;
    this.wandering.action = values.wandering;
    this.wandering.left = values.held;
    this.meanError = values.meanError;
  }

  private newFeatures(): ObjectFeatures {
    const [height, width] = this.shape;
    const { tiles, motionSteps } = this.options;
    return new ObjectFeatures(width, height, {
      tiles: tilesOf(tiles),
      motionSteps: stepsOf(motionSteps),
      memory: this.memory,
    });
  }

  private newWeights(features: ObjectFeatures): LinearValues {
    const { gamma, lambda, traceCut, groupPower } = this.options;
    return new LinearValues(features, { actions: this.actions, decay: gamma * lambda, cut: traceCut, groupPower });
  }
}

/** Changes whenever saved states of before can no longer be read. */
const format = 'linear-critic 3';

interface Saved {
  format: string;
  action: number;
  value: number;
  mostActive: number;
  decisions: number;
  rewardUnit: number;
  wandering: number;
  held: number;
  meanError: number;
}
