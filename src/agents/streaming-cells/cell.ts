/**
 * A cell that learns by itself: a hidden layer, a value for each action read from it, a temporal-difference error and
 * eligibility traces of its own. What it hands on is its hidden layer; nothing ever comes back.
 *
 *     h = leakyReLU(LayerNorm(W x))        q_a = n^(-1/2) sum_i tanh(G_a x)_i h_i        (n: units of the cell)
 *
 * Guan et al. 2024, "Temporal-Difference Learning Using Distributed Error Signals" (Artificial Dopamine), arXiv:2411.03604,
 * without the connections from above. Its updates from a replay are replaced by streaming ones: traces and the
 * step size of ObGD, Elsayed, Vasan & Mahmood 2024, "Streaming Deep Reinforcement Learning Finally Works",
 * arXiv:2410.14606:
 *
 *     e <- gamma lambda e + grad q_a(x)        alpha = lr / max(1, lr kappa max(|delta|, 1) |e|_1)        w <- w + alpha delta e
 */
import type { Random } from '../../random.ts';
import { Matrices, type MatricesArrays, type MatricesValues } from './matrices.ts';

export interface CellShape {
  inputs: number;
  /** About what |x|^2 is; default: their number. First weights are such that W x begins with about 1 wherever x is as long. */
  squareLength?: number;
  /** A multiple of 4. */
  units: number;
  actions: number;
}

/** Slope of the leaky rectifier below 0. */
const leak = 0.01;
/** What keeps LayerNorm from dividing by 0. */
const normEpsilon = 1e-5;

export class Cell {
  readonly shape: CellShape;
  /** h. */
  readonly hidden: Float32Array;
  /** q_a for each action. */
  readonly values: Float32Array;
  /** For each input in turn: its weight to every unit of W, then to every unit of each G_a. */
  private readonly matrices: Matrices;
  /** LayerNorm(W x), and 1 / the standard deviation that it divided by. */
  private readonly normed: Float32Array;
  private scale = 1;

  /** @param sparsity share of the weights that begin as 0 */
  constructor(shape: CellShape, sparsity: number, random: Random) {
    const { inputs, squareLength = inputs, units, actions } = shape;
    this.shape = shape;
    this.matrices = new Matrices(inputs, (1 + actions) * units, units);
    this.hidden = new Float32Array(units);
    this.values = new Float32Array(actions);
    this.normed = new Float32Array(units);
    const bound = 1 / Math.sqrt(squareLength);
    this.matrices.begin(() => {
      const weight = bound * (2 * random.uniform() - 1);
      return random.chance(sparsity) ? 0 : weight;
    });
  }

  /** x: to be written before `forward`. */
  get inputs(): Float32Array {
    return this.matrices.inputs;
  }

  /** From x to h and q. */
  forward(): void {
    const { normed, hidden, values } = this;
    const { units, actions } = this.shape;
    const { sums } = this.matrices;
    this.matrices.project();
    let mean = 0;
    for (let i = 0; i < units; i++) mean += sums[i] / units;
    let variance = 0;
    for (let i = 0; i < units; i++) variance += (sums[i] - mean) ** 2 / units;
    this.scale = 1 / Math.sqrt(variance + normEpsilon);
    for (let i = 0; i < units; i++) {
      normed[i] = (sums[i] - mean) * this.scale;
      hidden[i] = normed[i] > 0 ? normed[i] : leak * normed[i];
    }
    const share = 1 / Math.sqrt(units);
    for (let a = 0, k = units; a < actions; a++) {
      let sum = 0;
      for (let i = 0; i < units; i++, k++) {
        sums[k] = Math.tanh(sums[k]);
        sum += sums[k] * hidden[i];
      }
      values[a] = share * sum;
    }
  }

  /**
   * e <- decay e + grad q_a, for what `forward` saw last. The weights must still be those of then.
   * @param decay gamma lambda; 0 forgets what was before
   */
  trace(action: number, decay: number): void {
    const { normed, hidden, matrices } = this;
    const { units } = this.shape;
    const { sums, slopes } = matrices;
    const gates = (1 + action) * units;
    const share = 1 / Math.sqrt(units);
    matrices.decay(decay);

    // By G_a x.
    for (let i = 0; i < units; i++) slopes[i] = share * (1 - sums[gates + i] ** 2) * hidden[i];
    matrices.addTraces(gates, units);

    // By W x, through LayerNorm: what moves all sums alike, or stretches them, changes nothing.
    let mean = 0;
    let along = 0;
    for (let i = 0; i < units; i++) {
      slopes[i] = share * sums[gates + i] * (normed[i] > 0 ? 1 : leak);
      mean += slopes[i] / units;
      along += (slopes[i] * normed[i]) / units;
    }
    for (let i = 0; i < units; i++) slopes[i] = this.scale * (slopes[i] - mean - normed[i] * along);
    matrices.addTraces(0, units);
  }

  /** A step of ObGD along the traces. Returns its size alpha. */
  learn(delta: number, learningRate: number, kappa: number): number {
    const { matrices } = this;
    const alpha = learningRate / Math.max(1, learningRate * kappa * Math.max(Math.abs(delta), 1) * matrices.length);
    matrices.follow(alpha * delta);
    return alpha;
  }

  /** Weights and traces as they are, for a look at them: a row for each input. */
  written(): { W: Float32Array; e: Float32Array } {
    return this.matrices.written();
  }

  save(): { values: MatricesValues; arrays: MatricesArrays } {
    return this.matrices.save();
  }

  /** @throws RangeError for a state of another shape */
  load(values: MatricesValues, arrays: MatricesArrays): void {
    this.matrices.load(values, arrays);
  }
}
