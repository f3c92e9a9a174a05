/**
 * Estimates of (grad_W Q^mu(mu))^(n), one for every neuron n, each from what the neuron itself sees (its inputs x, its slope
 * f'(z), its own noise xi) and from one number that all are told. Nothing here is propagated backwards.
 *
 * The compatible critic: A^n = xi (u.w) with u = f'(z) x, fitted to the advantage `delta` by least squares. Then
 * E[u u^T] w = sigma E[u dQ/da], so the estimate is E[u (u.w)] / sigma. (Sutton et al. 1999; Silver et al. 2014, "Deterministic
 * Policy Gradient Algorithms", section 4.3, applied to every neuron as if it were a policy of its own.)
 */
import { dot, LinearSystem } from './linear.ts';
import { gamma } from './plant.ts';
import type { Policy } from './policy.ts';
import { actionValue } from './reference.ts';
import type { Sample } from './samples.ts';

/** An estimate, for each layer laid out as its weights, and what is needed to predict its noise. */
export interface Estimate {
  gradient: Float64Array[];
  /** For each layer: Var(delta) / (T sigma^2) * sum_n E|u_n|^2, the expected squared length of the noise. */
  noise?: number[];
}

/** Q^mu(s, a) - Q^mu(s, mu(s)) itself: what the best of all critics would say. */
export function oracleAdvantages(policy: Policy, samples: readonly Sample[]): Float64Array {
  return Float64Array.from(samples, ({ state, action }) => {
    const here = policy.act(state).slice();
    return actionValue(policy, state, action) - actionValue(policy, state, here);
  });
}

/** r + gamma V(s') - V(s) with one V for all: quadratic in the state, by LSTD(0) (Bradtke & Barto 1996). */
export function globalTdErrors(samples: readonly Sample[]): Float64Array {
  const value = globalValue(samples);
  return Float64Array.from(samples, ({ state, reward, next }) => reward + gamma * value(next.state) - value(state));
}

/** Return minus V(s), with that same V as the baseline. */
export function monteCarloAdvantages(samples: readonly Sample[]): Float64Array {
  const value = globalValue(samples);
  return Float64Array.from(samples, sample => sample.return - value(sample.state));
}

/**
 * r + gamma V^n(x') - V^n(x), where each neuron has a V^n of its own, linear in its inputs x, by LSTD(0). Neurons of a layer
 * have the same inputs, so they come to the same V^n: it is reckoned once a layer.
 */
export function perNeuronTdErrors(samples: readonly Sample[], layer: number): Float64Array {
  const inputs = samples[0].layers[layer].inputs.length;
  const system = new LinearSystem(inputs);
  const difference = new Float64Array(inputs);
  for (const { layers, reward, next } of samples) {
    const [x, y] = [layers[layer].inputs, next.layers[layer].inputs];
    for (let k = 0; k < inputs; k++) difference[k] = x[k] - gamma * y[k];
    system.addProduct(x, difference);
    system.addTarget(x, reward);
  }
  const v = system.solve();
  return Float64Array.from(
    samples,
    ({ layers, reward, next }) => reward + gamma * dot(v, next.layers[layer].inputs) - dot(v, layers[layer].inputs),
  );
}

/** The compatible critics of all neurons on the same samples. */
export class CompatibleCritics {
  /** For each neuron of each layer E[xi^2 u u^T], times T: the same whatever the advantages are. */
  private readonly systems: readonly (readonly LinearSystem[])[];

  constructor(
    private readonly policy: Policy,
    private readonly samples: readonly Sample[],
    private readonly sigma: number,
  ) {
    this.systems = policy.weights.map((weights, l) => {
      const neurons = policy.sizes[l + 1];
      const u = new Float64Array(weights.length / neurons);
      return Array.from({ length: neurons }, (_, n) => {
        const system = new LinearSystem(u.length);
        for (const { layers } of samples) {
          const { inputs: x, slopes, noise: xi } = layers[l];
          for (let k = 0; k < u.length; k++) u[k] = slopes[n] * x[k];
          system.addProduct(u, u, xi[n] * xi[n]);
        }
        return system;
      });
    });
  }

