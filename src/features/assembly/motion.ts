/**
 * Offsets seen from moving blobs, an addition to Blob-PROST. There, where a blob is relative to another and how it moved
 * are features apart, and a linear value can only add them up: it cannot say that a ball matters when it is near *and*
 * comes nearer. So there is one more family,
 *
 *   (c1, c2, motion, dy, dx)     a blob of colour c1 that moved so lies dy tiles down and dx across from one of colour c2
 *
 * for each blob that moved. A blob is taken to come from the nearest blob of its colour in the picture before, if one was
 * within 40 pixels (down and across added). Its motion is told in nine steps of up and down times nine of left and right.
 */
import { Blob, blob, blobCount, earlierBlob, earlierBlobCount } from './blobs';
import { allocate, List } from './memory';
import { keys } from './offsets';

const colours: i32 = 128;
const motions: i32 = 81;
const furthest: i32 = 40;

/** Height of a tile, 0 where this family is not wanted. */
let tileHeight: i32 = 0;
let tileWidth: i32 = 0;
let rows: i32 = 0;
let columns: i32 = 0;
let offsets: i32 = 0;
let firstKey: u32 = 0;

/** Number of each (c1, c2, motion) in the order of first sight, + 1. */
let numbers: usize = 0;
/** The (c1, c2, motion) behind each number. */
let triples: List = changetype<List>(0);
/** Finds equal keys: open addressing, at most half full. */
let table: List = changetype<List>(0);

export function prepareMotion(height: i32, width: i32, tileRows: i32, tileColumns: i32, first: u32): void {
  tileHeight = height;
  tileWidth = width;
  rows = tileRows;
  columns = tileColumns;
  offsets = (2 * rows - 1) * (2 * columns - 1);
  firstKey = first;
  numbers = allocate(<usize>(colours * colours * motions) << 2);
  triples = List.make(1024);
  table = List.make(1024);
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

/** How a blob moved, 0..80, or -1 where it did not or where nobody knows. */
function motionOf(at: Blob): i32 {
  let nearest = furthest;
  let down: i32 = 0;
  let across: i32 = 0;
  const count = earlierBlobCount();
  for (let i: i32 = 0; i < count; i++) {
    const other = earlierBlob(i);
    if (other.colour !== at.colour) continue;
    const dy = middleRow(at) - middleRow(other);
    const dx = middleColumn(at) - middleColumn(other);
    const distance = abs(dy) + abs(dx);
    if (distance < nearest) {
      nearest = distance;
      down = dy;
      across = dx;
    }
  }
  return nearest === furthest || nearest === 0 ? -1 : stepOf(down) * 9 + stepOf(across);
}

/** Key of the feature of a blob that moved so and another blob; 0 where it was never seen and nothing may be learnt. */
function keyOf(at: Blob, motion: i32, other: Blob, learning: bool): u32 {
  const number = numberOf((at.colour * colours + other.colour) * motions + motion, learning);
  if (number < 0) return 0;
  const dy = middleRow(at) / tileHeight - middleRow(other) / tileHeight + rows - 1;
  const dx = middleColumn(at) / tileWidth - middleColumn(other) / tileWidth + columns - 1;
  return firstKey + <u32>(number * offsets + dy * (2 * columns - 1) + dx);
}

/** Key of what the i-th blob's motion and the j-th blob make; 0 where that is nothing that was ever seen. */
export function motionKey(i: i32, j: i32): u32 {
  if (tileHeight === 0 || i === j) return 0;
  const motion = motionOf(blob(i));
  return motion < 0 ? 0 : keyOf(blob(i), motion, blob(j), false);
}

/** Adds the keys that hold to `keys`, each once. */
export function listMotion(learning: bool): void {
  if (tileHeight === 0) return;
  const start = keys.length;
  const count = blobCount();
  for (let i: i32 = 0; i < count; i++) {
    const at = blob(i);
    const motion = motionOf(at);
    if (motion < 0) continue;
    for (let j: i32 = 0; j < count; j++) {
      if (j === i) continue;
      const key = keyOf(at, motion, blob(j), learning);
      if (key !== 0) keys.push(key);
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
  return tileHeight === 0 ? 0 : triples.length;
}

/** Where the triples lie, or are to be written; makes room for so many. */
export function triplesAddress(count: i32): usize {
  if (tileHeight === 0) return 0;
  triples.reserve(count);
  triples.length = count;
  return triples.address;
}

/** To be called when triples were written. */
export function numberTriples(): void {
  for (let i: i32 = 0; i < tripleCount(); i++) store<i32>(numbers + (<usize>triples.at(i) << 2), i + 1);
}
