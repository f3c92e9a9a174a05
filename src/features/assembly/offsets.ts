/**
 * Blob-PROST (Liang, Machado, Talvitie & Bowling 2016, arXiv:1512.01563, section 6): which yes-or-no features hold for
 * the blobs of a picture, given those of the picture before. `src/features/layout.ts` says what each key means.
 *
 * There may be several divisions of the screen into tiles; each has features of its own.
 */
import { blob, blobCount, earlierBlobCount } from './blobs';
import { allocate, List } from './memory';

const colours: i32 = 128;

/** Places of one picture's blobs, each (colour, tile) once, ascending by colour. */
@final
@unmanaged
class Places {
  /** Number of colours. */
  count: i32;
  colour: usize;
  /** Where the places of the i-th colour begin; one more than there are colours. */
  first: usize;
  place: List;

  static make(): Places {
    const places = changetype<Places>(allocate(offsetof<Places>()));
    places.colour = allocate(<usize>colours << 2);
    places.first = allocate(<usize>(colours + 1) << 2);
    places.place = List.make(256);
    return places;
  }

  @inline
  colourAt(i: i32): i32 {
    return load<i32>(this.colour + (<usize>i << 2));
  }

  @inline
  firstAt(i: i32): i32 {
    return load<i32>(this.first + (<usize>i << 2));
  }
}

/** A division of the screen into tiles. */
@final
@unmanaged
class Division {
  tileHeight: i32;
  tileWidth: i32;
  columns: i32;
  tiles: i32;
  /** From a tile to the one below, in places: the difference of two places tells both offsets. */
  stride: i32;
  /** Offset (0, 0). */
  centre: i32;
  offsets: i32;
  firstKey: u32;
  firstPair: u32;
  firstTime: u32;
  now: Places;
  before: Places;
}

let divisions: List = changetype<List>(0);

@inline
function divisionAt(i: i32): Division {
  return changetype<Division>(<usize>divisions.at(i));
}

/** One bit for each tile of each colour: which are taken by a blob. Zero between calls. */
let taken: usize = 0;
let takenWords: i32 = 0;
/** One byte for each offset: whether it was noted for the pair of colours at hand. Zero between calls. */
let noted: usize = 0;
let mostOffsets: i32 = 0;
let coloursSeen: usize = 0;
let bias: u32 = 0;

export let keys: List = changetype<List>(0);

/** Adds a division, whose keys follow those of the divisions before it, and the bias behind it. */
export function addDivision(tileHeight: i32, tileWidth: i32, rows: i32, columns: i32): void {
  if (changetype<usize>(keys) === 0) {
    keys = List.make(4096);
    divisions = List.make(4);
    coloursSeen = allocate(16);
  }
  const division = changetype<Division>(allocate(offsetof<Division>()));
  division.tileHeight = tileHeight;
  division.tileWidth = tileWidth;
  division.columns = columns;
  division.tiles = rows * columns;
  division.stride = 2 * columns - 1;
  division.centre = (rows - 1) * division.stride + columns - 1;
  division.offsets = (2 * rows - 1) * division.stride;
  division.firstKey = bias;
  division.firstPair = bias + <u32>(colours * division.tiles);
  division.firstTime = division.firstPair + <u32>((colours * (colours + 1)) / 2) * <u32>division.offsets;
  bias = division.firstTime + <u32>(colours * colours) * <u32>division.offsets;
  division.now = Places.make();
  division.before = Places.make();
  divisions.push(<u32>changetype<usize>(division));

  const words = (division.tiles + 63) >> 6;
  if (words > takenWords) {
    takenWords = words;
    taken = allocate(<usize>(colours * words) << 3);
  }
  if (division.offsets > mostOffsets) {
    mostOffsets = division.offsets;
    noted = allocate(<usize>mostOffsets);
  }
}

/** The key of the bias, which is one more than that of any other feature. */
export function biasKey(): u32 {
  return bias;
}

/** Makes the blobs at hand, which were loaded, those of the picture before the next one. */
export function loadPlaces(): void {
  keys.length = 0;
  for (let i: i32 = 0; i < divisions.length; i++) readPlaces(divisionAt(i), divisionAt(i).before);
}

/** Lists the keys of all features that hold, each once, in `keys`. */
export function listKeys(): void {
  keys.length = 0;
  for (let i: i32 = 0; i < divisions.length; i++) listDivision(divisionAt(i));
  keys.push(bias);
}

