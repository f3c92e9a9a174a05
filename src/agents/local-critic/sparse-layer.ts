import type { ObjectFeatures } from '../../features/object-features.ts';
import type { Missing } from '../blob-attention.ts';

/**
 * Neurons whose inputs are object features, their critics, and V, linear in the same features. Of the many features few hold at
 * once: x is 1 for those (seen without learning, the share of a group that holds), and 0 for all others:
 *
 *     mu = W.x    V = V0 + v.x    worth = w.x        e <- gamma lambda e; where a feature holds:  e_v <- x,  e_w <- xi x
 *
 * A row belongs to a feature: W, a number for each neuron; and v and w (`learned`). All begin as 0.
 *
 * Such a (replacing) trace depends on nothing but when its feature held last and what xi was then. So features that held last
 * at the same step, "a cohort", are due the same changes: kept once for all of them (`due`), and paid to a row when it leaves
 * its cohort, because it holds again or because its trace has fallen below `traceCut`. One step so touches no more rows than
 * hold in it.
 */
export class SparseLayer {
  /** Numbers in a row of `learned`: V's and one for each neuron. */
  private readonly columns: number;
  private readonly traceByAge: Float64Array;
  /** Number of cohorts; also the mark of rows that are in none. */
  private readonly none: number;

  private W = new Float32Array(0);
  private learned = new Float32Array(0);
  private cohortOf = new Uint16Array(0);
  /** Rows there are. */
  private known = 0;
  /** What each cohort's rows are due; the last, of rows in none, stays 0. */
  private readonly due: Float64Array;
  /** What the traces of each cohort began with: 1, and each neuron's xi. */
  private readonly begun: Float64Array;
  private members: Int32Array[];
  private newest = 0;

  /** What holds now: rows and x. */
  private active: Int32Array = new Int32Array(0);
  private x: Float32Array = new Float32Array(0);
  readonly mu: Float64Array;
  /** v.x, then w.x of each neuron. */
  private readonly sums: Float64Array;

  /**
   * @param decay gamma lambda
   * @param initialValue V0
   */
  constructor(
    readonly neurons: number,
    decay: number,
    private readonly initialValue = 0,
  ) {
    this.columns = neurons + 1;
    const traces: number[] = [];
    for (let trace = 1; trace >= traceCut && traces.length < 0xffff; trace *= decay) traces.push(trace);
    this.traceByAge = Float64Array.from(traces);
    this.none = traces.length;
    this.due = new Float64Array((this.none + 1) * this.columns);
    this.begun = new Float64Array(this.none * this.columns);
    this.members = Array.from({ length: this.none }, () => new Int32Array(0));
    this.mu = new Float64Array(neurons);
    this.sums = new Float64Array(this.columns);
  }

  /** Takes what holds in the picture that the features saw last. @param learning whether new features get rows */
  see(features: ObjectFeatures, learning: boolean): void {
    if (learning) {
      this.makeRoom(features.size);
      this.divide(features);
      this.known = features.size;
    }
    this.active = features.active;
    this.x = features.shares;
    this.sum();
  }

  get activeCount(): number {
    return this.active.length;
  }

  /** V of what holds now. */
  get value(): number {
    return this.initialValue + this.sums[0];
  }

  /** w.x of each neuron, of what holds now. A view that the next call overwrites. */
  get worth(): Float64Array {
    return this.sums.subarray(1);
  }

  private sum(): void {
    const { neurons, columns, known, active, x, W, learned, cohortOf, due, mu, sums } = this;
    mu.fill(0);
    sums.fill(0);
    for (let i = 0; i < active.length; i++) {
      const row = active[i];
      if (row >= known) continue;
      const share = x[i];
      for (let at = row * columns, owed = cohortOf[row] * columns, k = 0; k < columns; k++, at++, owed++) {
        sums[k] += share * (learned[at] + due[owed]);
      }
      for (let at = row * neurons, k = 0; k < neurons; k++, at++) mu[k] += share * W[at];
    }
  }

  /**
   * All traces decay; those of what holds become x and xi x. V and `worth` are then as the rows have become since they were seen.
   * @param xi of each neuron
   */
  trace(xi: Float64Array): void {
    const { columns, none, active, learned, cohortOf, due, begun, sums } = this;
    const next = (this.newest + 1) % none;
    this.dissolve(next);
    if (this.members[next].length === active.length) this.members[next].set(active);
    else this.members[next] = active.slice();
    begun[next * columns] = 1;
    begun.set(xi, next * columns + 1);
    sums.fill(0);
    for (let i = 0; i < active.length; i++) {
      const row = active[i];
      for (let at = row * columns, owed = cohortOf[row] * columns, k = 0; k < columns; k++, at++, owed++) {
        learned[at] += due[owed];
        sums[k] += learned[at];
      }
      cohortOf[row] = next;
    }
    this.newest = next;
  }

  /** W <- W + a_t (w - W) where a feature holds. To be called after `trace`. */
  follow(a_t: number): void {
    const { neurons, columns, active, W, learned } = this;
    for (let i = 0; i < active.length; i++) {
      for (let at = active[i] * neurons, from = active[i] * columns + 1, k = 0; k < neurons; k++, at++, from++) {
        W[at] += a_t * (learned[from] - W[at]);
      }
    }
  }

