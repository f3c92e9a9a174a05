import type { ObjectFeatures } from '../../features/object-features.ts';
import type { Random } from '../../random.ts';
import type { Missing } from '../blob-attention.ts';
import type { LayerOptions } from './layer.ts';

/**
 * A layer like that of `layer.ts` whose inputs are object features, and V beside it, linear in the same features. Of the
 * many features few hold at once: x is 1 / sqrt(their number) for those, and 1 for the bias:
 *
 *     z = W.x    mu = f(z)    a = mu + sigma xi        e_w <- gamma lambda e_w + xi f'(z) x        W <- W + a_t delta e_w / rms_n
 *     V = V0 + v.x                                     e_v <- gamma lambda e_v + x                 v <- v + a_v delta e_v / |x|^2
 *
 * Row 0 belongs to the bias and row i + 1 to feature i, a number for each neuron; new rows are drawn when a feature is first
 * seen.
 *
 * Written out, that touches every row whose trace counts, at every step. But all traces decay alike, and what a neuron's
 * weights move by differs by their traces only. So a trace is kept as e / s, with s = the decay since traces were last
 * looked through, and what is due to each neuron as one number, C = the sum of its changes, each times the s of its step:
 *
 *     e = s e'        W = W' + C e'        where a trace grows by d:  e' += d / s  and  W' -= C d / s
 *
 * One step so touches no more rows than hold in it. When s has become small all traces are looked through: W' becomes W, e'
 * becomes e, and traces below `traceCut` of what they began with are dropped.
 */
export class SparseLayer {
  readonly neurons: number;
  /** W', e', and the same of V. */
  W: Float32Array;
  e: Float32Array;
  v: Float32Array;
  eV: Float32Array;
  /** C of each neuron, and of V; and s. */
  readonly due: Float64Array;
  private dueV = 0;
  private scale = 1;
  /** |e_w|^2 of each neuron. */
  readonly ee: Float64Array;
  readonly mu: Float64Array;
  readonly slope: Float64Array;
  readonly xi: Float64Array;
  readonly a: Float64Array;
  /** Running mean of |delta e_w|^2 of each neuron: the number of features that hold says nothing about how far to go. */
  readonly meanSquare: Float64Array;
  steps = 0;
  /** Rows there are. */
  known = 0;
  /** Rows with traces, and the step at which each row last held; -1: it has no trace. */
  traced: number[] = [];
  heldAt: Int32Array;
  /** What holds now: rows and x. */
  private active: number[] = [];
  private x: number[] = [];

  /** @param initialValue V0 */
  constructor(
    private readonly options: LayerOptions,
    private readonly initialValue = 0,
  ) {
    const { neurons } = options;
    this.neurons = neurons;
    [this.mu, this.slope, this.xi, this.a, this.meanSquare, this.due, this.ee] = Array.from(
      { length: 7 },
      () => new Float64Array(neurons),
    );
    [this.W, this.e, this.v, this.eV] = [neurons, neurons, 1, 1].map(width => new Float32Array(1024 * width));
    this.heldAt = new Int32Array(1024).fill(-1);
  }

  /** Takes what holds in the picture that the features saw last. @param random for rows of new features; absent: there are none */
  see(features: ObjectFeatures, random: Random | undefined): void {
    const { active, shares } = features;
    if (random) {
      this.makeRoom(features.size + 1);
      const first = this.known;
      this.draw(features.size + 1, random);
      this.divide(features, first);
    }
    const loudness = loudnessOf(active.length);
    this.active = [0];
    this.x = [1];
    for (let i = 0; i < active.length; i++) {
      if (active[i] + 1 >= this.known) continue;
      this.active.push(active[i] + 1);
      this.x.push(loudness * shares[i]);
    }
  }

  /**
   * What the neurons would do without noise, if parts of what holds were missing. Changes nothing.
   * @param features as `see` got them last
   * @param z what `sums` gives now
   */
  peek({ active }: ObjectFeatures, z: Float64Array, missing: Missing): Float64Array {
    const { neurons, known, W, e, due } = this;
    const left = z.slice();
    const loudness = loudnessOf(active.length);
    for (const [place, part] of missing) {
      const row = active[place] + 1;
      if (row >= known) continue;
      for (let n = 0, at = row * neurons; n < neurons; n++, at++) left[n] -= (W[at] + due[n] * e[at]) * loudness * part;
    }
    return this.options.activation === 'tanh' ? left.map(Math.tanh) : left;
  }

