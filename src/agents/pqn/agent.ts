/**
 * Parallelised Q-learning: no replay, no target network. Many environments are played side by side for a few steps,
 * those are learned from, and then forgotten; layer normalisation keeps that from diverging.
 * Gallici et al. (2024), "Simplifying Deep Temporal Difference Learning", arXiv:2407.04811, algorithm 1.
 */
import { pack, unpack } from '../../bytes.ts';
import { UserError } from '../../errors.ts';
import type { PlainNetwork } from '../../nn/layers-model/network.ts';
import type { Random } from '../../random.ts';
import { greedy, unsoundValues } from '../greedy.ts';
import { Occlusion } from '../occlusion.ts';
import type { ParallelAgent, ParallelOutcome } from '../parallel.ts';
import { planesOf } from '../pictures.ts';
import type { AgentSetup, Attention, Observation, Outcome } from '../types.ts';
import type { PqnHyperparameters } from './hyperparameters.ts';
import { PqnLearner } from './learner.ts';
import { Rollout } from './rollout.ts';
import { lambdaReturns } from './targets.ts';

export class Pqn implements ParallelAgent {
  learning = true;
  readonly environments: number;
  readonly learner: PqnLearner;
  /** Q(s, a) of the latest s in play, for all a. A view that the next step overwrites. */
  readonly values: Float32Array;
  private readonly occlusion: Occlusion;
  /** What was seen last in play. */
  private observation: Observation = new Uint8Array(0);
  private readonly options: PqnHyperparameters;
  private readonly random: Random;
  private readonly actions: number;
  private readonly observationBytes: number;
  /** Made when learning begins: play needs none. */
  private rollout: Rollout | undefined;
  /** A saved rollout, until learning goes on. */
  private savedRollout: Uint8Array | undefined;

  private readonly lives: number[];
  /** Decisions taken while learning, in all environments together. */
  private decisions = 0;
  /** Means over the last time of learning, to watch. */
  private loss = 0;
  private meanValue = 0;

  constructor({ observationSpace, actions, hyperparameters, random }: AgentSetup<PqnHyperparameters>) {
    const { environments, steps, minibatches } = hyperparameters;
    if ((environments * steps) % minibatches !== 0) {
      throw new UserError(
        `${environments} environments of ${steps} steps cannot be shared out evenly to ${minibatches} minibatches`,
      );
    }
    const observation = planesOf(observationSpace.shape, 'pqn');
    this.options = hyperparameters;
    this.environments = environments;
    this.random = random;
    this.actions = actions;
    this.values = new Float32Array(actions);
    this.observationBytes = observation.reduce((product, n) => product * n);
    this.lives = new Array<number>(environments).fill(0);
    this.learner = new PqnLearner({ observation, actions, hyperparameters, random });
    const meaning = 'where a blur changes what it expects';
    this.occlusion = new Occlusion(observation, (seen, size) => this.learner.values(seen, size), meaning);
  }

  beginAll(observations: readonly Observation[]): Int32Array {
    const rollout = this.startRollout();
    for (const [i, observation] of observations.entries()) this.see(rollout, i, observation);
    return this.choose(rollout);
  }

  /** Algorithm 1: play, and after so many steps learn from them all. */
  stepAll(outcomes: readonly ParallelOutcome[]): Int32Array {
    const rollout = this.rollout ?? this.startRollout();
    for (const [i, outcome] of outcomes.entries()) this.remember(rollout, i, outcome);
    rollout.filled++;
    for (const [i, { observation, next }] of outcomes.entries()) this.see(rollout, i, next ?? observation);
    if (rollout.filled === this.options.steps) {
      this.learn(rollout);
      rollout.restart();
    }
    return this.choose(rollout);
  }

  private startRollout(): Rollout {
    const { environments, observationBytes, savedRollout } = this;
    const rollout = new Rollout(this.options.steps, environments, observationBytes);
    if (savedRollout) rollout.load(savedRollout);
    this.savedRollout = undefined;
    this.rollout = rollout;
    return rollout;
  }

  private see(rollout: Rollout, environment: number, observation: Observation): void {
    rollout.current.set(observation as Uint8Array, environment * this.observationBytes);
  }

  private remember(rollout: Rollout, environment: number, outcome: ParallelOutcome): void {
    const { reward, terminated, truncated, observation, info } = outcome;
    const { rewardClip, lifeLossTerminal } = this.options;
    const i = rollout.filled * this.environments + environment;
    const lives = info?.lives ?? 0;
    const terminal = terminated || (lifeLossTerminal && lives < this.lives[environment]);
    this.lives[environment] = terminated || truncated ? 0 : lives;
    rollout.rewards[i] = rewardClip ? Math.max(-1, Math.min(1, reward)) : reward;
    rollout.ends[i] = terminal || truncated ? 1 : 0;
    // A cut episode would have gone on from what was seen last.
    rollout.endValues[i] = !terminal && truncated ? largest(this.learner.values(observation as Uint8Array, 1)) : 0;
  }

