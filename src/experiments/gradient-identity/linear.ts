/** Added to the diagonal of A, as a share of its mean: settles what the data leave open. */
const ridge = 1e-9;

/** Sums for linear least squares and for LSTD: A x = b of a few dozen unknowns. Both begin as 0. */
export class LinearSystem {
  readonly a: Float64Array;
  readonly b: Float64Array;

  constructor(private readonly size: number) {
    this.a = new Float64Array(size * size);
    this.b = new Float64Array(size);
  }

  /** A += weight * row column^T. */
  addProduct(row: ArrayLike<number>, column: ArrayLike<number>, weight = 1): void {
    const { a, size } = this;
    for (let i = 0, at = 0; i < size; i++) {
      const scaled = weight * row[i];
      for (let j = 0; j < size; j++) a[at++] += scaled * column[j];
    }
  }

  /** b += row * target. */
  addTarget(row: ArrayLike<number>, target: number): void {
    const { b } = this;
    for (let i = 0; i < b.length; i++) b[i] += row[i] * target;
  }

  /** The solution, by elimination with partial pivoting. Changes neither A nor b. */
  solve(): Float64Array {
    const { size } = this;
    const a = this.a.slice();
    const x = this.b.slice();
    let trace = 0;
    for (let i = 0; i < size; i++) trace += Math.abs(a[i * size + i]);
    for (let i = 0; i < size; i++) a[i * size + i] += (ridge * trace) / size;
    for (let i = 0; i < size; i++) {
      let pivot = i;
      for (let r = i + 1; r < size; r++) if (Math.abs(a[r * size + i]) > Math.abs(a[pivot * size + i])) pivot = r;
      if (pivot !== i) {
        for (let c = 0; c < size; c++) [a[i * size + c], a[pivot * size + c]] = [a[pivot * size + c], a[i * size + c]];
        [x[i], x[pivot]] = [x[pivot], x[i]];
      }
      for (let r = i + 1; r < size; r++) {
        const factor = a[r * size + i] / a[i * size + i];
        if (factor === 0) continue;
        for (let c = i; c < size; c++) a[r * size + c] -= factor * a[i * size + c];
        x[r] -= factor * x[i];
      }
    }
    for (let i = size - 1; i >= 0; i--) {
      for (let c = i + 1; c < size; c++) x[i] -= a[i * size + c] * x[c];
      x[i] /= a[i * size + i];
    }
    return x;
  }
}

/** The scalar product of two vectors of the first one's length. */
export function dot(x: ArrayLike<number>, y: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i] * y[i];
  return sum;
}

/** The cosine of the angle between two vectors; 0 where one of them is zero. */
export function cosine(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const lengths = Math.sqrt(dot(x, x) * dot(y, y));
  return lengths > 0 ? dot(x, y) / lengths : 0;
}
