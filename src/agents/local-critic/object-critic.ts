/**
 * A neuron for each action, on object features (src/features/object-features.ts): the one with the largest output fires, and
 * its action is taken. Each has a linear critic of its own that learns what its firing is worth; one temporal-difference
 * error is heard by all, and no error is propagated backwards. x: the features that hold; K: number of neurons.
 *
 *     mu_k = W_k.x        a_k = mu_k + sigma L g_k,  g_k ~ Gumbel, so that neuron k fires with chance softmax(mu / (sigma L))
 *     xi_k = 1 - 1/K for the neuron that fired, -1/K for the others
 *     pi_k = epsilon / K + (1 - epsilon) softmax(mu / (sigma L)): with chance epsilon any of them fires
 *
 *     A^k = xi_k (w_k.x)        Q = V + sum_k A^k        V = V0 + v.x
 *     delta = r + gamma (V(s') + sum_k (pi_k(s') - 1/K) (w_k.x')) - Q
 *     w_k <- w_k + a_w delta e_k / N        v <- v + a_v delta e_v / N        W_k <- W_k + a_t (w_k - W_k) where x holds
 *
 * L is the running root mean square of how far the largest mu is above their mean: noise is as large as games need it.
 * N is the largest number of features that held at once so far, e as in sparse-layer.ts: e_k <- xi_k x and e_v <- x where a
 * feature holds, gamma lambda e elsewhere. a_w and a_v fall. Rewards are divided by the size of the first that is not 0, which
 * makes games alike.
 */
import { type Arrays, pack, unpack } from '../../bytes.ts';
import { UserError } from '../../errors.ts';
import { ObjectFeatures } from '../../features/object-features.ts';
import { stepsOf } from '../../features/tiles.ts';
import type { Random } from '../../random.ts';
import { attentionByLeavingOut, leadOf } from '../blob-attention.ts';
import { holdLength } from '../held-action.ts';
import { screenOf } from '../pictures.ts';
import type { Agent, AgentSetup, Attention, Observation, Outcome } from '../types.ts';
import type { LocalCriticHyperparameters } from './hyperparameters.ts';
import { largest } from './largest.ts';
import { SparseLayer } from './sparse-layer.ts';

export class ObjectCritic implements Agent {
  learning = true;
  /** The neurons, their critics and V. */
  layer: SparseLayer;

  private readonly options: LocalCriticHyperparameters;
  private readonly random: Random;
  private readonly shape: readonly number[];
  private readonly neurons: number;
  private features: ObjectFeatures;
  /** The last picture, as it was given. */
  private screen: Uint8Array = new Uint8Array(0);
  /** g and xi of the latest decision. */
  private readonly g: Float64Array;
  private readonly xi: Float64Array;
  /** Q of the state and action that the next error is laid to. */
  private value = 0;
  /** N */
  private mostActive = 1;
  private decisions = 0;
  private rewardUnit = 0;
  /** For how many more decisions the noise is held while nothing is known. */
  private held = 0;
  /** L^2, over so many decisions. */
  private squareLead = 0;
  private leads = 0;
  /** Running mean of |delta|, to watch. */
  private meanError = 0;

  /** @throws UserError for hyperparameters or observations that object features do not go with */
  constructor({ observationSpace, actions, hyperparameters, random }: AgentSetup<LocalCriticHyperparameters>) {
    const { actor, critic, td, joint, hidden } = hyperparameters;
    if (actor !== 'natural' || critic !== 'compatible' || td !== 'global' || !joint || hidden !== '') {
      const needed = 'actor=natural, joint=true and hidden=, critic and td as they are';
      throw new UserError(`local-critic with input=objects has one layer and learns by ${needed}: --preset objects`);
    }
    this.shape = screenOf(observationSpace, 'local-critic with input=objects');
    this.neurons = actions;
    this.options = hyperparameters;
    this.random = random;
    this.features = this.newFeatures();
    this.layer = this.newLayer();
    [this.g, this.xi] = Array.from({ length: 2 }, () => new Float64Array(actions));
  }

  begin(observation: Observation): number {
    this.features.forget();
    this.layer.forget();
    return this.act(this.decide(observation));
  }

  step({ observation, reward, terminated }: Outcome): number {
    const scaled = this.scaled(reward);
    const fired = this.decide(observation);
    if (this.learning) this.learn(scaled + (terminated ? 0 : this.options.gamma * this.expected()) - this.value);
    return this.act(fired);
  }

  /** Sees s; every neuron draws its noise. @returns which one fires */
  private decide(observation: Observation): number {
    const { features, layer, learning, random } = this;
    this.screen = observation as Uint8Array;
    features.see(this.screen, learning);
    layer.see(features, learning);
    if (random.chance(this.options.epsilon)) return random.integer(this.neurons);
    if (!learning) return largest(layer.mu);
    this.draw();
    const sigma = this.sigma();
    return largest(layer.mu.map((mu, k) => mu + sigma * this.g[k]));
  }

  /** sigma L; 1 while nothing is known. */
  private sigma(): number {
    return this.options.outputNoise * Math.sqrt(this.squareLead) || 1;
  }

  /** L^2 takes mu of now into account; what was more than 1,000 decisions ago is forgotten. */
  private noteLead(): void {
    const { mu } = this.layer;
    const lead = leadOf(mu, largest(mu));
    if (lead === 0) return;
    this.leads = Math.min(this.leads + 1, 1000);
    this.squareLead += (lead * lead - this.squareLead) / this.leads;
  }