  /** Epsilon-greedy in Q(s, .), in every environment. */
  private choose(rollout: Rollout): Int32Array {
    const { environments, actions, random } = this;
    const all = this.learner.values(rollout.current, environments);
    const from = rollout.filled * environments;
    const chosen = rollout.actions.subarray(from, from + environments);
    const epsilon = this.epsilon();
    for (let i = 0; i < environments; i++) {
      const values = all.subarray(i * actions, (i + 1) * actions);
      const best = greedy(values) ?? this.unsound();
      rollout.values[from + i] = values[best];
      chosen[i] = random.chance(epsilon) ? random.integer(actions) : best;
    }
    this.decisions += environments;
    return chosen;
  }

  private learn(rollout: Rollout): void {
    const { epochs, minibatches, steps } = this.options;
    const { environments, actions, observationBytes, learner, random } = this;
    const lastValues = learner.values(rollout.current, environments);
    const lastBest = Array.from({ length: environments }, (_, i) =>
      largest(lastValues.subarray(i * actions, (i + 1) * actions)),
    );
    const size = steps * environments;
    const targets = new Float32Array(size);
    lambdaReturns(rollout, lastBest, this.options, targets);

    const batchSize = size / minibatches;
    const batch = new Uint8Array(batchSize * observationBytes);
    const batchActions = new Int32Array(batchSize);
    const batchTargets = new Float32Array(batchSize);
    const order = Int32Array.from({ length: size }, (_, i) => i);
    let [loss, meanValue] = [0, 0];
    for (let epoch = 0; epoch < epochs; epoch++) {
      shuffle(order, random);
      for (let first = 0; first < size; first += batchSize) {
        for (let k = 0; k < batchSize; k++) {
          const i = order[first + k];
          const at = i * observationBytes;
          batch.set(rollout.observations.subarray(at, at + observationBytes), k * observationBytes);
          batchActions[k] = rollout.actions[i];
          batchTargets[k] = targets[i];
        }
        const result = learner.update(batch, batchActions, batchTargets);
        loss += result.loss;
        meanValue += result.meanValue;
      }
    }
    this.loss = loss / (epochs * minibatches);
    this.meanValue = meanValue / (epochs * minibatches);
  }

  begin(observation: Observation): number {
    return this.play(observation);
  }

  step({ observation, terminated, truncated }: Outcome): number {
    return terminated || truncated ? 0 : this.play(observation);
  }

  /** One environment, nothing learned. */
  private play(observation: Observation): number {
    const { values, random } = this;
    this.observation = observation;
    values.set(this.learner.values(observation as Uint8Array, 1));
    const epsilon = this.learning ? this.epsilon() : this.options.evaluationEpsilon;
    return random.chance(epsilon) ? random.integer(this.actions) : (greedy(values) ?? this.unsound());
  }

  /** The values are no numbers: whoever watches the figures ends the training. Until then it plays at random. */
  private unsound(): number {
    if (!this.learning) throw unsoundValues();
    this.meanValue = Number.NaN;
    return this.random.integer(this.actions);
  }

  /** Call it before the environment's next step, which overwrites the picture. */
  attention(places?: number): Attention {
    return this.occlusion.look(this.observation as Uint8Array, places);
  }

  /** Chance of a random action: falls in a straight line from the first decision on. */
  private epsilon(): number {
    const { epsilonStart, epsilonEnd, epsilonSteps } = this.options;
    return epsilonStart + (epsilonEnd - epsilonStart) * Math.min(1, this.decisions / epsilonSteps);
  }

  metrics(): Record<string, number> {
    const { loss, meanValue } = this;
    return { loss, meanValue, epsilon: this.epsilon(), updates: this.learner.updates };
  }

  network(): PlainNetwork {
    return this.learner.plainNetwork();
  }

  save(): Uint8Array {
    return this.saved(this.rollout?.save() ?? this.savedRollout ?? new Uint8Array(0));
  }

  saveForPlay(): Uint8Array {
    return this.saved(new Uint8Array(0));
  }

  private saved(rollout: Uint8Array): Uint8Array {
    const { lives, decisions, loss, meanValue } = this;
    const values: Saved = { format, lives, decisions, loss, meanValue };
    return pack(values, { learner: this.learner.save(), rollout });
  }

  load(state: Uint8Array): void {
    const { values, arrays } = unpack<Saved>(state);
    if (values.format !== format) throw new RangeError(`the agent's state is not in the form of ${format}`);
    if (values.lives.length !== this.environments) throw new RangeError('the agent learned from other environments');
    this.learner.load(arrays.learner as Uint8Array);
    for (const [i, lives] of values.lives.entries()) this.lives[i] = lives;
    this.decisions = values.decisions;
    this.loss = values.loss;
    this.meanValue = values.meanValue;
    this.rollout = undefined;
    this.savedRollout = arrays.rollout.length > 0 ? (arrays.rollout as Uint8Array) : undefined;
  }
}

/** Changes whenever saved states of before can no longer be read. */
const format = 'pqn 1';

interface Saved {
  format: string;
  lives: number[];
  decisions: number;
  loss: number;
  meanValue: number;
}

function largest(values: Float32Array): number {
  return values.reduce((best, value) => Math.max(best, value));
}

/** Every order with equal chance (Fisher & Yates). */
function shuffle(order: Int32Array, random: Random): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    [order[i], order[j]] = [order[j], order[i]];
  }
}