  /** z = W.x, newly made. */
  sums(): Float64Array {
    const z = new Float64Array(this.neurons);
    this.sum(z);
    return z;
  }

  private sum(z: Float64Array): void {
    const { neurons, W, e, due, active, x } = this;
    z.fill(0);
    for (let i = 0; i < active.length; i++) {
      for (let n = 0, at = active[i] * neurons; n < neurons; n++, at++) z[n] += x[i] * (W[at] + due[n] * e[at]);
    }
  }

  /** V */
  value(): number {
    const { active, x, v, eV, dueV } = this;
    let sum = this.initialValue;
    for (let i = 0; i < active.length; i++) sum += x[i] * (v[active[i]] + dueV * eV[active[i]]);
    return sum;
  }

  /** @param random absent: without noise @returns a: a view that the next call overwrites */
  forward(random: Random | undefined): Float64Array {
    const { neurons, mu, slope, xi, a } = this;
    const { activation, sigma } = this.options;
    this.sum(mu);
    for (let n = 0; n < neurons; n++) {
      if (activation === 'tanh') mu[n] = Math.tanh(mu[n]);
      slope[n] = activation === 'tanh' ? 1 - mu[n] * mu[n] : 1;
      xi[n] = random && sigma > 0 ? random.normal() : 0;
      a[n] = mu[n] + sigma * xi[n];
    }
    return a;
  }

  /** e <- decay e + what holds now. @param decay gamma lambda */
  trace(decay: number): void {
    const { neurons, W, e, v, eV, due, ee, heldAt, active, x, xi, slope } = this;
    this.steps++;
    this.scale *= decay;
    for (let n = 0; n < neurons; n++) ee[n] *= decay * decay;
    if (this.scale < smallestScale) this.lookThrough(decay);
    const { scale } = this;
    for (let i = 0; i < active.length; i++) {
      const row = active[i];
      if (heldAt[row] < 0) this.traced.push(row);
      heldAt[row] = this.steps;
      const own = x[i] / scale;
      eV[row] += own;
      v[row] -= this.dueV * own;
      for (let n = 0, at = row * neurons; n < neurons; n++, at++) {
        const grown = xi[n] * slope[n] * own;
        ee[n] += scale * scale * grown * (2 * e[at] + grown);
        e[at] += grown;
        W[at] -= due[n] * grown;
      }
    }
  }

  /** Gives every row what it is due, writes s into the traces, and drops those that count no more. */
  private lookThrough(decay: number): void {
    const { neurons, W, e, v, eV, due, dueV, ee, heldAt, scale, steps } = this;
    const longest = decay > 0 ? Math.log(traceCut) / Math.log(decay) : -1;
    ee.fill(0);
    this.traced = this.traced.filter(row => {
      const isKept = steps - heldAt[row] <= longest;
      const keep = isKept ? scale : 0;
      if (!isKept) heldAt[row] = -1;
      v[row] += dueV * eV[row];
      eV[row] *= keep;
      for (let n = 0, at = row * neurons; n < neurons; n++, at++) {
        W[at] += due[n] * e[at];
        e[at] *= keep;
        ee[n] += e[at] * e[at];
      }
      return isKept;
    });
    due.fill(0);
    this.dueV = 0;
    this.scale = 1;
  }

  /** W of a row, as it is: a number for each neuron. */
  weightsOf(row: number): Float64Array {
    const { neurons, W, e, due } = this;
    return due.map((owed, n) => W[row * neurons + n] + owed * e[row * neurons + n]);
  }

  /** e_w of a row. */
  tracesOf(row: number): Float64Array {
    return this.due.map((_, n) => this.scale * this.e[row * this.neurons + n]);
  }

  /** e <- 0 */
  forget(): void {
    this.lookThrough(0);
  }

  /** v <- v + change e_v. @param change a_v delta / |x|^2 */
  learnValue(change: number): void {
    this.dueV += change * this.scale;
  }

  /** |x|^2 */
  get xx(): number {
    return this.x.reduce((sum, x) => sum + x * x, 0);
  }

