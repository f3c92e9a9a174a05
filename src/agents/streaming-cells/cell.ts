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

export interface CellShape {
  inputs: number;
  units: number;
  actions: number;
}

/** What a cell made of an input. */
export interface CellActivity {
  /** x. */
  readonly inputs: Float32Array;
  /** W x, then G_a x for one action after another, until `forward` has turned the latter into their tanh. */
  readonly sums: Float32Array;
  /** LayerNorm(W x). */
  readonly normed: Float32Array;
  /** 1 / standard deviation that LayerNorm divided by. */
  scale: number;
  /** h. */
  readonly hidden: Float32Array;
  /** q_a for each action. */
  readonly values: Float32Array;
}

/** Slope of the leaky rectifier below 0. */
const leak = 0.01;
/** What keeps LayerNorm from dividing by 0. */
const normEpsilon = 1e-5;
/** Below it the factor that all traces share is multiplied in, before single precision runs out. */
const leastFactor = 1e-3;

export class Cell {
  readonly shape: CellShape;
  /** For each input in turn: its weight to every unit of W, then to every unit of each G_a. */
  private readonly weights: Float32Array;
  /** e is `factor` times this, laid out as the weights, so that all traces decay by one multiplication. */
  private readonly traces: Float32Array;
  private factor = 1;
  /** Sum of the absolute `traces`. */
  private size = 0;
  /** Gradients by the sums that W and the chosen G_a make. */
  private readonly byHidden: Float32Array;
  private readonly byGate: Float32Array;

  constructor(shape: CellShape, sparsity: number, random: Random) {
    const { inputs, units, actions } = shape;
    this.shape = shape;
    const columns = (1 + actions) * units;
    const bound = 1 / Math.sqrt(inputs);
    this.weights = Float32Array.from({ length: inputs * columns }, () => {
      const weight = bound * (2 * random.uniform() - 1);
      return random.chance(sparsity) ? 0 : weight;
    });
    this.traces = new Float32Array(inputs * columns);
    this.byHidden = new Float32Array(units);
    this.byGate = new Float32Array(units);
  }

  activity(): CellActivity {
    const { inputs, units, actions } = this.shape;
    return {
      inputs: new Float32Array(inputs),
      sums: new Float32Array((1 + actions) * units),
      normed: new Float32Array(units),
      scale: 1,
      hidden: new Float32Array(units),
      values: new Float32Array(actions),
    };
  }

  /** Fills an activity in from its inputs. */
  forward(activity: CellActivity): void {
    const { inputs, sums, normed, hidden, values } = activity;
    const { units, actions } = this.shape;
    const columns = sums.length;
    const { weights } = this;
    sums.fill(0);
    for (let j = 0, row = 0; j < inputs.length; j++, row += columns) {
      const x = inputs[j];
      if (x === 0) continue;
      for (let k = 0; k < columns; k++) sums[k] += x * weights[row + k];
    }
    let mean = 0;
    for (let i = 0; i < units; i++) mean += sums[i] / units;
    let variance = 0;
    for (let i = 0; i < units; i++) variance += (sums[i] - mean) ** 2 / units;
    activity.scale = 1 / Math.sqrt(variance + normEpsilon);
    for (let i = 0; i < units; i++) {
      normed[i] = (sums[i] - mean) * activity.scale;
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
   * e <- decay e + grad q_a. The activity must be of the weights as they are.
   * @param decay gamma lambda; 0 forgets what was before
   */
  trace({ inputs, sums, normed, hidden, scale }: CellActivity, action: number, decay: number): void {
    const { units } = this.shape;
    const { byHidden, byGate, traces } = this;
    const gates = (1 + action) * units;
    const share = 1 / Math.sqrt(units);
    let mean = 0;
    let along = 0;
    for (let i = 0; i < units; i++) {
      const gate = sums[gates + i];
      byGate[i] = share * (1 - gate * gate) * hidden[i];
      byHidden[i] = share * gate * (normed[i] > 0 ? 1 : leak);
      mean += byHidden[i] / units;
      along += (byHidden[i] * normed[i]) / units;
    }
    // Through LayerNorm: what moves all sums alike, or stretches them, changes nothing.
    for (let i = 0; i < units; i++) byHidden[i] = scale * (byHidden[i] - mean - normed[i] * along);

    this.decay(decay);
    const columns = sums.length;
    let grown = 0;
    for (let j = 0, row = 0; j < inputs.length; j++, row += columns) {
      const x = inputs[j] / this.factor;
      if (x === 0) continue;
      for (let i = 0; i < units; i++) {
        const [k, l] = [row + i, row + gates + i];
        const [one, other] = [traces[k], traces[l]];
        traces[k] = one + x * byHidden[i];
        traces[l] = other + x * byGate[i];
        grown += Math.abs(traces[k]) + Math.abs(traces[l]) - Math.abs(one) - Math.abs(other);
      }
    }
    this.size += grown;
  }

  private decay(decay: number): void {
    this.factor *= decay;
    if (this.factor >= leastFactor) return;
    const { traces, factor } = this;
    this.size = 0;
    for (let k = 0; k < traces.length; k++) {
      traces[k] *= factor;
      this.size += Math.abs(traces[k]);
    }
    this.factor = 1;
  }

  /** A step of ObGD along the traces. Returns its size alpha. */
  learn(delta: number, learningRate: number, kappa: number): number {
    const length = this.factor * this.size;
    const alpha = learningRate / Math.max(1, learningRate * kappa * Math.max(Math.abs(delta), 1) * length);
    const change = alpha * delta * this.factor;
    const { weights, traces } = this;
    if (change !== 0) for (let k = 0; k < weights.length; k++) weights[k] += change * traces[k];
    return alpha;
  }

  save(): { values: CellValues; weights: Float32Array; traces: Float32Array } {
    return { values: { factor: this.factor, size: this.size }, weights: this.weights, traces: this.traces };
  }

  /** @throws RangeError for a state of another shape */
  load({ factor, size }: CellValues, weights: Float32Array, traces: Float32Array): void {
    if (weights.length !== this.weights.length) throw new RangeError('the weights are of a cell of another shape');
    this.weights.set(weights);
    this.traces.set(traces);
    this.factor = factor;
    this.size = size;
  }
}

export interface CellValues {
  factor: number;
  size: number;
}
