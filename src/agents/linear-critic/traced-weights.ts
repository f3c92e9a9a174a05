/**
 * The weights of a linear Q(s, a) = sum of w[i, a] over the active features i, with replacing eligibility traces
 * (Singh & Sutton 1996). The update they serve is, at every step,
 *
 *     e <- gamma lambda e, below `cut`: 0;   e[i, a] <- 1 for the features i active with the action a taken;
 *     w <- w + change * e
 *
 * Written out, that touches every trace above `cut`: dozens of steps' worth of features. But a replacing trace depends
 * on nothing but the time since it was set to 1. So all traces set at the same step ("a cohort") are due the same sum of
 * changes, and it is enough to keep that one number for each cohort, `due`, and in which cohort each weight is. A weight
 * gets what it is due when it leaves its cohort, because it is set anew or because the cohort's trace has fallen below
 * `cut`. Until then the value of feature i for action a is w[i, a] + due[cohort of (i, a)]. One step so costs no more than
 * the features active in it, and the result is the same.
 */
import { type Arrays, pack, unpack } from '../../bytes.ts';

export class TracedWeights {
  /** w[i, a] at i * actions + a, but for what is still due. */
  private weights: Float32Array;
  /** Cohort of (i, a), `none` where its trace is 0. */
  private cohortOf: Uint16Array;
  /** Change that the members of each cohort are still due; due[none] stays 0. */
  private readonly due: Float64Array;
  /** Features and action of each cohort, as it was when it was set. */
  private readonly members: { features: Int32Array; action: number }[];
  /** e of a cohort by age: (gamma lambda)^age as long as that is not below `cut`. */
  private readonly traceByAge: number[] = [];
  private readonly none: number;
  /** The cohort set last. */
  private newest = 0;

  /** @param decay gamma lambda */
  constructor(
    private readonly actions: number,
    decay: number,
    cut: number,
  ) {
    for (let trace = 1; trace >= cut && trace > 0 && this.traceByAge.length < 0xfffe; trace *= decay) {
      this.traceByAge.push(trace);
    }
    this.none = this.traceByAge.length;
    this.due = new Float64Array(this.none + 1);
    this.members = this.traceByAge.map(() => ({ features: new Int32Array(0), action: 0 }));
    this.weights = new Float32Array(1024 * actions);
    this.cohortOf = new Uint16Array(1024 * actions).fill(this.none);
  }

  /** Makes room for features 0..count-1; new weights are 0. */
  grow(count: number): void {
    const needed = count * this.actions;
    if (needed <= this.weights.length) return;
    const weights = new Float32Array(Math.max(needed, 2 * this.weights.length));
    weights.set(this.weights);
    const cohortOf = new Uint16Array(weights.length).fill(this.none);
    cohortOf.set(this.cohortOf);
    this.weights = weights;
    this.cohortOf = cohortOf;
  }

  /** Q(s, a) for all actions, written to `values`. */
  values(features: Int32Array, values: Float64Array): void {
    const { actions, weights, cohortOf, due } = this;
    values.fill(0);
    for (let i = 0; i < features.length; i++) {
      const first = features[i] * actions;
      for (let a = 0; a < actions; a++) values[a] += weights[first + a] + due[cohortOf[first + a]];
    }
  }

  /**
   * All traces decay by gamma lambda; those of the active features with the action taken become 1.
   * Returns Q(s, a) for them, which falls out on the way.
   * @param features kept: not to be changed afterwards
   */
  trace(features: Int32Array, action: number): number {
    const { actions, weights, cohortOf, due } = this;
    const next = (this.newest + 1) % this.none;
    // Its members are one step older than the oldest trace that counts.
    this.dissolve(next);
    let value = 0;
    for (let i = 0; i < features.length; i++) {
      const at = features[i] * actions + action;
      weights[at] += due[cohortOf[at]];
      cohortOf[at] = next;
      value += weights[at];
    }
    this.members[next] = { features, action };
    this.newest = next;
    return value;
  }

  /** w <- w + change * e */
  add(change: number): void {
    const { due, none, newest, traceByAge } = this;
    for (let age = 0; age < none; age++) due[(newest - age + none) % none] += change * traceByAge[age];
  }

  /** e <- 0 */
  clearTraces(): void {
    for (let cohort = 0; cohort < this.none; cohort++) this.dissolve(cohort);
  }

  /** Members that were not set anew since get what they are due, and their traces become 0. */
  private dissolve(cohort: number): void {
    const { actions, weights, cohortOf, due, none } = this;
    const { features, action } = this.members[cohort];
    for (let i = 0; i < features.length; i++) {
      const at = features[i] * actions + action;
      if (cohortOf[at] !== cohort) continue;
      weights[at] += due[cohort];
      cohortOf[at] = none;
    }
    due[cohort] = 0;
    this.members[cohort].features = new Int32Array(0);
  }

  /** @param features how many there are */
  save(features: number): Uint8Array {
    const used = features * this.actions;
    const arrays: Arrays = {
      weights: this.weights.subarray(0, used),
      cohortOf: this.cohortOf.subarray(0, used),
      due: this.due,
    };
    this.members.forEach(({ features }, cohort) => {
      arrays[`members ${cohort}`] = features;
    });
    return pack({ newest: this.newest, actionsTaken: this.members.map(({ action }) => action) }, arrays);
  }

  load(state: Uint8Array): void {
    const { values, arrays } = unpack<{ newest: number; actionsTaken: number[] }>(state);
    this.grow(arrays.weights.length / this.actions);
    this.weights.fill(0).set(arrays.weights);
    this.cohortOf.fill(this.none).set(arrays.cohortOf);
    this.due.set(arrays.due);
    this.newest = values.newest;
    values.actionsTaken.forEach((action, cohort) => {
      this.members[cohort] = { features: arrays[`members ${cohort}`] as Int32Array, action };
    });
  }
}
