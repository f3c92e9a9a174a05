import { type Arrays, pack, unpack } from '../bytes.ts';
import type { ObjectFeatures } from './object-features.ts';

export interface LinearValueOptions {
  actions: number;
  /** gamma lambda. */
  decay: number;
  /** Traces below this count as 0. */
  cut: number;
  /** A group of n features learns n^groupPower times as fast as a single feature. */
  groupPower: number;
}

/**
 * Q(s, a), linear in object features, with replacing eligibility traces. It works in the memory of the features and on
 * those that it last saw; how it is reckoned is said in assembly/traced-weights.ts.
 */
export class LinearValues {
  private readonly features: ObjectFeatures;
  private readonly actions: number;
  /** Number of ages at which a trace still counts. */
  private readonly cohorts: number;

  constructor(features: ObjectFeatures, { actions, decay, cut, groupPower }: LinearValueOptions) {
    const traceByAge: number[] = [];
    for (let trace = 1; trace >= cut && trace > 0 && traceByAge.length < 0xfffe; trace *= decay) traceByAge.push(trace);
    this.features = features;
    this.actions = actions;
    this.cohorts = traceByAge.length;
    const { exports } = features;
    exports.prepareWeights(actions, this.cohorts, groupPower);
    this.floats(exports.traceByAgeAddress(), this.cohorts).set(traceByAge);
  }

  /** Q(s, a) for all a. Call it after each picture. A view that the next call overwrites. */
  find(): Float64Array {
    const { exports } = this.features;
    exports.followGroups();
    exports.findValues();
    return this.floats(exports.valuesAddress(), this.actions);
  }

  /** What a value changes by where its weights change by 1, rates counted. */
  get activeRate(): number {
    return this.features.exports.activeRate();
  }

  /** All traces decay; those of the features that hold, with this action, become 1. Returns Q(s, a) for them. */
  trace(action: number): number {
    return this.features.exports.setTraces(action);
  }

  /** w <- w + change * rate * e */
  add(change: number): void {
    this.features.exports.addToTraced(change);
  }

  /** e <- 0 */
  clearTraces(): void {
    this.features.exports.clearTraces();
  }

  /** What a group adds to Q(s, a) where it holds. */
  valueOf(group: number, action: number): number {
    return this.features.exports.valueOf(group, action);
  }

  /** To be called before `features.save()` or after it; the two belong together. */
  save(): Uint8Array {
    const { exports, size } = this.features;
    const { buffer } = this.features.memory;
    const count = size * this.actions;
    const arrays: Arrays = {
      weights: new Float32Array(buffer, exports.weightsAddress(), count).slice(),
      cohorts: new Uint16Array(buffer, exports.cohortsAddress(), count).slice(),
      due: this.floats(exports.dueAddress(), this.cohorts).slice(),
    };
    const actionsTaken: number[] = [];
    for (let cohort = 0; cohort < this.cohorts; cohort++) {
      const members = exports.memberCount(cohort);
      arrays[`members ${cohort}`] = new Int32Array(buffer, exports.membersAddress(cohort, members), members).slice();
      actionsTaken.push(exports.cohortAction(cohort));
    }
    return pack({ newest: exports.newestCohort(), actionsTaken }, arrays);
  }

  /** To be called after `features.load()`. */
  load(state: Uint8Array): void {
    const { exports } = this.features;
    const { values, arrays } = unpack<{ newest: number; actionsTaken: number[] }>(state);
    exports.rateGroups();
    const count = arrays.weights.length;
    const { memory } = this.features;
    new Float32Array(memory.buffer, exports.weightsAddress(), count).set(arrays.weights);
    new Uint16Array(memory.buffer, exports.cohortsAddress(), count).set(arrays.cohorts);
    this.floats(exports.dueAddress(), this.cohorts).set(arrays.due);
    exports.setNewestCohort(values.newest);
    values.actionsTaken.forEach((action, cohort) => {
      const members = arrays[`members ${cohort}`];
      const address = exports.membersAddress(cohort, members.length);
      // Making room may have moved the memory.
      new Int32Array(this.features.memory.buffer, address, members.length).set(members);
      exports.setCohortAction(cohort, action);
    });
  }

  private floats(address: number, count: number): Float64Array {
    return new Float64Array(this.features.memory.buffer, address, count);
  }
}
