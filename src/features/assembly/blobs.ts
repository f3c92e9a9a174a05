/**
 * Blobs: what Liang et al. (2016, section 6) take for objects. Two pixels of one colour belong to the same blob if a
 * chain of pixels of that colour joins them in which each is at most `reach` pixels from the next, across and down
 * (the paper's 6 x 6 square around a pixel is a reach of 3). Walls and backgrounds are blobs like everything else.
 *
 * A picture of the 2600 is made of few, wide things, so pixels are not looked at one by one for long:
 *
 * - Equal rows that follow each other are one band. A row joins to its copy wherever it would join to anything that the
 *   copy does not, so nothing is lost.
 * - Within a band, pixels of one colour with no more than `reach` from each to the next are one strand. A pixel between
 *   the ends of a strand is never further than `reach` from it, so a strand can be treated as if it had no gaps.
 * - Strands of one colour in bands not more than `reach` apart join where their ends say so.
 */
import { allocate } from './memory';

const reach: i32 = 3;
const none: i32 = -1;

let width: i32 = 0;
let height: i32 = 0;
/** The picture: palette indices, row by row. */
let screen: usize = 0;
/** Room for pictures that lie elsewhere than in this memory. */
let room: usize = 0;

/** A run of pixels of one colour in a band, gaps of up to `reach` included; 40 bytes. */
@final
@unmanaged
class Strand {
  colour: i32;
  start: i32;
  end: i32;
  /** The strand of the same colour and band on the left. */
  before: i32;
  /** Leads towards the first strand of the blob, which keeps the box around it. */
  parent: i32;
  left: i32;
  right: i32;
  upper: i32;
  lower: i32;
  unused: i32;
}

let strands: i32 = 0;
let strandList: usize = 0;
/** The last strand of each band and colour. */
let rightmost: usize = 0;
/** First and last row of each band. */
let tops: usize = 0;
let bottoms: usize = 0;

/** One found blob: colour (palette index >> 1), the box around it; 5 x i32. */
@final
@unmanaged
export class Blob {
  colour: i32;
  left: i32;
  right: i32;
  upper: i32;
  lower: i32;
}

let found: usize = 0;
let foundCount: i32 = 0;
/** The blobs of the picture before. */
let earlier: usize = 0;
let earlierCount: i32 = 0;

export function prepareBlobs(screenWidth: i32, screenHeight: i32): void {
  width = screenWidth;
  height = screenHeight;
  const most = <usize>(width * height);
  // Vectors are read beyond the end of rows.
  room = allocate(most + 16);
  strandList = allocate(most * offsetof<Strand>());
  rightmost = allocate(<usize>height << 9);
  tops = allocate(<usize>height << 2);
  bottoms = allocate(<usize>height << 2);
  found = allocate(most * offsetof<Blob>());
  earlier = allocate(most * offsetof<Blob>());
}

/** Where a picture may be written that lies in another memory. */
export function roomAddress(): usize {
  return room;
}

@inline
export function blob(i: i32): Blob {
  return changetype<Blob>(found + <usize>i * offsetof<Blob>());
}

/** Number of blobs in the last picture. */
export function blobCount(): i32 {
  return foundCount;
}

@inline
export function earlierBlob(i: i32): Blob {
  return changetype<Blob>(earlier + <usize>i * offsetof<Blob>());
}

/** Number of blobs in the picture before; 0 after `forgetBlobs`. */
export function earlierBlobCount(): i32 {
  return earlierCount;
}

/** Where the blobs of the last picture lie. */
export function blobsAddress(): usize {
  return found;
}

export function earlierBlobsAddress(): usize {
  return earlier;
}

/** So many blobs were, or are going to be, written to `blobsAddress`. 0: the next picture has none before it. */
export function setBlobCount(count: i32): void {
  foundCount = count;
}

@inline
function strand(i: i32): Strand {
  return changetype<Strand>(strandList + <usize>i * offsetof<Strand>());
}

/**
 * Finds the blobs of a picture, in the order in which the beam first meets them.
 * @param picture where it lies; the 16 bytes behind it are read, too, whatever they are
 */