  /** @param advantages one for every sample; or for every layer one for every sample */
  estimate(advantages: (layer: number) => Float64Array): Estimate {
    const { policy, samples, sigma } = this;
    const noise: number[] = [];
    const gradient = policy.weights.map((weights, l) => {
      const delta = advantages(l);
      const neurons = policy.sizes[l + 1];
      const inputs = weights.length / neurons;
      const estimate = new Float64Array(weights.length);
      const u = new Float64Array(inputs);
      let squares = 0;
      for (let n = 0; n < neurons; n++) {
        const system = this.systems[l][n];
        system.b.fill(0);
        samples.forEach(({ layers }, t) => {
          const { inputs: x, slopes, noise: xi } = layers[l];
          for (let k = 0; k < inputs; k++) u[k] = slopes[n] * x[k];
          system.addTarget(u, xi[n] * delta[t]);
        });
        const w = system.solve();
        for (const { layers } of samples) {
          const { inputs: x, slopes } = layers[l];
          const slope = slopes[n] * slopes[n];
          const along = (slope * dot(x, w)) / (sigma * samples.length);
          for (let k = 0; k < inputs; k++) estimate[n * inputs + k] += along * x[k];
          squares += (slope * dot(x, x)) / samples.length;
        }
      }
      noise.push((variance(delta) / (samples.length * sigma * sigma)) * squares);
      return estimate;
    });
    return { gradient, noise };
  }
}

/**
 * The rule of the authors' own early code: Q^n(x, a) = v.x + theta a, by LSTD(0) with mu^n(x') as the next action, and the
 * actor's step theta f'(z) x.
 */
export function original(policy: Policy, samples: readonly Sample[]): Estimate {
  const gradient = policy.weights.map((weights, l) => {
    const neurons = policy.sizes[l + 1];
    const inputs = weights.length / neurons;
    const estimate = new Float64Array(weights.length);
    const difference = new Float64Array(inputs);
    // What all neurons of the layer see is the same, so are these rows and columns of A, and of b.
    const seen = new LinearSystem(inputs);
    for (const { layers, reward, next } of samples) {
      const { inputs: x } = layers[l];
      const { inputs: then } = next.layers[l];
      for (let k = 0; k < inputs; k++) difference[k] = x[k] - gamma * then[k];
      seen.addProduct(x, difference);
      seen.addTarget(x, reward);
    }
    for (let n = 0; n < neurons; n++) {
      const theta = withAction(seen, samples, l, n).solve()[inputs];
      for (const { layers } of samples) {
        const { inputs: x, slopes } = layers[l];
        for (let k = 0; k < inputs; k++) estimate[n * inputs + k] += (theta * slopes[n] * x[k]) / samples.length;
      }
    }
    return estimate;
  });
  return { gradient };
}

/** The system of one neuron: what it sees, and what it does last. */
function withAction(seen: LinearSystem, samples: readonly Sample[], layer: number, neuron: number): LinearSystem {
  const inputs = seen.b.length;
  const size = inputs + 1;
  const { a, b } = seen;
  const system = new LinearSystem(size);
  for (let i = 0; i < inputs; i++) system.a.set(a.subarray(i * inputs, (i + 1) * inputs), i * size);
  system.b.set(b);
  for (const { layers, reward, next } of samples) {
    const [now, then] = [layers[layer], next.layers[layer]];
    const action = now.outputs[neuron];
    const difference = action - gamma * then.means[neuron];
    for (let k = 0; k < inputs; k++) {
      system.a[k * size + inputs] += now.inputs[k] * difference;
      system.a[inputs * size + k] += action * (now.inputs[k] - gamma * then.inputs[k]);
    }
    system.a[inputs * size + inputs] += action * difference;
    system.b[inputs] += action * reward;
  }
  return system;
}

/** V(s), quadratic, by LSTD(0) on all samples. */
function globalValue(samples: readonly Sample[]): (state: Float64Array) => number {
  const size = quadratic(samples[0].state).length;
  const system = new LinearSystem(size);
  for (const { state, reward, next } of samples) {
    const [now, then] = [quadratic(state), quadratic(next.state)];
    system.addProduct(
      now,
      now.map((value, i) => value - gamma * then[i]),
    );
    system.addTarget(now, reward);
  }
  const v = system.solve();
  return state => dot(v, quadratic(state));
}

/** 1, all variables, and all products of two. */
function quadratic(s: Float64Array): Float64Array {
  const features = [1, ...s];
  for (let i = 0; i < s.length; i++) for (let j = i; j < s.length; j++) features.push(s[i] * s[j]);
  return Float64Array.from(features);
}

function variance(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
}