  /** While nothing speaks for any neuron, noise is held for a while: drawn anew every time, actions undo each other. */
  private draw(): void {
    const { g, random, layer } = this;
    const isBlank = layer.mu.every(mu => mu === layer.mu[0]);
    if (isBlank && this.held > 0) {
      this.held--;
      return;
    }
    for (let k = 0; k < g.length; k++) g[k] = -Math.log(-Math.log(1 - random.uniform()));
    if (isBlank) this.held = holdLength(random) - 1;
  }

  /** What is to be expected of s: V(s) + sum_k (pi_k - 1/K) (w_k.x). */
  private expected(): number {
    const { layer, neurons, options } = this;
    const { mu, worth } = layer;
    const top = mu[largest(mu)];
    const sigma = this.sigma();
    let [sum, weighted, all] = [0, 0, 0];
    for (let k = 0; k < neurons; k++) {
      const weight = Math.exp((mu[k] - top) / sigma);
      sum += weight;
      weighted += weight * worth[k];
      all += worth[k];
    }
    return layer.value + (1 - options.epsilon) * (weighted / sum - all / neurons);
  }

  /** The neuron fires: what all of them did in s is what the next error is laid to, and they climb their critics. */
  private act(fired: number): number {
    const { layer, xi, neurons } = this;
    if (!this.learning) return fired;
    for (let k = 0; k < neurons; k++) xi[k] = (k === fired ? 1 : 0) - 1 / neurons;
    this.mostActive = Math.max(this.mostActive, layer.activeCount);
    this.noteLead();
    layer.trace(xi);
    this.value = layer.value;
    for (let k = 0; k < neurons; k++) this.value += xi[k] * layer.worth[k];
    layer.follow(this.options.actorStep);
    return fired;
  }

  private learn(delta: number): void {
    const { valueStep, criticStep } = this.options;
    this.decisions++;
    this.meanError += 0.001 * (Math.abs(delta) - this.meanError);
    const change = (this.fallen * delta) / this.mostActive;
    this.layer.learn(valueStep * change, criticStep * change);
  }

  /** What a_w and a_v are multiplied with by now. */
  private get fallen(): number {
    const { stepDecay, stepFinal } = this.options;
    return stepDecay === 0 ? 1 : Math.max(1 / (1 + this.decisions / stepDecay), stepFinal);
  }

  private scaled(reward: number): number {
    if (this.learning && this.rewardUnit === 0) this.rewardUnit = Math.abs(reward);
    return this.rewardUnit === 0 ? 0 : reward / this.rewardUnit;
  }

  /** mu: without noise the neuron with the largest fires. */
  get preferences(): Float64Array {
    return this.layer.mu;
  }

  /** Call it before the environment's next step, which overwrites the picture. */
  attention(): Attention {
    const { layer, features } = this;
    const chosen = largest(layer.mu);
    return attentionByLeavingOut(this.screen, features, missing => leadOf(layer.without(missing), chosen));
  }

  metrics(): Record<string, number> {
    return {
      groupsKnown: this.features.size,
      mostActive: this.mostActive,
      stepSize: this.fallen / this.mostActive,
      noise: this.sigma(),
      meanAbsoluteError: this.meanError,
    };
  }

  save(): Uint8Array {
    const { value, mostActive, decisions, rewardUnit, held, squareLead, leads, meanError, g, layer } = this;
    const { values, arrays } = layer.save();
    const own: Arrays = { features: this.features.save(), g };
    const saved: Saved = {
      format,
      value,
      mostActive,
      decisions,
      rewardUnit,
      held,
      squareLead,
      leads,
      meanError,
      layer: values,
    };
    return pack(saved, { ...own, ...arrays });
  }

  load(state: Uint8Array): void {
    const { values, arrays } = unpack<Saved>(state);
    if (values.format !== format) throw new RangeError(`the agent's state is not in the form of ${format}`);
    if (arrays.g.length !== this.neurons) throw new RangeError('the agent has another number of neurons');
    const { value, mostActive, decisions, rewardUnit, held, squareLead, leads, meanError } = values;
    this.features = this.newFeatures();
    this.features.load(arrays.features as Uint8Array);
    this.layer = this.newLayer();
    this.layer.load(values.layer, arrays as unknown as Parameters<SparseLayer['load']>[1]);
    this.g.set(arrays.g as Float64Array);
    Object.assign(this, { value, mostActive, decisions, rewardUnit, held, squareLead, leads, meanError });
  }

  private newFeatures(): ObjectFeatures {
    const [height, width] = this.shape;
    return new ObjectFeatures(width, height, { motionSteps: stepsOf(this.options.motionSteps) });
  }

  private newLayer(): SparseLayer {
    const { gamma, lambda, initialValue } = this.options;
    return new SparseLayer(this.neurons, gamma * lambda, initialValue);
  }
}

/** Changes whenever saved states of before can no longer be read. */
const format = 'local-critic objects 3';

interface Saved {
  format: string;
  value: number;
  mostActive: number;
  decisions: number;
  rewardUnit: number;
  held: number;
  squareLead: number;
  leads: number;
  meanError: number;
  layer: ReturnType<SparseLayer['save']>['values'];
}
