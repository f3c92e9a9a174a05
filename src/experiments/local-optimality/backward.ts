/**
 * The control arms that do send errors backwards: deterministic policy gradients with a compatible critic (COPDAC-Q,
 * Silver et al. 2014, ICML, equations 24 to 26), the same network, the same V and the same steps as
 * `local-critic`, but noise on the outputs only and one critic for all weights:
 *
 *     u_k = grad_W mu_k of the whole network        A = sum_k xi_k (u_k.w)
 *     e <- gamma lambda e + sum_k xi_k u_k           w <- w + a_w (delta - A) e / (sum_k |u_k|^2 + 0.1)
 *     W <- W + a_t sum_k u_k (u_k.w) / rms_n
 *
 * With feedback alignment (Lillicrap et al. 2016, "Random synaptic feedback weights support error backpropagation for deep
 * learning", Nature Communications 7), u_k goes back through fixed random weights instead of W.
 *
 * Of u_k, `tape.ts` finds how mu_k depends on a neuron's sum, d mu_k / dz; the neuron's part is that times its x.
 */

import { InputScale } from '../../agents/input-scale.ts';
import { makeLayers } from '../../agents/local-critic/agent.ts';
import { actorStepAt, type LocalCriticHyperparameters } from '../../agents/local-critic/hyperparameters.ts';
import type { Layer } from '../../agents/local-critic/layer.ts';
import { LinearValue } from '../../agents/local-critic/linear-value.ts';
import { product, RandomFeatures } from '../../agents/local-critic/random-features.ts';
import type { Observation, Outcome } from '../../agents/types.ts';
import type { Action } from '../../env/types.ts';
import type { Random } from '../../random.ts';
import type { Learner, LearnerSetup } from './arms.ts';

/** Of every layer, an array in the shape of its W. */
type Parameters = readonly Float64Array[];

/** Needs `Tape.update` after every action, its first one included, to learn from what follows. */
export class BackwardCritic implements Learner {
  learning = true;
  readonly layers: readonly Layer[];
  /** With feedback alignment, what u_k goes back through; of every layer, without its biases. */
  readonly back: Parameters | undefined;
  /** d mu_k / dz of every layer: outputs x neurons. */
  readonly slopes: Parameters;
  private readonly w: Parameters;
  private readonly e: Parameters;
  private readonly value: LinearValue;
  private readonly features: RandomFeatures;
  private readonly scale: InputScale;
  private readonly state: Float64Array;
  private readonly phi: Float64Array;
  private readonly act: (a: Float64Array) => Action;
  private readonly options: LocalCriticHyperparameters;
  private readonly random: Random;
  private decisions = 0;

  constructor(
    { inputs, outputs, act, hyperparameters, random }: LearnerSetup,
    feedback: 'backpropagation' | 'alignment',
  ) {
    this.act = act;
    this.random = random;
    this.options = { ...hyperparameters, hiddenNoise: 0 };
    this.scale = new InputScale(inputs);
    this.state = new Float64Array(inputs);
    this.features = new RandomFeatures(inputs, hyperparameters.valueFeatures, hyperparameters.valueScale, random);
    this.phi = new Float64Array(hyperparameters.valueFeatures + 1);
    this.value = new LinearValue(this.phi.length, hyperparameters.initialValue);
    this.layers = makeLayers(inputs, outputs, this.options, random);
    if (feedback === 'alignment') {
      this.back = this.layers.map(({ neurons, x }) => {
        const before = x.length - 1;
        return new Float64Array(neurons * before).map(() => random.normal() / Math.sqrt(before));
      });
    }
    this.slopes = this.layers.map(({ neurons }) => new Float64Array(outputs * neurons));
    [this.w, this.e] = [0, 0].map(() => this.layers.map(({ W }) => new Float64Array(W.length)));
  }

  begin(observation: Observation): Action {
    for (const e of [...this.e, this.value.e]) e.fill(0);
    const state = this.see(observation);
    if (this.learning) this.phi.set(this.features.of(state));
    return this.decide(state);
  }

  step({ observation, reward, terminated }: Outcome): Action {
    const state = this.see(observation);
    if (!this.learning) return this.decide(state);
    const nextPhi = this.features.of(state);
    this.learn(reward, terminated, nextPhi);
    this.phi.set(nextPhi);
    return this.decide(state);
  }

  private see(observation: Observation): Float64Array {
    this.state.set(observation);
    if (this.learning) this.scale.note(this.state);
    this.scale.apply(this.state);
    return this.state;
  }

  private decide(state: Float64Array): Action {
    const noise = this.learning ? this.random : undefined;
    return this.act(this.layers.reduce((a, layer) => layer.forward(a, noise), state));
  }

  private learn(reward: number, terminated: boolean, nextPhi: Float64Array): void {
    const { layers, value, phi, w, e, slopes, options } = this;
    const { gamma, lambda, valueStep, criticStep } = options;
    this.decisions++;
    const nextValue = terminated ? 0 : value.of(nextPhi);
    const delta = reward + gamma * nextValue - value.of(phi);

    const { xi } = layers[layers.length - 1];
    const uw = this.advantages();
    const uu = slopes.reduce((sum, own, l) => sum + product(own, 0, own) * layers[l].xx, 0);
    const change = (criticStep * (delta - product(uw, 0, xi))) / (uu + 0.1);
    const a_t = actorStepAt(options, this.decisions);
    for (const [l, layer] of layers.entries()) {
      const { x, xx, neurons } = layer;
      const [own, eOwn, wOwn] = [slopes[l], e[l], w[l]];
      layer.steps++;
      for (let n = 0; n < neurons; n++) {
        // Of sum_k xi_k u_k, and of sum_k u_k (u_k.w), a neuron's part is a multiple of x.
        let [noise, ascent] = [0, 0];
        for (let k = 0; k < xi.length; k++) {
          noise += xi[k] * own[k * neurons + n];
          ascent += uw[k] * own[k * neurons + n];
        }
        for (let i = 0, at = n * x.length; i < x.length; i++, at++) {
          eOwn[at] = gamma * lambda * eOwn[at] + noise * x[i];
          wOwn[at] += change * eOwn[at];
        }
        layer.move(n, a_t, ascent, x, 0, xx);
      }
    }
    value.trace(phi, gamma * lambda);
    value.learn((valueStep * delta) / product(phi, 0, phi));
  }

  /** u_k.w of every output */
  private advantages(): Float64Array {
    const { layers, w, slopes } = this;
    const sums = new Float64Array(layers[layers.length - 1].neurons);
    for (const [l, { x, neurons }] of layers.entries()) {
      for (let n = 0; n < neurons; n++) {
        const wx = product(w[l], n * x.length, x);
        for (let k = 0; k < sums.length; k++) sums[k] += slopes[l][k * neurons + n] * wx;
      }
    }
    return sums;
  }
}