  /** W <- W + a_t delta e_w / rms_n, all neurons. */
  improve(a_t: number, delta: number): void {
    const { neurons, ee, due, meanSquare, scale } = this;
    const share = 1 / Math.min(this.steps, memory);
    for (let n = 0; n < neurons; n++) {
      meanSquare[n] += share * (delta * delta * ee[n] - meanSquare[n]);
      if (meanSquare[n] > 0) due[n] += (scale * a_t * delta) / Math.sqrt(meanSquare[n]);
    }
  }

  /** Rows that there are not yet, up to `rows`. */
  private draw(rows: number, random: Random): void {
    const { neurons, W } = this;
    const { weights, biases } = this.options.initial;
    for (; this.known < rows; this.known++) {
      const deviation = this.known === 0 ? biases : weights;
      for (let n = 0, at = this.known * neurons; n < neurons; n++, at++) W[at] = deviation * random.normal();
    }
  }

  /** A part of a group of features has a row of its own now: what the whole said is shared out by their numbers. */
  private divide(features: ObjectFeatures, firstNew: number): void {
    const { divided, sizes } = features;
    const { neurons, W, e, v, eV, due, dueV, ee, scale, heldAt } = this;
    for (let i = 0; i < divided.length; i += 2) {
      const [from, to] = [divided[i] + 1, divided[i + 1] + 1];
      // Both are new: what was drawn for them will do.
      if (from >= firstNew) continue;
      const share = sizes[to - 1] / (sizes[to - 1] + sizes[from - 1]);
      for (let n = 0; n < neurons; n++) {
        const [source, target] = [from * neurons + n, to * neurons + n];
        const owed = due[n] * e[source];
        const whole = W[source] + owed;
        e[target] = e[source];
        ee[n] += (scale * e[target]) ** 2;
        W[target] = share * whole - owed;
        W[source] = (1 - share) * whole - owed;
      }
      const owed = dueV * eV[from];
      const whole = v[from] + owed;
      eV[to] = eV[from];
      v[to] = share * whole - owed;
      v[from] = (1 - share) * whole - owed;
      if (heldAt[from] >= 0) this.traced.push(to);
      heldAt[to] = heldAt[from];
    }
  }

  private makeRoom(rows: number): void {
    const before = this.heldAt.length;
    if (rows <= before) return;
    const room = Math.max(rows, 2 * before);
    const larger = (array: Float32Array, width: number): Float32Array => {
      const grown = new Float32Array(room * width);
      grown.set(array);
      return grown;
    };
    [this.W, this.e] = [larger(this.W, this.neurons), larger(this.e, this.neurons)];
    [this.v, this.eV] = [larger(this.v, 1), larger(this.eV, 1)];
    const heldAt = new Int32Array(room).fill(-1);
    heldAt.set(this.heldAt);
    this.heldAt = heldAt;
  }

  save(): Record<string, Float32Array | Float64Array | Int32Array> {
    const { neurons, known, W, e, v, eV, heldAt, traced, mu, slope, xi, a, meanSquare, due, ee, dueV, scale } = this;
    return {
      ...{
        W: W.slice(0, known * neurons),
        e: e.slice(0, known * neurons),
        v: v.slice(0, known),
        eV: eV.slice(0, known),
      },
      ...{ heldAt: heldAt.slice(0, known), traced: Int32Array.from(traced), mu, slope, xi, a, meanSquare, due, ee },
      shared: Float64Array.of(dueV, scale),
    };
  }

  /** Only into a layer that has seen nothing. @throws RangeError where it has another number of neurons */
  load(saved: ReturnType<SparseLayer['save']>, steps: number): void {
    if (saved.mu?.length !== this.neurons) throw new RangeError('the agent has other layers');
    this.makeRoom(saved.v.length);
    for (const name of ['W', 'e', 'v', 'eV', 'heldAt', 'mu', 'slope', 'xi', 'a', 'meanSquare', 'due', 'ee'] as const) {
      this[name].set(saved[name]);
    }
    this.known = saved.v.length;
    this.traced = [...saved.traced];
    [this.dueV, this.scale] = saved.shared;
    this.steps = steps;
  }
}

/** However many features hold, x is as long. */
function loudnessOf(active: number): number {
  return 1 / Math.sqrt(Math.max(1, active));
}

const traceCut = 0.01;
/** Traces are looked through when s falls below this; single precision could do with a thousandth. */
const smallestScale = 1 / 64;
/** Steps over which rms_n is taken. */
const memory = 1000;