export function findBlobs(picture: usize): void {
  screen = picture;
  const last = found;
  found = earlier;
  earlier = last;
  earlierCount = foundCount;
  strands = 0;
  let band: i32 = 0;
  for (let y: i32 = 0; y < height; band++) {
    const top = y;
    while (++y < height && equalsRowAbove(y)) {}
    store<i32>(tops + (<usize>band << 2), top);
    store<i32>(bottoms + (<usize>band << 2), y - 1);
    const first = strands;
    findStrands(band, top, y - 1);
    for (let above = band - 1; above >= 0 && top - load<i32>(bottoms + (<usize>above << 2)) <= reach; above--) {
      joinDown(above, first);
    }
  }
  collect();
}

function equalsRowAbove(y: i32): bool {
  const row = screen + <usize>(y * width);
  const above = row - <usize>width;
  let x: i32 = 0;
  for (; x + 16 <= width; x += 16) {
    if (v128.any_true(v128.xor(v128.load(row + <usize>x), v128.load(above + <usize>x)))) return false;
  }
  for (; x < width; x++) if (load<u8>(row + <usize>x) !== load<u8>(above + <usize>x)) return false;
  return true;
}

function findStrands(band: i32, top: i32, bottom: i32): void {
  const heads = rightmost + (<usize>band << 9);
  memory.fill(heads, 0xff, 512);
  const row = screen + <usize>(top * width);
  for (let x: i32 = 0; x < width; ) {
    const from = x;
    const colour = <i32>load<u8>(row + <usize>x) >> 1;
    x = endOfRun(row, x);
    const head = heads + (<usize>colour << 2);
    const last = load<i32>(head);
    if (last !== none && from - strand(last).end <= reach) {
      const joined = strand(last);
      joined.end = joined.right = x - 1;
      continue;
    }
    const made = strand(strands);
    made.colour = colour;
    made.start = made.left = from;
    made.end = made.right = x - 1;
    made.upper = top;
    made.lower = bottom;
    made.parent = strands;
    made.before = last;
    store<i32>(head, strands++);
  }
}

/** The first column behind a run of one colour. The lowest bit of a palette index says nothing. */
function endOfRun(row: usize, from: i32): i32 {
  const even = i8x16.splat(-2);
  const wanted = v128.and(i8x16.splat(load<i8>(row + <usize>from)), even);
  for (let x = from + 1; x < width; x += 16) {
    const same = i8x16.eq(v128.and(v128.load(row + <usize>x), even), wanted);
    const others = ~i8x16.bitmask(same) & 0xffff;
    if (others !== 0) return min(width, x + ctz(others));
  }
  return width;
}

/** Joins the strands from `first` on, which are those of the latest band, to those of a band above. */
function joinDown(above: i32, first: i32): void {
  const heads = rightmost + (<usize>above << 9);
  for (let i = first; i < strands; i++) {
    const low = strand(i);
    const from = low.start - reach;
    const to = low.end + reach;
    let other = load<i32>(heads + (<usize>low.colour << 2));
    while (other !== none && strand(other).start > to) other = strand(other).before;
    for (; other !== none && strand(other).end >= from; other = strand(other).before) join(other, i);
  }
}

function join(a: i32, b: i32): void {
  const one = root(a);
  const other = root(b);
  if (one === other) return;
  const first = strand(min(one, other));
  const second = strand(max(one, other));
  second.parent = min(one, other);
  first.left = min(first.left, second.left);
  first.right = max(first.right, second.right);
  first.upper = min(first.upper, second.upper);
  first.lower = max(first.lower, second.lower);
}

function root(i: i32): i32 {
  let at = i;
  for (let parent = strand(at).parent; parent !== at; parent = strand(at).parent) {
    strand(at).parent = strand(parent).parent;
    at = strand(at).parent;
  }
  return at;
}

function collect(): void {
  let count: i32 = 0;
  for (let i: i32 = 0; i < strands; i++) {
    const from = strand(i);
    if (from.parent !== i) continue;
    const to = blob(count++);
    to.colour = from.colour;
    to.left = from.left;
    to.right = from.right;
    to.upper = from.upper;
    to.lower = from.lower;
  }
  foundCount = count;
}
