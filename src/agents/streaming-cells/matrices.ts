import { cellsModule } from './module.ts';

/** The functions of `assembly/index.ts`; what they do is said there. */
interface Exports {
  readonly memory: WebAssembly.Memory;
  project(sums: number, inputs: number, weights: number, rows: number, columns: number): void;
  addTraces(
    traces: number,
    first: number,
    inputs: number,
    rows: number,
    columns: number,
    slopes: number,
    count: number,
    share: number,
  ): number;
  follow(weights: number, traces: number, bytes: number, change: number): void;
  shrink(traces: number, bytes: number, factor: number): number;
}

const pageBytes = 65_536;
/** The module has no data of its own but for what the compiler may put into the first kilobyte. */
const firstAddress = 1024;

/** The weights of a cell, their traces, and what is multiplied with them, in a WebAssembly memory of their own. */
export class Matrices {
  /** A row for each input. */
  readonly weights: Float32Array;
  readonly traces: Float32Array;
  readonly inputs: Float32Array;
  /** What `project` writes: inputs times weights. */
  readonly sums: Float32Array;
  /** What `addTraces` multiplies the inputs with. */
  readonly slopes: Float32Array;
  private readonly exports: Exports;
  private readonly rows: number;
  private readonly columns: number;

  /**
   * @param columns a multiple of 4
   * @param slopes most numbers that `addTraces` is to take, a multiple of 4
   */
  constructor(rows: number, columns: number, slopes: number) {
    this.rows = rows;
    this.columns = columns;
    const exports = new WebAssembly.Instance(cellsModule()).exports as unknown as Exports;
    this.exports = exports;
    let address = firstAddress;
    const place = (length: number): [number, number] => {
      const start = address;
      address += Math.ceil((4 * length) / 16) * 16;
      return [start, length];
    };
    const places = [place(rows * columns), place(rows * columns), place(rows), place(columns), place(slopes)];
    const missing = Math.ceil((address - exports.memory.buffer.byteLength) / pageBytes);
    if (missing > 0) exports.memory.grow(missing);
    // Memory that never grows again: the views stay.
    const views = places.map(([start, length]) => new Float32Array(exports.memory.buffer, start, length));
    [this.weights, this.traces, this.inputs, this.sums, this.slopes] = views;
  }

  /** sums = inputs * weights. */
  project(): void {
    const { sums, inputs, weights, rows, columns } = this;
    this.exports.project(sums.byteOffset, inputs.byteOffset, weights.byteOffset, rows, columns);
  }

  /**
   * Adds `share` times inputs times the first `count` slopes to the traces of as many columns.
   * @returns by how much the sum of the absolute traces has grown
   */
  addTraces(firstColumn: number, count: number, share: number): number {
    const { traces, inputs, slopes, rows, columns } = this;
    const at = [traces.byteOffset, firstColumn, inputs.byteOffset, rows, columns, slopes.byteOffset] as const;
    return this.exports.addTraces(...at, count, share);
  }

  /** weights += change * traces. */
  follow(change: number): void {
    const { weights, traces } = this;
    this.exports.follow(weights.byteOffset, traces.byteOffset, weights.byteLength, change);
  }

  /** traces *= factor. Returns the sum of the absolute traces after that. */
  shrink(factor: number): number {
    return this.exports.shrink(this.traces.byteOffset, this.traces.byteLength, factor);
  }
}
