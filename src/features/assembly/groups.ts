/**
 * Groups of features that have always held together. Liang et al. (2016, section 6) give such features one weight: most
 * of the millions of possible features never occur, and of those that do many never occur alone. All features that are
 * new in a picture form a group; when only a part of a group holds, that part becomes a group of its own.
 */
import { allocate, List } from './memory';
import { biasKey, keys } from './offsets';

/** Keys are looked up in pages of 16, that are made when first needed. */
const pageBits: i32 = 4;

/** Address of each page, 0 where there is none. Grows with the keys. */
let pages: List = changetype<List>(0);
/** Number of features in each group. */
let sizes: List = changetype<List>(0);
/** How many of each group's features hold in the picture at hand; 0 between calls. */
let held: List = changetype<List>(0);
/** The new group of those that hold, + 1; 0 between calls. */
let splitTo: List = changetype<List>(0);
/** Group of each key in `keys`, + 1; 0: unknown. */
let groupOfKey: List = changetype<List>(0);

/** Active groups, and the share of their features that holds (float32; always 1 while learning). */
let active: List = changetype<List>(0);
let shares: List = changetype<List>(0);
/** Groups that were divided by the last picture: pairs of the old group and the new one. */
let divided: List = changetype<List>(0);
let known: i32 = 0;
/** Counts pictures seen. */
let pictures: u32 = 0;

export function prepareGroups(): void {
  const needed = <i32>(biasKey() >> pageBits) + 1;
  pages = List.make(needed);
  pages.length = needed;
  sizes = List.make(1024);
  held = List.make(1024);
  splitTo = List.make(1024);
  groupOfKey = List.make(4096);
  active = List.make(4096);
  shares = List.make(4096);
  divided = List.make(256);
}

export function picturesSeen(): u32 {
  return pictures;
}

/** Number of groups. */
export function groupCount(): i32 {
  return sizes.length;
}

/** Number of features that ever held. */
export function knownFeatures(): i32 {
  return known;
}

@inline
export function sizeOf(group: i32): i32 {
  return <i32>sizes.at(group);
}

@inline
export function activeGroup(i: i32): i32 {
  return <i32>active.at(i);
}

@inline
export function shareOf(i: i32): f32 {
  return load<f32>(shares.address + (<usize>i << 2));
}

export function activeCount(): i32 {
  return active.length;
}

/** Makes so many groups active, which are then to be written to both addresses. */
export function setActive(count: i32): void {
  active.reserve(count);
  shares.reserve(count);
  active.length = count;
}

export function activeAddress(): usize {
  return active.address;
}

export function sharesAddress(): usize {
  return shares.address;
}

export function dividedCount(): i32 {
  return divided.length >> 1;
}

export function dividedAddress(): usize {
  return divided.address;
}

export function dividedAt(i: i32): i32 {
  return <i32>divided.at(i);
}

export function sizesAddress(): usize {
  return sizes.address;
}

/** Group of a key, or -1. */
export function groupOf(key: u32): i32 {
  const number = <i32>(key >> pageBits);
  const page = number < pages.length ? pages.at(number) : 0;
  return page === 0 ? -1 : <i32>load<u32>(<usize>page + ((<usize>key & 15) << 2)) - 1;
}

function setGroup(key: u32, group: i32): void {
  const number = <i32>(key >> pageBits);
  if (number >= pages.length) {
    pages.reserve(number + 1);
    pages.length = pages.capacity;
  }
  if (pages.at(number) === 0) pages.put(number, <u32>allocate(64));
  store<u32>(<usize>pages.at(number) + ((<usize>key & 15) << 2), group + 1);
}

function makeGroup(size: i32): i32 {
  sizes.push(size);
  held.push(0);
  splitTo.push(0);
  return sizes.length - 1;
}

/** Lists the groups of the features in `keys`. Where it may learn, groups are made and divided. */
export function findGroups(learning: bool): void {
  const count = keys.length;
  pictures++;
  active.length = 0;
  divided.length = 0;
  active.reserve(count + 1);
  groupOfKey.reserve(count);
  let unknown: i32 = 0;
  for (let i: i32 = 0; i < count; i++) {
    const group = groupOf(keys.at(i));
    groupOfKey.put(i, group);
    if (group < 0) {
      unknown++;
      continue;
    }
    const before = held.at(group);
    held.put(group, before + 1);
    if (before === 0) active.push(group);
  }
  const met = active.length;
  shares.reserve(met + 1);
  if (learning) divide(met, count);
  for (let i: i32 = 0; i < met; i++) {
    const group = active.at(i);
    store<f32>(shares.address + (<usize>i << 2), learning ? 1 : <f32>held.at(group) / <f32>sizes.at(group));
    held.put(group, 0);
  }
  if (unknown > 0 && learning) {
    const group = makeGroup(unknown);
    for (let i: i32 = 0; i < count; i++) if (<i32>groupOfKey.at(i) < 0) setGroup(keys.at(i), group);
    active.push(group);
    store<f32>(shares.address + (<usize>met << 2), 1);
    known += unknown;
  }
}

/** Parts of groups become groups: their features move, and they take their groups' places in `active`. */
function divide(met: i32, count: i32): void {
  for (let i: i32 = 0; i < met; i++) {
    const group = active.at(i);
    const part = held.at(group);
    if (part === sizes.at(group)) continue;
    const made = makeGroup(part);
    sizes.put(group, sizes.at(group) - part);
    splitTo.put(group, made + 1);
    divided.push(group);
    divided.push(made);
    held.put(group, 0);
    active.put(i, made);
  }
  if (divided.length === 0) return;
  for (let i: i32 = 0; i < count; i++) {
    const group = <i32>groupOfKey.at(i);
    if (group < 0) continue;
    const made = splitTo.at(group);
    if (made !== 0) setGroup(keys.at(i), made - 1);
  }
  for (let i: i32 = 0; i < divided.length; i += 2) splitTo.put(divided.at(i), 0);
}

/** All known keys, ascending, into `keys`, and their groups into a list beside it; returns how many. */
export function saveGroups(): i32 {
  keys.length = 0;
  groupOfKey.length = 0;
  for (let number: i32 = 0; number < pages.length; number++) {
    const page = pages.at(number);
    if (page === 0) continue;
    for (let i: u32 = 0; i < 16; i++) {
      const group = load<u32>(<usize>page + (<usize>i << 2));
      if (group === 0) continue;
      keys.push((<u32>number << pageBits) + i);
      groupOfKey.push(group - 1);
    }
  }
  return keys.length;
}

/** Makes room for so many keys and groups to be loaded; they are then written to the addresses of both lists. */
export function makeRoom(count: i32): void {
  keys.reserve(count);
  groupOfKey.reserve(count);
}

export function keysAddress(): usize {
  return keys.address;
}

export function groupsOfKeysAddress(): usize {
  return groupOfKey.address;
}

/** Takes back what `saveGroups` listed. Only for a module that has seen nothing. */
export function loadGroups(count: i32, groups: i32): void {
  for (let i: i32 = 0; i < groups; i++) makeGroup(0);
  for (let i: i32 = 0; i < count; i++) {
    const group = groupOfKey.at(i);
    setGroup(keys.at(i), group);
    sizes.put(group, sizes.at(group) + 1);
  }
  known = count;
}
