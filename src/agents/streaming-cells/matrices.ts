import { builtModule } from '../../built-module.ts';

/** The functions of `assembly/index.ts`; what they do is said there. */
interface Exports {
  readonly memory: WebAssembly.Memory;
  project(
    sums: number,
    inputs: number,
    active: number,
    rows: number,
    columns: number,
    weights: number,
    traces: number,
    owed: number,
  ): number;
  addTraces(
    inputs: number,
    active: number,
    count: number,
    columns: number,
    weights: number,
    traces: number,
    owed: number,
    first: number,
    slopes: number,
    width: number,
    share: number,
  ): number;
  settle(weights: number, traces: number, columns: number, owed: number, factor: number): number;
}

const pageBytes = 65_536;
/** The module has no data of its own but for what the compiler may put into the first kilobyte. */
const firstAddress = 1024;
/** Below it the factor that all traces share is multiplied in, before single precision runs out. */
const leastFactor = 1e-3;

/** What a row has to do with traces. */
const untraced = 0;
/** Its inputs were 0 since traces were last settled. */
const resting = 1;
const touched = 2;

/**
 * The weights of a cell, their eligibility traces, and what is multiplied with them, in a WebAssembly memory of their own.
 *
 * Written out, a step along the traces touches every row that has any. But all traces decay alike and all weights move by
 * the same multiple of theirs, so a trace is kept as e', with e = f e' and one factor f for all, and what weights are due
 * as one number C:
 *
 *     W = W' + C e'        a trace grows by d:  e' += d / f,  W' -= C d / f        W += change e:  C += change f
 *
 * A step so touches the rows of inputs that are not 0, and no others. When f has fallen to a thousandth, traces are settled:
 * W' becomes W, e' becomes e, and rows whose inputs were 0 since the last time lose their traces.
 */
export class Matrices {
  /** x: to be written before `project`. */
  readonly inputs: Float32Array;
  /** What `project` writes: inputs times weights. */
  readonly sums: Float32Array;
  /** What `addTraces` multiplies the inputs with. */
  readonly slopes: Float32Array;
  /** W' and e', a row for each input. */
  private readonly weights: Float32Array;
  private readonly traces: Float32Array;
  /** Rows of inputs that are not 0. */
  private readonly active: Int32Array;
  private activeCount = 0;
  /** f, C and the sum of the absolute e'. */
  private factor = 1;
  private owed = 0;
  private size = 0;
  /** Of every row; and the rows that are not `untraced`. */
  private readonly states: Uint8Array;
  private traced: number[] = [];
  private readonly exports: Exports;
  private readonly rows: number;
  private readonly columns: number;

  /**
   * @param columns a multiple of 4
   * @param slopes most numbers that `addTraces` is to take, a multiple of 4
   */
  constructor(inputs: number, columns: number, slopes: number) {
    // Inputs are looked at four at a time; those beyond the last stay 0.
    const rows = Math.ceil(inputs / 4) * 4;
    this.rows = rows;
    this.columns = columns;
    const exports = new WebAssembly.Instance(builtModule('cells')).exports as unknown as Exports;
    this.exports = exports;
    let address = firstAddress;
    const place = (length: number): number => {
      const start = address;
      address += Math.ceil((4 * length) / 16) * 16;
      return start;
    };
    const lengths = [inputs * columns, inputs * columns, rows, columns, slopes, rows];
    const places = lengths.map(place);
    const missing = Math.ceil((address - exports.memory.buffer.byteLength) / pageBytes);
    if (missing > 0) exports.memory.grow(missing);
    // Memory that never grows again: the views stay.
    const { buffer } = exports.memory;
    const views = places.slice(0, 5).map((start, i) => new Float32Array(buffer, start, lengths[i]));
    [this.weights, this.traces, , this.sums, this.slopes] = views;
    this.inputs = views[2].subarray(0, inputs);
    this.active = new Int32Array(buffer, places[5], rows);
    this.states = new Uint8Array(inputs);
  }

  /** @param draw makes each weight */
  begin(draw: () => number): void {
    const { weights } = this;
    for (let k = 0; k < weights.length; k++) weights[k] = draw();
  }

  /** Sum of the absolute traces. */
  get length(): number {
    return this.factor * this.size;
  }

  /** sums = inputs * W. */
  project(): void {
    const { exports, sums, inputs, active, rows, columns, weights, traces, owed } = this;
    const from = [sums.byteOffset, inputs.byteOffset, active.byteOffset, rows, columns] as const;
    this.activeCount = exports.project(...from, weights.byteOffset, traces.byteOffset, owed);
  }

  /** e <- decay e. */
  decay(decay: number): void {
    this.factor *= decay;
    if (this.factor < leastFactor) this.settle();
  }

  /** Adds the inputs of the last projection times the first `count` slopes to the traces of as many columns. */
  addTraces(firstColumn: number, count: number): void {
    const { exports, inputs, active, activeCount, columns, weights, traces, owed, slopes, factor, states } = this;
    const rows = [inputs.byteOffset, active.byteOffset, activeCount, columns] as const;
    const to = [weights.byteOffset, traces.byteOffset, owed, firstColumn] as const;
    this.size += exports.addTraces(...rows, ...to, slopes.byteOffset, count, 1 / factor);
    for (let i = 0; i < activeCount; i++) {
      const row = active[i];
      if (states[row] === untraced) this.traced.push(row);
      states[row] = touched;
    }
  }

  /** W <- W + change e. */
  follow(change: number): void {
    this.owed += change * this.factor;
  }

  private settle(): void {
    const { exports, columns, weights, traces, owed, factor, states } = this;
    let size = 0;
    let kept = 0;
    for (const row of this.traced) {
      const at = 4 * row * columns;
      const isKept = states[row] === touched && factor > 0;
      size += exports.settle(weights.byteOffset + at, traces.byteOffset + at, columns, owed, isKept ? factor : 0);
      states[row] = isKept ? resting : untraced;
      if (isKept) this.traced[kept++] = row;
    }
    this.traced.length = kept;
    this.size = size;
    this.owed = 0;
    this.factor = 1;
  }

  /** W and e as they are, for a look at them. */
  written(): { W: Float32Array; e: Float32Array } {
    const { weights, traces, owed, factor } = this;
    return { W: weights.map((w, k) => w + owed * traces[k]), e: traces.map(e => factor * e) };
  }

  save(): { values: MatricesValues; arrays: MatricesArrays } {
    const { factor, owed, size, weights, traces, states, traced } = this;
    return { values: { factor, owed, size }, arrays: { weights, traces, states, traced: Int32Array.from(traced) } };
  }

  /** @throws RangeError for a state of another shape */
  load({ factor, owed, size }: MatricesValues, { weights, traces, states, traced }: MatricesArrays): void {
    if (weights.length !== this.weights.length || states.length !== this.states.length) {
      throw new RangeError('the weights are of a cell of another shape');
    }
    this.weights.set(weights);
    this.traces.set(traces);
    this.states.set(states);
    this.traced = [...traced];
    Object.assign(this, { factor, owed, size });
  }
}

export interface MatricesValues {
  factor: number;
  owed: number;
  size: number;
}

export interface MatricesArrays {
  weights: Float32Array;
  traces: Float32Array;
  states: Uint8Array;
  traced: Int32Array;
}
