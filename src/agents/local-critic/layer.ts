import type { Random } from '../../random.ts';
import { product } from './random-features.ts';
import { Rows } from './rows.ts';

export interface LayerOptions {
  inputs: number;
  neurons: number;
  /** f. */
  activation: 'tanh' | 'linear';
  /** Standard deviation of the noise of every neuron. */
  sigma: number;
  /** Standard deviation of initial weights, times 1/sqrt(inputs); and of initial biases. */
  initial: { weights: number; biases: number };
}

/**
 * A layer of neurons, each a policy of its own. What a neuron sees of the world is x, the activities before it and a 1
 * for its bias; what it does is its output:
 *
 *     z = W.x     mu = f(z)     u = f'(z) x (the gradient of mu by W)     a = mu + sigma xi,  xi ~ N(0, 1)
 *
 * Rows of W, and of everything of its shape, belong to neurons; the last number of a row belongs to the bias.
 */
export class Layer {
  readonly neurons: number;
  /** Where W, e_w and the critics' w lie. */
  readonly rows: Rows;
  readonly sigma: number;
  readonly W: Float64Array;
  /** e_w: the trace of xi u, a row for each neuron. */
  readonly e: Float64Array;
  /** Running mean of the squares of a neuron's steps, over the numbers of its row. */
  readonly meanSquare: Float64Array;
  /** How many steps are in that mean. */
  steps = 0;

  readonly x: Float64Array;
  readonly mu: Float64Array;
  /** f'(z). */
  readonly slope: Float64Array;
  readonly xi: Float64Array;
  readonly a: Float64Array;
  readonly isTanh: boolean;

  constructor({ inputs, neurons, activation, sigma, initial }: LayerOptions, random: Random) {
    const row = inputs + 1;
    this.neurons = neurons;
    this.sigma = sigma;
    this.isTanh = activation === 'tanh';
    this.rows = new Rows(neurons, row, 3);
    this.x = this.rows.x.fill(1);
    [this.W, this.e] = this.rows.matrices;
    for (let i = 0; i < this.W.length; i++) {
      const deviation = i % row === inputs ? initial.biases : initial.weights / Math.sqrt(inputs);
      this.W[i] = deviation * random.normal();
    }
    [this.meanSquare, this.mu, this.slope, this.xi, this.a] = Array.from(
      { length: 5 },
      () => new Float64Array(neurons),
    );
  }

  /**
   * @param random absent: without noise
   * @returns a: a view that the next call overwrites
   */
  forward(inputs: Float64Array, random: Random | undefined): Float64Array {
    const { x, W, mu, slope, xi, a, sigma } = this;
    x.set(inputs);
    const z = this.rows.multiply(W);
    for (let n = 0; n < this.neurons; n++) {
      mu[n] = this.isTanh ? Math.tanh(z[n]) : z[n];
      slope[n] = this.isTanh ? 1 - mu[n] * mu[n] : 1;
      xi[n] = random && sigma > 0 ? random.normal() : 0;
      a[n] = mu[n] + sigma * xi[n];
    }
    return a;
  }

  /**
   * What the neurons would do: nothing is remembered.
   * @param x with its trailing 1
   * @param random absent: without noise
   */
  peek(x: Float64Array, random?: Random): Float64Array {
    const { W, isTanh, sigma } = this;
    return Float64Array.from({ length: this.neurons }, (_, n) => {
      const z = product(W, n * x.length, x);
      return (isTanh ? Math.tanh(z) : z) + (random && sigma > 0 ? sigma * random.normal() : 0);
    });
  }

  /** |u|^2 of a neuron. @param xx |x|^2 */
  uu(n: number, xx: number): number {
    return this.slope[n] * this.slope[n] * xx;
  }

  /** |x|^2 */
  get xx(): number {
    return product(this.x, 0, this.x);
  }

  /** e_w <- gamma lambda e_w + xi u */
  trace(decay: number): void {
    this.steps++;
    const { e, xi, slope } = this;
    this.rows.trace(e, decay, n => xi[n] * slope[n]);
  }

  /**
   * W <- W + a_t step / rms_n for one neuron; the step is `size` times a vector.
   * @param vector holds it from `from` on
   * @param square |vector|^2
   */
  move(n: number, a_t: number, size: number, vector: Float64Array, from: number, square: number): void {
    const { W, meanSquare, x } = this;
    // The first steps count alike; later ones are forgotten again.
    const share = 1 / Math.min(this.steps, memory);
    meanSquare[n] += share * ((size * size * square) / x.length - meanSquare[n]);
    if (meanSquare[n] === 0) return;
    const change = (a_t * size) / Math.sqrt(meanSquare[n]);
    this.rows.add(W, n, change, vector, from);
  }
}

/** Activities as the layer above sees them, with a 1 for the bias. */
export function withBias(a: Float64Array): Float64Array {
  const x = new Float64Array(a.length + 1).fill(1);
  x.set(a);
  return x;
}

/** Steps over which rms_n is taken. */
const memory = 1000;
