/**
 * The weights of a linear Q(s, a) = sum of w[i, a] over the active groups i, with replacing eligibility traces
 * (Singh & Sutton 1996). The update they serve is, at every step,
 *
 *     e <- gamma lambda e, below a cut: 0;   e[i, a] <- 1 for the groups i active with the action a taken;
 *     w[i] <- w[i] + change * rate[i] * e[i]
 *
 * Written out, that touches every trace above the cut: dozens of steps' worth of groups. But a replacing trace depends
 * on nothing but the time since it was set to 1. So all traces set at the same step ("a cohort") are due the same sum of
 * changes, and it is enough to keep that one number for each cohort, `due`, and in which cohort each weight is. A weight
 * gets what it is due, times its rate, when it leaves its cohort, because it is set anew or because the cohort's trace
 * has fallen below the cut. Until then the value of group i for action a is w[i, a] + rate[i] * due[cohort of (i, a)].
 * One step so costs no more than the groups active in it, and the result is the same.
 */
import { activeCount, activeGroup, dividedAt, dividedCount, groupCount, picturesSeen, shareOf, sizeOf } from './groups';
import { allocate, List } from './memory';

let actions: i32 = 0;
/** Number of cohorts; also the mark of weights that are in none, whose `due` stays 0. */
let none: i32 = 0;
/** The cohort set last. */
let newest: i32 = 0;
/** f32 w[i, a] at i * actions + a, but for what is still due. */
let weights: usize = 0;
/** u16 cohort of (i, a). */
let cohorts: usize = 0;
/** f32 step size of each group, beside the one that all share. */
let rates: usize = 0;
/** Groups that there is room for, and groups that have rates. */
let room: i32 = 0;
let rated: i32 = 0;
/** f64 change that the members of each cohort are still due. */
let due: usize = 0;
/** f64 e of a cohort by age. */
let traceByAge: usize = 0;
/** Groups of each cohort as it was set (a List each), and the action. */
let members: usize = 0;
let actionOf: usize = 0;
let values: usize = 0;
/** A group of n features learns n^power times as fast as a single feature. */
let power: f64 = 1;
/** The last picture whose groups were followed. */
let followed: u32 = 0;

/** `cohortCount` values are then to be written to `traceByAgeAddress`. */
export function prepareWeights(actionCount: i32, cohortCount: i32, groupPower: f64): void {
  actions = actionCount;
  none = cohortCount;
  power = groupPower;
  due = allocate(<usize>(none + 1) << 3);
  traceByAge = allocate(<usize>none << 3);
  members = allocate(<usize>none << 2);
  actionOf = allocate(<usize>none << 2);
  for (let i: i32 = 0; i < none; i++) store<u32>(members + (<usize>i << 2), <u32>changetype<usize>(List.make(64)));
  values = allocate(<usize>actions << 3);
  growWeights(1024);
}

export function traceByAgeAddress(): usize {
  return traceByAge;
}

export function valuesAddress(): usize {
  return values;
}

export function weightsAddress(): usize {
  return weights;
}

export function cohortsAddress(): usize {
  return cohorts;
}

export function dueAddress(): usize {
  return due;
}

export function newestCohort(): i32 {
  return newest;
}

export function setNewestCohort(cohort: i32): void {
  newest = cohort;
}

@inline
function membersOf(cohort: i32): List {
  return changetype<List>(<usize>load<u32>(members + (<usize>cohort << 2)));
}

export function memberCount(cohort: i32): i32 {
  return membersOf(cohort).length;
}

/** Where the members of a cohort lie; makes room for `count`. */
export function membersAddress(cohort: i32, count: i32): usize {
  const list = membersOf(cohort);
  list.reserve(count);
  list.length = count;
  return list.address;
}

export function cohortAction(cohort: i32): i32 {
  return load<i32>(actionOf + (<usize>cohort << 2));
}

export function setCohortAction(cohort: i32, action: i32): void {
  store<i32>(actionOf + (<usize>cohort << 2), action);
}

/** Makes room for so many groups; new weights are 0 and in no cohort. */
export function growWeights(groups: i32): void {
  if (groups <= room) return;
  const larger = max(groups, 2 * room);
  const count = <usize>(larger * actions);
  const before = <usize>(room * actions);
  const newWeights = allocate(count << 2);
  const newCohorts = allocate(count << 1);
  const newRates = allocate(<usize>larger << 2);
  if (room > 0) {
    memory.copy(newWeights, weights, before << 2);
    memory.copy(newCohorts, cohorts, before << 1);
    memory.copy(newRates, rates, <usize>room << 2);
  }
  for (let i = before; i < count; i++) store<u16>(newCohorts + (i << 1), <u16>none);
  weights = newWeights;
  cohorts = newCohorts;
  rates = newRates;
  room = larger;
}

/** Rates of all groups that have none. */
export function rateGroups(): void {
  growWeights(groupCount());
  for (; rated < groupCount(); rated++) setRate(rated);
}

@inline
function setRate(group: i32): void {
  const size = <f64>sizeOf(group);
  store<f32>(rates + (<usize>group << 2), <f32>(power === 1 ? size : power === 0 ? 1 : Math.pow(size, power)));
}

