import { builtModule } from '../../built-module.ts';

/** The functions of `assembly/index.ts`; what they do is said there. */
interface Exports {
  readonly memory: WebAssembly.Memory;
  multiply(products: number, rows: number, x: number, count: number, length: number): void;
  trace(rows: number, x: number, sizes: number, count: number, length: number, decay: number): void;
  add(row: number, vector: number, length: number, change: number): void;
  square(vector: number, length: number): number;
}

const pageBytes = 65_536;
/** The module has no data of its own but for what the compiler may put into the first kilobyte. */
const firstAddress = 1024;

/** Matrices that are multiplied with one vector x, in a WebAssembly memory of their own. Begin as 0. */
export class Rows {
  /** `count` rows of `length` numbers each. */
  readonly matrices: readonly Float64Array[];
  readonly x: Float64Array;
  /** A number for each row: what `multiply` writes. */
  readonly products: Float64Array;
  private readonly sizes: Float64Array;
  /** For vectors that lie elsewhere. */
  private readonly copied: Float64Array;
  private readonly exports: Exports;

  constructor(
    readonly count: number,
    readonly length: number,
    matrices: number,
  ) {
    const exports = new WebAssembly.Instance(builtModule('rows')).exports as unknown as Exports;
    this.exports = exports;
    const lengths = [length, count, count, length, ...new Array<number>(matrices).fill(count * length)];
    const bytes = firstAddress + lengths.reduce((sum, n) => sum + placeOf(n), 0);
    const missing = Math.ceil((bytes - exports.memory.buffer.byteLength) / pageBytes);
    if (missing > 0) exports.memory.grow(missing);
    // Memory that never grows again: the views stay.
    let address = firstAddress;
    const [x, products, sizes, copied, ...rest] = lengths.map(n => {
      const view = new Float64Array(exports.memory.buffer, address, n);
      address += placeOf(n);
      return view;
    });
    [this.x, this.products, this.sizes, this.copied, this.matrices] = [x, products, sizes, copied, rest];
  }

  /** The product of each row of a matrix and x. A view that the next call overwrites. */
  multiply(matrix: Float64Array): Float64Array {
    const { products, x, count, length } = this;
    this.exports.multiply(products.byteOffset, matrix.byteOffset, x.byteOffset, count, length);
    return products;
  }

  /** row <- decay row + size(n) x, for all rows n. */
  trace(matrix: Float64Array, decay: number, size: (n: number) => number): void {
    const { sizes, x, count, length } = this;
    for (let n = 0; n < count; n++) sizes[n] = size(n);
    this.exports.trace(matrix.byteOffset, x.byteOffset, sizes.byteOffset, count, length, decay);
  }

  /** row n <- row n + change vector. @param from where in `vector` it begins */
  add(matrix: Float64Array, n: number, change: number, vector: Float64Array, from: number): void {
    const { copied, length } = this;
    let address = vector.byteOffset + 8 * from;
    if (vector.buffer !== copied.buffer) {
      for (let i = 0; i < length; i++) copied[i] = vector[from + i];
      address = copied.byteOffset;
    }
    this.exports.add(matrix.byteOffset + 8 * n * length, address, length, change);
  }

  /** |row n|^2 */
  square(matrix: Float64Array, n: number): number {
    return this.exports.square(matrix.byteOffset + 8 * n * this.length, this.length);
  }
}

/** Bytes for so many doubles, rounded up to a multiple of 16. */
function placeOf(length: number): number {
  return Math.ceil(length / 2) * 16;
}
