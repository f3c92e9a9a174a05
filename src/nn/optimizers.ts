import * as tf from '@tensorflow/tfjs-core';
import { type Arrays, pack, unpack } from '../bytes.ts';
import { trainingKernels } from './backend.ts';
import type { TrainingKernels } from './kernels/module.ts';
import { type AdamAttributes, names } from './kernels/names.ts';
import { hasKernel } from './layers.ts';

/** Moves weights against their gradients. Its memory is kept for the variables it was made for. */
export interface Optimizer {
  /**
   * One update.
   * @param gradients by the names of the variables; they are not disposed
   */
  apply(gradients: tf.NamedTensorMap): void;
  save(): Uint8Array;
  /** @throws RangeError where the state is not of such an optimizer for such variables */
  load(state: Uint8Array): void;
  dispose(): void;
}

export interface AdamOptions {
  learningRate: number;
  beta1?: number;
  beta2?: number;
  /** Added to the root of the second moment, after the correction for its start at zero. */
  epsilon?: number;
  /** Gradients are shortened together to this norm where they are longer. */
  maxNorm?: number;
}

export interface RmsPropOptions {
  learningRate: number;
  decay?: number;
  /** Added to the variance, under the root. */
  epsilon?: number;
  /** Divide by the deviation from the running mean rather than from zero. */
  centered?: boolean;
  maxNorm?: number;
}

/** What both have in common: a running mean of the gradient and one of its square for each variable. */
abstract class MomentOptimizer implements Optimizer {
  protected updates = 0;
  private readonly first: tf.Tensor[];
  private readonly second: tf.Tensor[];

  constructor(
    private readonly variables: readonly tf.Variable[],
    private readonly maxNorm: number | undefined,
  ) {
    this.first = variables.map(variable => tf.keep(tf.zeros(variable.shape)));
    this.second = variables.map(variable => tf.keep(tf.zeros(variable.shape)));
  }

  apply(gradients: tf.NamedTensorMap): void {
    this.updates++;
    const all = this.variables.map(({ name }) => gradients[name]);
    const scale = this.maxNorm === undefined ? 1 : Math.min(1, this.maxNorm / (globalNorm(all) + 1e-6));
    for (const [i, variable] of this.variables.entries()) {
      const kernels = trainingKernels();
      if (kernels) this.applyFused(kernels, variable, all[i], this.first[i], this.second[i], scale);
      else this.applyPlain(variable, all[i], i, scale);
    }
  }

  private applyFused(
    kernels: TrainingKernels,
    variable: tf.Variable,
    gradient: tf.Tensor,
    first: tf.Tensor,
    second: tf.Tensor,
    scale: number,
  ): void {
    // Written to a place of its own: others may hold the old weights under their data's identity.
    const output = kernels.output(variable.shape);
    const addresses = [output, variable, gradient, first, second].map(tensor => kernels.address(tensor));
    this.step(kernels, addresses as [number, number, number, number, number], variable.size, scale);
    const updated = tf.engine().makeTensorFromTensorInfo(output);
    variable.assign(updated);
    updated.dispose();
  }

  private applyPlain(variable: tf.Variable, gradient: tf.Tensor, i: number, scale: number): void {
    const [weights, first, second] = tf.tidy(() =>
      this.formula(variable, scale === 1 ? gradient : tf.mul(gradient, scale), this.first[i], this.second[i]),
    );
    variable.assign(weights);
    weights.dispose();
    this.replace(i, first, second);
  }

  private replace(i: number, first: tf.Tensor, second: tf.Tensor): void {
    this.first[i].dispose();
    this.second[i].dispose();
    this.first[i] = tf.keep(first);
    this.second[i] = tf.keep(second);
  }

  /** The fused kernel: addresses of new weights, weights, gradient and the two moments. */
  protected abstract step(
    kernels: TrainingKernels,
    addresses: [number, number, number, number, number],
    count: number,
    scale: number,
  ): void;

  /** The same in TensorFlow.js's operations: new weights and moments. */
  protected abstract formula(
    weights: tf.Tensor,
    gradient: tf.Tensor,
    first: tf.Tensor,
    second: tf.Tensor,
  ): [tf.Tensor, tf.Tensor, tf.Tensor];

  save(): Uint8Array {
    const arrays: Arrays = {};
    for (const i of this.variables.keys()) {
      arrays[`first${i}`] = this.first[i].dataSync<'float32'>();
      arrays[`second${i}`] = this.second[i].dataSync<'float32'>();
    }
    return pack({ updates: this.updates }, arrays);
  }

  load(state: Uint8Array): void {
    const { values, arrays } = unpack<{ updates: number }>(state);
    for (const [i, { shape, size }] of this.variables.entries()) {
      const [first, second] = [arrays[`first${i}`], arrays[`second${i}`]];
      if (first?.length !== size || second?.length !== size)
        throw new RangeError('the optimizer is of another network');
      this.replace(i, tf.tensor(first as Float32Array, shape), tf.tensor(second as Float32Array, shape));
    }
    this.updates = values.updates;
  }

  dispose(): void {
    tf.dispose([...this.first, ...this.second]);
  }
}

/** Adam: Kingma & Ba (2015), arXiv:1412.6980, algorithm 1. */
export class Adam extends MomentOptimizer {
  protected readonly options: Required<Omit<AdamOptions, 'maxNorm'>>;