@inline
function rateOf(group: i32): f64 {
  return <f64>load<f32>(rates + (<usize>group << 2));
}

@inline
function dueOf(cohort: i32): f64 {
  return load<f64>(due + (<usize>cohort << 3));
}

/**
 * Follows the groups as they came and were divided with the last picture. A part takes its share of the value, the
 * traces go on in both, and every value stays what it was.
 */
export function followGroups(): void {
  if (followed === picturesSeen()) return;
  followed = picturesSeen();
  growWeights(groupCount());
  for (let i: i32 = 0; i < dividedCount(); i++) {
    const from = dividedAt(2 * i);
    const to = dividedAt(2 * i + 1);
    const share = <f64>sizeOf(to) / <f64>(sizeOf(to) + sizeOf(from));
    const rate = rateOf(from);
    setRate(from);
    setRate(to);
    for (let a: i32 = 0; a < actions; a++) {
      const source = <usize>(from * actions + a);
      const target = <usize>(to * actions + a);
      const cohort = <i32>load<u16>(cohorts + (source << 1));
      const owed = dueOf(cohort);
      const whole = <f64>load<f32>(weights + (source << 2)) + rate * owed;
      store<f32>(weights + (source << 2), <f32>((1 - share) * whole - rateOf(from) * owed));
      store<f32>(weights + (target << 2), <f32>(share * whole - rateOf(to) * owed));
      store<u16>(cohorts + (target << 1), <u16>cohort);
      if (cohort !== none) membersOf(cohort).push(to);
    }
  }
  rateGroups();
}

/** Sum of the active groups' rates: what a change of 1 changes the value by. */
export function activeRate(): f64 {
  let sum: f64 = 0;
  for (let i: i32 = 0; i < activeCount(); i++) sum += rateOf(activeGroup(i));
  return sum;
}

/** Q(s, a) of the active groups for all actions, to `valuesAddress`. */
export function findValues(): void {
  memory.fill(values, 0, <usize>actions << 3);
  const count = activeCount();
  for (let i: i32 = 0; i < count; i++) {
    const group = activeGroup(i);
    const rate = rateOf(group);
    const share = <f64>shareOf(i);
    const first = <usize>(group * actions);
    for (let a: i32 = 0; a < actions; a++) {
      const at = first + <usize>a;
      const owed = dueOf(<i32>load<u16>(cohorts + (at << 1)));
      const place = values + (<usize>a << 3);
      store<f64>(place, load<f64>(place) + share * (<f64>load<f32>(weights + (at << 2)) + rate * owed));
    }
  }
}

/** What a group adds to Q(s, a) when it is active. */
export function valueOf(group: i32, action: i32): f64 {
  const at = <usize>(group * actions + action);
  return <f64>load<f32>(weights + (at << 2)) + rateOf(group) * dueOf(<i32>load<u16>(cohorts + (at << 1)));
}

/**
 * All traces decay by gamma lambda; those of the active groups with this action become 1.
 * Returns Q(s, a) for them, which falls out on the way.
 */
export function setTraces(action: i32): f64 {
  const next = (newest + 1) % none;
  // Its members are one step older than the oldest trace that counts.
  dissolve(next);
  const list = membersOf(next);
  const count = activeCount();
  list.reserve(count);
  list.length = count;
  setCohortAction(next, action);
  let value: f64 = 0;
  for (let i: i32 = 0; i < count; i++) {
    const group = activeGroup(i);
    list.put(i, group);
    const at = <usize>(group * actions + action);
    const place = weights + (at << 2);
    const cohort = cohorts + (at << 1);
    const weight = <f32>(<f64>load<f32>(place) + rateOf(group) * dueOf(<i32>load<u16>(cohort)));
    store<f32>(place, weight);
    store<u16>(cohort, <u16>next);
    value += <f64>weight;
  }
  newest = next;
  return value;
}

/** w <- w + change * rate * e */
export function addToTraced(change: f64): void {
  for (let age: i32 = 0; age < none; age++) {
    const place = due + (<usize>((newest - age + none) % none) << 3);
    store<f64>(place, load<f64>(place) + change * load<f64>(traceByAge + (<usize>age << 3)));
  }
}

/** e <- 0 */
export function clearTraces(): void {
  for (let cohort: i32 = 0; cohort < none; cohort++) dissolve(cohort);
}

/** Members that were not set anew since get what they are due, and their traces become 0. */
function dissolve(cohort: i32): void {
  const list = membersOf(cohort);
  const owed = dueOf(cohort);
  const action = cohortAction(cohort);
  for (let i: i32 = 0; i < list.length; i++) {
    const group = <i32>list.at(i);
    const at = <usize>(group * actions + action);
    const mark = cohorts + (at << 1);
    if (<i32>load<u16>(mark) !== cohort) continue;
    const place = weights + (at << 2);
    store<f32>(place, <f32>(<f64>load<f32>(place) + rateOf(group) * owed));
    store<u16>(mark, <u16>none);
  }
  list.length = 0;
  store<f64>(due + (<usize>cohort << 3), 0);
}
