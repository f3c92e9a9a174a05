/**
 * Offsets seen from moving blobs, an addition to Blob-PROST. There, where a blob is relative to another and how it moved
 * are features apart, and a linear value can only add them up: it cannot say that a ball matters when it is near *and*
 * comes nearer. So there is one more family,
 *
 *   (c1, c2, motion, dy, dx)     a blob of colour c1 that moved so lies dy steps down and dx across from one of colour c2
 *
 * for each blob that moved. Steps are counted between the middles, so they tell distances better than the numbers of tiles
 * that the paper's offsets are made of; there may be several sizes of steps. A blob is taken to come from the nearest blob of its colour in the picture before, if one was
 * within 40 pixels (down and across added). Its motion is told in nine steps of up and down times nine of left and right.
 */
import { Blob, blob, blobCount, earlierBlob, earlierBlobCount } from './blobs';
import { allocate, List } from './memory';
import { keys } from './offsets';

const colours: i32 = 128;
const motions: i32 = 81;
const furthest: i32 = 40;

/** How offsets are told: in steps of so many pixels. */
@final
@unmanaged
class Steps {
  /** u32 number of an offset's row, times the columns, by the pixels down plus the screen's height; and of its column. */
  rowOf: usize;
  columnOf: usize;
  /** Where its offsets begin among those of all sizes. */
  first: i32;
}

let sizes: List = changetype<List>(0);
let screenWidth: i32 = 0;
let screenHeight: i32 = 0;
/** Offsets of all sizes. */
let offsets: i32 = 0;
let firstKey: u32 = 0;

@inline
function stepsAt(i: i32): Steps {
  return changetype<Steps>(<usize>sizes.at(i));
}

/** Number of each (c1, c2, motion) in the order of first sight, + 1. */
let numbers: usize = 0;
/** The (c1, c2, motion) behind each number. */
let triples: List = changetype<List>(0);
/** For each colour the last of the earlier blobs that have it, and for each of them the one before; -1: no more. */
let lastOfColour: usize = 0;
let chain: List = changetype<List>(0);
/** Middle row and column of each blob. */
let rowOf: List = changetype<List>(0);
let columnOf: List = changetype<List>(0);
/** Finds equal keys: open addressing, at most half full. */
let table: List = changetype<List>(0);

export function prepareMotion(width: i32, height: i32, first: u32): void {
  screenWidth = width;
  screenHeight = height;
  firstKey = first;
  sizes = List.make(4);
  numbers = allocate(<usize>(colours * colours * motions) << 2);
  triples = List.make(1024);
  table = List.make(1024);
  lastOfColour = allocate(<usize>colours << 2);
  chain = List.make(256);
  rowOf = List.make(256);
  columnOf = List.make(256);
}

/** Adds offsets in steps of so many pixels. The middle step reaches as far to both sides of 0. */
export function addSteps(down: i32, across: i32): void {
  const steps = changetype<Steps>(allocate(offsetof<Steps>()));
  const columns = 2 * ((screenWidth + across - 1) / across) + 1;
  const rows = 2 * ((screenHeight + down - 1) / down) + 1;
  steps.rowOf = numbersOfSteps(screenHeight, down, columns);
  steps.columnOf = numbersOfSteps(screenWidth, across, 1);
  steps.first = offsets;
  offsets += rows * columns;
  sizes.push(<u32>changetype<usize>(steps));
}

/** For -range..range pixels, the number of the step times `factor`. */
function numbersOfSteps(range: i32, step: i32, factor: i32): usize {
  const list = allocate(<usize>(2 * range + 1) << 2);
  const half = (range + step - 1) / step;
  for (let pixels = -range; pixels <= range; pixels++) {
    const number = (pixels + half * step + (step >> 1)) / step;
    store<u32>(list + (<usize>(pixels + range) << 2), min(number, 2 * half) * factor);
  }
  return list;
}

@inline
function middleRow(at: Blob): i32 {
  return (at.upper + at.lower) >> 1;
}

@inline
function middleColumn(at: Blob): i32 {
  return (at.left + at.right) >> 1;
}

/** 0..8 for ..-15, ..-8, ..-4, ..-1, 0, 1.., 4.., 8.., 15.. pixels. */
@inline
function stepOf(pixels: i32): i32 {
  const far = abs(pixels);
  const step = <i32>(far > 0) + <i32>(far > 3) + <i32>(far > 7) + <i32>(far > 14);
  return 4 + (pixels < 0 ? -step : step);
}

/** Chains the earlier blobs by colour. */
function chainEarlier(): void {
  const count = earlierBlobCount();
  memory.fill(lastOfColour, 0xff, <usize>colours << 2);
  chain.reserve(count);
  for (let i: i32 = 0; i < count; i++) {
    const place = lastOfColour + (<usize>earlierBlob(i).colour << 2);
    chain.put(i, load<u32>(place));
    store<i32>(place, i);
  }
}