  /** v <- v + changeV e_v; w <- w + changeW e_w */
  learn(changeV: number, changeW: number): void {
    const { columns, none, traceByAge, due, begun, newest } = this;
    for (let age = 0; age < none; age++) {
      const first = ((newest - age + none) % none) * columns;
      const trace = traceByAge[age];
      due[first] += changeV * trace;
      for (let at = first + 1; at < first + columns; at++) due[at] += changeW * trace * begun[at];
    }
  }

  /** e <- 0 */
  forget(): void {
    for (let cohort = 0; cohort < this.none; cohort++) this.dissolve(cohort);
  }

  private dissolve(cohort: number): void {
    const { columns, none, members, learned, cohortOf, due, begun } = this;
    const first = cohort * columns;
    for (const row of members[cohort]) {
      if (cohortOf[row] !== cohort) continue;
      for (let at = row * columns, k = 0; k < columns; k++, at++) learned[at] += due[first + k];
      cohortOf[row] = none;
    }
    members[cohort] = members[cohort].subarray(0, 0);
    due.fill(0, first, first + columns);
    begun.fill(0, first, first + columns);
  }

  /** A part of a group of features has a row of its own now: what the whole said is shared out by their numbers. */
  private divide(features: ObjectFeatures): void {
    const { divided, sizes } = features;
    const { neurons, columns, W, learned, cohortOf, due } = this;
    for (let i = 0; i < divided.length; i += 2) {
      const [from, to] = [divided[i], divided[i + 1]];
      const share = sizes[to] / (sizes[to] + sizes[from]);
      const cohort = cohortOf[from];
      for (let k = 0; k < columns; k++) {
        const [source, target, owed] = [from * columns + k, to * columns + k, due[cohort * columns + k]];
        const whole = learned[source] + owed;
        learned[source] = (1 - share) * whole - owed;
        learned[target] = share * whole - owed;
      }
      for (let k = 0; k < neurons; k++) {
        const [source, target] = [from * neurons + k, to * neurons + k];
        W[target] = share * W[source];
        W[source] -= W[target];
      }
      cohortOf[to] = cohort;
      if (cohort !== this.none) {
        const grown = new Int32Array(this.members[cohort].length + 1);
        grown.set(this.members[cohort]);
        grown[grown.length - 1] = to;
        this.members[cohort] = grown;
      }
    }
  }

  /** mu, if parts of what holds were missing. Changes nothing. */
  without(missing: Missing): Float64Array {
    const { neurons, known, active, W, mu } = this;
    const left = mu.slice();
    for (const [place, part] of missing) {
      const row = active[place];
      if (row >= known) continue;
      for (let k = 0, at = row * neurons; k < neurons; k++, at++) left[k] -= W[at] * part;
    }
    return left;
  }

  /** A row as it is, nothing being due: W, v and w. */
  rowOf(row: number): { W: number[]; v: number; w: number[] } {
    const { neurons, columns, W, learned, cohortOf, due } = this;
    const [v, ...w] = Array.from(
      { length: columns },
      (_, k) => learned[row * columns + k] + due[cohortOf[row] * columns + k],
    );
    return { W: Array.from(W.subarray(row * neurons, (row + 1) * neurons)), v, w };
  }

  private makeRoom(rows: number): void {
    const before = this.cohortOf.length;
    if (rows <= before) return;
    const room = Math.max(rows, 2 * before, 1024);
    const larger = (array: Float32Array, width: number): Float32Array<ArrayBuffer> => {
      const grown = new Float32Array(room * width);
      grown.set(array);
      return grown;
    };
    this.W = larger(this.W, this.neurons);
    this.learned = larger(this.learned, this.columns);
    const cohortOf = new Uint16Array(room).fill(this.none);
    cohortOf.set(this.cohortOf);
    this.cohortOf = cohortOf;
  }

  save(): { values: SparseLayerValues; arrays: SparseLayerArrays } {
    const { neurons, columns, known, newest, members, due, begun } = this;
    return {
      values: { newest, members: members.map(rows => rows.length) },
      arrays: {
        W: this.W.slice(0, known * neurons),
        learned: this.learned.slice(0, known * columns),
        cohortOf: this.cohortOf.slice(0, known),
        memberRows: Int32Array.from(members.flatMap(rows => Array.from(rows))),
        ...{ due, begun },
      },
    };
  }

  /** Only into a layer that has seen nothing, with the same options. */
  load(
    { newest, members }: SparseLayerValues,
    { W, learned, cohortOf, memberRows, due, begun }: SparseLayerArrays,
  ): void {
    this.known = cohortOf.length;
    this.makeRoom(this.known);
    this.W.set(W);
    this.learned.set(learned);
    this.cohortOf.set(cohortOf);
    this.due.set(due);
    this.begun.set(begun);
    this.newest = newest;
    let first = 0;
    this.members = members.map(count => {
      first += count;
      return memberRows.slice(first - count, first);
    });
  }
}

/** Traces below this count as 0. */
const traceCut = 0.01;

interface SparseLayerValues {
  newest: number;
  /** How many rows each cohort has. */
  members: number[];
}

interface SparseLayerArrays {
  W: Float32Array;
  learned: Float32Array;
  cohortOf: Uint16Array;
  memberRows: Int32Array;
  due: Float64Array;
  begun: Float64Array;
}
