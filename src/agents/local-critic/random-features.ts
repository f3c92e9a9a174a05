import type { Random } from '../../random.ts';
import { Rows } from './rows.ts';

/** phi(s) = tanh(R s + b), and a 1: fixed and random, so that nothing has to be propagated to where they come from. */
export class RandomFeatures {
  /** R row by row, and b. */
  readonly weights: Float64Array;
  readonly offsets: Float64Array;
  private readonly rows: Rows;
  private readonly phi: Float64Array;

  /** @param scale of b, and of R, whose rows have this length on average */
  constructor(inputs: number, features: number, scale: number, random: Random) {
    this.rows = new Rows(features, inputs, 1);
    [this.weights] = this.rows.matrices;
    this.offsets = new Float64Array(features);
    const draw = (into: Float64Array, deviation: number) => {
      for (let i = 0; i < into.length; i++) into[i] = deviation * random.normal();
    };
    draw(this.weights, scale / Math.sqrt(inputs));
    draw(this.offsets, scale);
    this.phi = new Float64Array(features + 1).fill(1);
  }

  /** A view that the next call overwrites. */
  of(state: Float64Array): Float64Array {
    const { rows, weights, offsets, phi } = this;
    rows.x.set(state);
    const sums = rows.multiply(weights);
    for (let i = 0; i < offsets.length; i++) phi[i] = Math.tanh(sums[i] + offsets[i]);
    return phi;
  }
}

/** The product of a row, which begins at `from`, and a vector. */
export function product(rows: Float64Array, from: number, vector: Float64Array): number {
  const { length } = vector;
  const even = length & ~3;
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  // Four sums: the processor need not wait for one addition to begin the next.
  for (let i = 0; i < even; i += 4) {
    s0 += rows[from + i] * vector[i];
    s1 += rows[from + i + 1] * vector[i + 1];
    s2 += rows[from + i + 2] * vector[i + 2];
    s3 += rows[from + i + 3] * vector[i + 3];
  }
  for (let i = even; i < length; i++) s0 += rows[from + i] * vector[i];
  return s0 + s1 + s2 + s3;
}