  constructor(variables: readonly tf.Variable[], { maxNorm, ...options }: AdamOptions) {
    super(variables, maxNorm);
    this.options = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, ...options };
  }

  protected step(
    kernels: TrainingKernels,
    [out, weights, gradient, first, second]: [number, number, number, number, number],
    count: number,
    scale: number,
  ): void {
    const { beta1, beta2 } = this.options;
    const { rate, correction, epsilon } = this.corrected();
    const numbers = [scale, beta1, beta2, rate, correction, epsilon] as const;
    kernels.run('adam', { work: workOf(count) }, out, weights, gradient, first, second, count, ...numbers);
  }

  protected formula(weights: tf.Tensor, gradient: tf.Tensor, first: tf.Tensor, second: tf.Tensor) {
    const { beta1, beta2 } = this.options;
    const { rate, correction, epsilon } = this.corrected();
    if (correction > 0 && hasKernel(names.adam)) {
      const attributes: AdamAttributes = { rate, correction, beta1, beta2, epsilon };
      const inputs = { weights, gradient, first, second };
      return tf.engine().runKernel(names.adam, inputs, { ...attributes }) as [tf.Tensor, tf.Tensor, tf.Tensor];
    }
    const m = tf.add(tf.mul(first, beta1), tf.mul(gradient, 1 - beta1));
    const v = tf.add(tf.mul(second, beta2), tf.mul(tf.square(gradient), 1 - beta2));
    const step = tf.div(tf.mul(m, rate), tf.add(tf.mul(tf.sqrt(v), correction), epsilon));
    return [tf.sub(weights, step), m, v] as [tf.Tensor, tf.Tensor, tf.Tensor];
  }

  /** The step is rate * first / (correction * sqrt(second) + epsilon): corrected for moments that began at zero. */
  protected corrected(): { rate: number; correction: number; epsilon: number } {
    const { learningRate, beta1, beta2, epsilon } = this.options;
    return {
      rate: learningRate / (1 - beta1 ** this.updates),
      correction: 1 / Math.sqrt(1 - beta2 ** this.updates),
      epsilon,
    };
  }
}

/**
 * Rectified Adam: Liu et al. (2020), arXiv:1908.03265, algorithm 2. While too few gradients were seen for their squares'
 * mean to be trusted, the step is plain momentum; after that it grows as the trust does.
 */
export class RAdam extends Adam {
  protected override corrected(): { rate: number; correction: number; epsilon: number } {
    const { beta2 } = this.options;
    const longest = 2 / (1 - beta2) - 1;
    const decayed = beta2 ** this.updates;
    const length = longest - (2 * this.updates * decayed) / (1 - decayed);
    const adam = super.corrected();
    if (length < leastLength) return { rate: adam.rate, correction: 0, epsilon: 1 };
    const rectification = Math.sqrt(((length - 4) * (length - 2) * longest) / ((longest - 4) * (longest - 2) * length));
    return { ...adam, rate: adam.rate * rectification };
  }
}

/** Below this length of the mean of squares its variance is not known; Optax and PyTorch take 5 where the paper has 4. */
const leastLength = 5;

/** RMSProp as Mnih et al. (2015) use it: Graves (2013), arXiv:1308.0850, equations 38-40, without momentum. */
export class RmsProp extends MomentOptimizer {
  private readonly options: Required<Omit<RmsPropOptions, 'maxNorm'>>;

  constructor(variables: readonly tf.Variable[], { maxNorm, ...options }: RmsPropOptions) {
    super(variables, maxNorm);
    this.options = { decay: 0.95, epsilon: 1e-2, centered: true, ...options };
  }

  protected step(
    kernels: TrainingKernels,
    [out, weights, gradient, mean, square]: [number, number, number, number, number],
    count: number,
    scale: number,
  ): void {
    const { learningRate, decay, epsilon, centered } = this.options;
    const numbers = [scale, decay, learningRate, epsilon] as const;
    const moments = [centered ? mean : 0, square] as const;
    kernels.run('rmsProp', { work: workOf(count) }, out, weights, gradient, ...moments, count, ...numbers);
  }

  protected formula(weights: tf.Tensor, gradient: tf.Tensor, mean: tf.Tensor, square: tf.Tensor) {
    const { learningRate, decay, epsilon, centered } = this.options;
    const m = centered ? tf.add(tf.mul(mean, decay), tf.mul(gradient, 1 - decay)) : tf.clone(mean);
    const s = tf.add(tf.mul(square, decay), tf.mul(tf.square(gradient), 1 - decay));
    const variance = centered ? tf.sub(s, tf.square(m)) : s;
    const step = tf.div(tf.mul(gradient, learningRate), tf.sqrt(tf.add(variance, epsilon)));
    return [tf.sub(weights, step), m, s] as [tf.Tensor, tf.Tensor, tf.Tensor];
  }
}

/** An update of a weight takes as long as so many multiply-adds of a product. */
function workOf(count: number): number {
  return 30 * count;
}

/** Length of all gradients taken as one vector. */
function globalNorm(gradients: readonly tf.Tensor[]): number {
  const kernels = trainingKernels();
  const squares = gradients.map(gradient =>
    kernels
      ? kernels.exports.sumOfSquares(kernels.address(gradient), gradient.size)
      : tf.tidy(() => tf.sum(tf.square(gradient)).dataSync()[0]),
  );
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0));
}
