import type { Layer } from './layer.ts';
import { product } from './random-features.ts';

/**
 * The critics of a layer's neurons, each linear and compatible with its neuron's policy (Silver et al. 2014, section 4.3):
 *
 *     A^n = xi (u.w)        w <- w + a_w delta_n e_w / (|u|^2 + 0.1)
 *
 * It has as many weights as the neuron and no bias. sigma is part of w: dQ/da is about (u.w)/sigma.
 */
export class CompatibleCritics {
  readonly w: Float64Array;
  /** u.w of every neuron. */
  readonly uw: Float64Array;

  constructor(private readonly layer: Layer) {
    this.w = layer.rows.matrices[2];
    this.uw = new Float64Array(layer.neurons);
  }

  /** Looks at the layer as it is now. */
  see(): void {
    const { neurons, rows, slope } = this.layer;
    const xw = rows.multiply(this.w);
    for (let n = 0; n < neurons; n++) this.uw[n] = slope[n] * xw[n];
  }

  /** A^n */
  advantage(n: number): number {
    return this.layer.xi[n] * this.uw[n];
  }

  /** @param change a_w delta_n / (|u|^2 + 0.1) */
  learn(n: number, change: number): void {
    const { e, x, rows } = this.layer;
    rows.add(this.w, n, change, e, n * x.length);
  }
}

/**
 * The critics of the authors' early code, linear in what a neuron sees and what it does:
 *
 *     Q^n = th_v.x + th_a a        th <- th + a_w delta_n e / (|x|^2 + a^2 + 0.1)
 *
 * dQ/da is th_a everywhere, whatever the neuron sees: the estimate that docs/local-critic.md shows to fail.
 */
export class OriginalCritics {
  /** th_v row by row, and th_a. */
  readonly thetaV: Float64Array;
  readonly thetaA: Float64Array;
  /** Traces of x, which all neurons share, and of each a. */
  readonly eV: Float64Array;
  readonly eA: Float64Array;

  /** @param initial what every Q^n begins with, by the weight of its 1 */
  constructor(
    private readonly layer: Layer,
    initial = 0,
  ) {
    const row = layer.x.length;
    this.thetaV = new Float64Array(layer.W.length).map((_, i) => (i % row === row - 1 ? initial : 0));
    this.thetaA = new Float64Array(layer.neurons);
    this.eV = new Float64Array(layer.x.length);
    this.eA = new Float64Array(layer.neurons);
  }

  /** Q^n, of any activities. */
  value(n: number, x: Float64Array, a: Float64Array): number {
    return product(this.thetaV, n * x.length, x) + this.thetaA[n] * a[n];
  }

  /** e <- gamma lambda e + (x, a) */
  trace(decay: number): void {
    const { x, a } = this.layer;
    for (let i = 0; i < x.length; i++) this.eV[i] = decay * this.eV[i] + x[i];
    for (let n = 0; n < a.length; n++) this.eA[n] = decay * this.eA[n] + a[n];
  }

  /** @param change a_w delta_n / (|x|^2 + a^2 + 0.1) */
  learn(n: number, change: number): void {
    const { thetaV, thetaA, eV, eA } = this;
    const first = n * eV.length;
    for (let i = 0; i < eV.length; i++) thetaV[first + i] += change * eV[i];
    thetaA[n] += change * eA[n];
  }
}
