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
 * The chain rule is written out: for so small a network that is a hundred times quicker than TensorFlow.js's tape, with
 * which a test compares it.
 */

import { makeLayers } from '../../agents/local-critic/agent.ts';
import type { LocalCriticHyperparameters } from '../../agents/local-critic/hyperparameters.ts';
import type { Layer } from '../../agents/local-critic/layer.ts';
import { LinearValue } from '../../agents/local-critic/linear-value.ts';
import { product, RandomFeatures } from '../../agents/local-critic/random-features.ts';
import { Scaler } from '../../agents/local-critic/scaler.ts';
import type { Observation, Outcome } from '../../agents/types.ts';
import type { Action } from '../../env/types.ts';
import type { Random } from '../../random.ts';
import type { Learner, LearnerSetup } from './arms.ts';

/** Of every layer, an array in the shape of its W. */
type Parameters = readonly Float64Array[];

export class BackwardCritic implements Learner {
  learning = true;
  readonly layers: readonly Layer[];
  /** What u_k goes back through: the weights themselves, or random ones. */
  private readonly back: Parameters;
  private readonly w: Parameters;
  private readonly e: Parameters;
  private readonly value: LinearValue;
  private readonly features: RandomFeatures;
  private readonly scaler: Scaler;
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
    this.scaler = new Scaler(inputs);
    this.features = new RandomFeatures(inputs, hyperparameters.valueFeatures, hyperparameters.valueScale, random);
    this.phi = new Float64Array(hyperparameters.valueFeatures + 1);
    this.value = new LinearValue(this.phi.length);
    this.layers = makeLayers(inputs, outputs, this.options, random);
    this.back =
      feedback === 'backpropagation'
        ? this.layers.map(({ W }) => W)
        : this.layers.map(({ W, x }) => W.map(() => random.normal() / Math.sqrt(x.length - 1)));
    [this.w, this.e] = [0, 0].map(() => this.layers.map(({ W }) => new Float64Array(W.length)));
  }

  begin(observation: Observation): Action {
    for (const e of [...this.e, this.value.e]) e.fill(0);
    const state = this.scaler.see(observation, this.learning);
    if (this.learning) this.phi.set(this.features.of(state));
    return this.decide(state);
  }

  step({ observation, reward, terminated }: Outcome): Action {
    const state = this.scaler.see(observation, this.learning);
    if (!this.learning) return this.decide(state);
    const nextPhi = this.features.of(state);
    this.learn(reward, terminated, nextPhi);
    this.phi.set(nextPhi);
    return this.decide(state);
  }

  private decide(state: Float64Array): Action {
    const noise = this.learning ? this.random : undefined;
    return this.act(this.layers.reduce((a, layer) => layer.forward(a, noise), state));
  }

  private learn(reward: number, terminated: boolean, nextPhi: Float64Array): void {
    const { layers, value, phi, w, e, options } = this;
    const { gamma, lambda, valueStep, criticStep, actorStep, actorSteps } = options;
    this.decisions++;
    const nextValue = terminated ? 0 : value.of(nextPhi);
    const delta = reward + gamma * nextValue - value.of(phi);

    const { xi } = layers[layers.length - 1];
    const u = Array.from(xi, (_, k) => this.gradient(k));
    const uw = u.map(parts => parts.reduce((sum, part, l) => sum + product(part, 0, w[l]), 0));
    const uu = u.reduce((sum, parts) => sum + parts.reduce((all, part) => all + product(part, 0, part), 0), 0);
    const advantage = uw.reduce((sum, each, k) => sum + xi[k] * each, 0);
    const change = (criticStep * (delta - advantage)) / (uu + 0.1);
    const a_t = actorSteps === 0 ? actorStep : actorStep * (1 - 0.95 * Math.min(1, this.decisions / actorSteps));

    for (const [l, layer] of layers.entries()) {
      const step = new Float64Array(layer.W.length);
      for (let i = 0; i < step.length; i++) {
        e[l][i] *= gamma * lambda;
        for (let k = 0; k < xi.length; k++) {
          e[l][i] += xi[k] * u[k][l][i];
          step[i] += u[k][l][i] * uw[k];
        }
        w[l][i] += change * e[l][i];
      }
      layer.steps++;
      const row = layer.x.length;
      for (let n = 0; n < layer.neurons; n++) {
        const own = step.subarray(n * row, (n + 1) * row);
        layer.move(n, a_t, 1, own, 0, product(own, 0, own));
      }
    }
    value.trace(phi, gamma * lambda);
    value.learn((valueStep * delta) / product(phi, 0, phi));
  }

  /** u_k: the gradient of mu_k by every W, by the chain rule from the last layer to the first. */
  gradient(k: number): Parameters {
    const { layers, back } = this;
    const parts: Float64Array[] = [];
    const last = layers[layers.length - 1];
    let error: Float64Array = new Float64Array(last.neurons);
    error[k] = last.slope[k];
    for (let l = layers.length - 1; l >= 0; l--) {
      const { x, neurons } = layers[l];
      const part = new Float64Array(neurons * x.length);
      for (let n = 0; n < neurons; n++) {
        if (error[n] === 0) continue;
        for (let i = 0; i < x.length; i++) part[n * x.length + i] = error[n] * x[i];
      }
      parts[l] = part;
      if (l === 0) break;
      const before = layers[l - 1];
      const passed = new Float64Array(before.neurons);
      for (let n = 0; n < neurons; n++) {
        for (let i = 0; i < passed.length; i++) passed[i] += error[n] * back[l][n * x.length + i];
      }
      error = passed.map((sum, i) => sum * before.slope[i]);
    }
    return parts;
  }
}
