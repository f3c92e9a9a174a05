import { product } from './random-features.ts';

/**
 * V(s) = V0 + v.phi(s), learnt by TD(lambda):
 *
 *     e_v <- gamma lambda e_v + phi(s)        v <- v + a_v delta e_v / |phi|^2
 */
export class LinearValue {
  readonly v: Float64Array;
  readonly e: Float64Array;

  /** @param initial V0 */
  constructor(
    features: number,
    private readonly initial = 0,
  ) {
    this.v = new Float64Array(features);
    this.e = new Float64Array(features);
  }

  of(phi: Float64Array): number {
    return this.initial + product(this.v, 0, phi);
  }

  /** @param decay gamma lambda */
  trace(phi: Float64Array, decay: number): void {
    const { e } = this;
    for (let i = 0; i < e.length; i++) e[i] = decay * e[i] + phi[i];
  }

  /** @param change a_v delta / |phi|^2 */
  learn(change: number): void {
    const { v, e } = this;
    for (let i = 0; i < v.length; i++) v[i] += change * e[i];
  }
}