/** How a blob moved, 0..80, or -1 where it did not or where nobody knows. */
function motionOf(at: Blob): i32 {
  let nearest = furthest;
  let down: i32 = 0;
  let across: i32 = 0;
  const row = middleRow(at);
  const column = middleColumn(at);
  for (let i = load<i32>(lastOfColour + (<usize>at.colour << 2)); i >= 0; i = <i32>chain.at(i)) {
    const other = earlierBlob(i);
    const dy = row - middleRow(other);
    const dx = column - middleColumn(other);
    const distance = abs(dy) + abs(dx);
    // Of equally near ones the first that the beam meets.
    if (distance < nearest || (distance === nearest && nearest < furthest)) {
      nearest = distance;
      down = dy;
      across = dx;
    }
  }
  return nearest === furthest || nearest === 0 ? -1 : stepOf(down) * 9 + stepOf(across);
}

/**
 * Key of the feature in steps of the first size of a blob that moved so and another blob; 0 where it was never seen and
 * nothing may be learnt.
 */
@inline
function firstKeyOf(i: i32, motion: i32, j: i32, learning: bool): u32 {
  const number = numberOf((blob(i).colour * colours + blob(j).colour) * motions + motion, learning);
  return number < 0 ? 0 : firstKey + <u32>(number * offsets);
}

@inline
function offsetOf(size: i32, i: i32, j: i32): u32 {
  const steps = stepsAt(size);
  const dy = <i32>rowOf.at(i) - <i32>rowOf.at(j) + screenHeight;
  const dx = <i32>columnOf.at(i) - <i32>columnOf.at(j) + screenWidth;
  return <u32>steps.first + load<u32>(steps.rowOf + (<usize>dy << 2)) + load<u32>(steps.columnOf + (<usize>dx << 2));
}

/** Number of sizes of steps. */
export function stepSizes(): i32 {
  return changetype<usize>(sizes) === 0 ? 0 : sizes.length;
}

/** Key of what the i-th blob's motion and the j-th blob make, in steps of this size; 0 where that was never seen. */
export function motionKey(size: i32, i: i32, j: i32): u32 {
  if (i === j) return 0;
  const motion = motionOf(blob(i));
  if (motion < 0) return 0;
  const key = firstKeyOf(i, motion, j, false);
  return key === 0 ? 0 : key + offsetOf(size, i, j);
}

/** Adds the keys that hold to `keys`, each once. */
export function listMotion(learning: bool): void {
  if (stepSizes() === 0) return;
  const start = keys.length;
  const count = blobCount();
  chainEarlier();
  rowOf.reserve(count);
  columnOf.reserve(count);
  for (let i: i32 = 0; i < count; i++) {
    rowOf.put(i, middleRow(blob(i)));
    columnOf.put(i, middleColumn(blob(i)));
  }
  for (let i: i32 = 0; i < count; i++) {
    const motion = motionOf(blob(i));
    if (motion < 0) continue;
    for (let j: i32 = 0; j < count; j++) {
      if (j === i) continue;
      const key = firstKeyOf(i, motion, j, learning);
      if (key === 0) continue;
      for (let size: i32 = 0; size < sizes.length; size++) keys.push(key + offsetOf(size, i, j));
    }
  }
  dropDoubles(start);
}

function numberOf(triple: i32, learning: bool): i32 {
  const place = numbers + (<usize>triple << 2);
  const number = load<i32>(place) - 1;
  if (number >= 0 || !learning) return number;
  triples.push(triple);
  store<i32>(place, triples.length);
  return triples.length - 1;
}

/** Keeps the first of equal keys from `start` on. */
function dropDoubles(start: i32): void {
  const count = keys.length - start;
  if (count < 2) return;
  let size: i32 = 16;
  while (size < 2 * count) size <<= 1;
  table.reserve(size);
  memory.fill(table.address, 0, <usize>size << 2);
  const mask = <u32>(size - 1);
  let kept = start;
  for (let i = start; i < keys.length; i++) {
    const key = keys.at(i);
    // Fibonacci hashing (Knuth, TAOCP 3, 6.4): keys of one family differ in few low bits; this spreads them.
    let place = ((key * 0x9e3779b1) >> 7) & mask;
    while (table.at(place) !== 0 && table.at(place) !== key) place = (place + 1) & mask;
    if (table.at(place) === key) continue;
    table.put(place, key);
    keys.put(kept++, key);
  }
  keys.length = kept;
}

export function tripleCount(): i32 {
  return stepSizes() === 0 ? 0 : triples.length;
}

/** Where the triples lie, or are to be written; makes room for so many. */
export function triplesAddress(count: i32): usize {
  if (stepSizes() === 0) return 0;
  triples.reserve(count);
  triples.length = count;
  return triples.address;
}

/** To be called when triples were written. */
export function numberTriples(): void {
  for (let i: i32 = 0; i < tripleCount(); i++) store<i32>(numbers + (<usize>triples.at(i) << 2), i + 1);
}