function listDivision(division: Division): void {
  const offsets = <u32>division.offsets;
  const now = division.now;
  readPlaces(division, now);
  for (let i: i32 = 0; i < now.count; i++) {
    const c1 = now.colourAt(i);
    const row = division.firstPair + <u32>(c1 * colours - (c1 * (c1 - 1)) / 2 - c1) * offsets;
    listWithin(division, now, i, row + <u32>c1 * offsets);
    for (let j = i + 1; j < now.count; j++) {
      listBetween(division, now, i, now, j, row + <u32>now.colourAt(j) * offsets);
    }
  }
  const before = division.before;
  if (earlierBlobCount() > 0) {
    for (let i: i32 = 0; i < before.count; i++) {
      const row = division.firstTime + <u32>(before.colourAt(i) * colours) * offsets;
      for (let j: i32 = 0; j < now.count; j++) {
        listBetween(division, before, i, now, j, row + <u32>now.colourAt(j) * offsets);
      }
    }
  }
  division.before = now;
  division.now = before;
}

/** Sorts the blobs' middles into tiles, and lists the basic features on the way. */
function readPlaces(division: Division, places: Places): void {
  const columns = division.columns;
  const words = (division.tiles + 63) >> 6;
  store<u64>(coloursSeen, 0);
  store<u64>(coloursSeen, 0, 8);
  for (let i: i32 = 0; i < blobCount(); i++) {
    const at = blob(i);
    const row = ((at.upper + at.lower) >> 1) / division.tileHeight;
    const column = ((at.left + at.right) >> 1) / division.tileWidth;
    const tile = row * columns + column;
    const word = taken + (<usize>(at.colour * words + (tile >> 6)) << 3);
    store<u64>(word, load<u64>(word) | ((<u64>1) << (<u64>tile & 63)));
    const seen = coloursSeen + (<usize>(at.colour >> 6) << 3);
    store<u64>(seen, load<u64>(seen) | ((<u64>1) << (<u64>at.colour & 63)));
  }
  const list = places.place;
  list.length = 0;
  places.count = 0;
  for (let half: i32 = 0; half < 2; half++) {
    for (let rest = load<u64>(coloursSeen + (<usize>half << 3)); rest !== 0; rest &= rest - 1) {
      const colour = (half << 6) + <i32>ctz(rest);
      store<i32>(places.colour + (<usize>places.count << 2), colour);
      store<i32>(places.first + (<usize>places.count << 2), list.length);
      places.count++;
      const firstKey = division.firstKey + <u32>(colour * division.tiles);
      const row = taken + (<usize>(colour * words) << 3);
      for (let word: i32 = 0; word < words; word++) {
        for (let bits = load<u64>(row + (<usize>word << 3)); bits !== 0; bits &= bits - 1) {
          const tile = (word << 6) + <i32>ctz(bits);
          list.push((tile / columns) * division.stride + (tile % columns));
          keys.push(firstKey + <u32>tile);
        }
        store<u64>(row + (<usize>word << 3), 0);
      }
    }
  }
  store<i32>(places.first + (<usize>places.count << 2), list.length);
}

/** Offsets within one colour, the half that is kept: places ascend, so later minus earlier. */
function listWithin(division: Division, now: Places, group: i32, firstKey: u32): void {
  const start = keys.length;
  const end = now.firstAt(group + 1);
  for (let a = now.firstAt(group); a < end; a++) {
    const from = <u32>division.centre + now.place.at(a);
    for (let b = now.firstAt(group); b <= a; b++) note(firstKey, from - now.place.at(b));
  }
  wipe(firstKey, start);
}

function listBetween(division: Division, one: Places, i: i32, other: Places, j: i32, firstKey: u32): void {
  const endA = one.firstAt(i + 1);
  const startB = other.firstAt(j);
  const endB = other.firstAt(j + 1);
  const startA = one.firstAt(i);
  if (endA - startA === 1 && endB - startB === 1) {
    keys.push(firstKey + <u32>division.centre + one.place.at(startA) - other.place.at(startB));
    return;
  }
  const start = keys.length;
  for (let a = startA; a < endA; a++) {
    const from = <u32>division.centre + one.place.at(a);
    for (let b = startB; b < endB; b++) note(firstKey, from - other.place.at(b));
  }
  wipe(firstKey, start);
}

@inline
function note(firstKey: u32, offset: u32): void {
  if (load<u8>(noted + <usize>offset) === 0) {
    store<u8>(noted + <usize>offset, 1);
    keys.push(firstKey + offset);
  }
}

/** Wipes the notes of the keys from `start` on. */
function wipe(firstKey: u32, start: i32): void {
  for (let i = start; i < keys.length; i++) store<u8>(noted + <usize>(keys.at(i) - firstKey), 0);
}
