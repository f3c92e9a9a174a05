/**
 * Blob-PROST (Liang, Machado, Talvitie & Bowling 2016, arXiv:1512.01563, section 6): which of some twenty million
 * yes-or-no features hold for a picture, given the picture before. The screen is divided into tiles of 15 x 10 pixels,
 * a blob stands for the tile that its middle lies in, and there is one feature for each
 *
 *   (c, tile)            a blob of colour c lies in this tile                                   "basic"
 *   (c1, c2, dy, dx)     blobs of colours c1 <= c2 lie dy tiles down and dx across apart        "pairwise offsets"
 *   (c1, c2, dy, dx)     the same, c1 in the picture before and c2 now                          "time offsets"
 *   always               the bias
 *
 * Offsets are the first blob's tile minus the second's. For two blobs of the same colour in the same picture, (dy, dx)
 * and (-dy, -dx) say the same, so only the half dy > 0 or dy = 0, dx >= 0 is kept; (0, 0) of a colour then says that
 * the colour is to be seen at all.
 *
 * Features are numbered so that the numbers come out in ascending order; the number is the feature's key.
 */
import { type Blobs, blobFinder } from './blobs.ts';

export const colours = 128;
const tileHeight = 15;
const tileWidth = 10;

export const tileRow = (row: number): number => Math.floor(row / tileHeight);
export const tileColumn = (column: number): number => Math.floor(column / tileWidth);

/** The division of a screen, and where each family of features begins. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly rows: number;
  readonly columns: number;
  readonly tiles: number;
  /** Different (dy, dx). */
  readonly offsets: number;
  readonly firstPair: number;
  readonly firstTime: number;
  readonly bias: number;
}

export function layoutOf(width: number, height: number): Layout {
  const rows = Math.ceil(height / tileHeight);
  const columns = Math.ceil(width / tileWidth);
  const tiles = rows * columns;
  const offsets = (2 * rows - 1) * (2 * columns - 1);
  const firstPair = colours * tiles;
  const firstTime = firstPair + ((colours * (colours + 1)) / 2) * offsets;
  const bias = firstTime + colours * colours * offsets;
  return { width, height, rows, columns, tiles, offsets, firstPair, firstTime, bias };
}

/** Key of "a blob of this colour lies in this tile". */
export function basicKey(layout: Layout, colour: number, row: number, column: number): number {
  return colour * layout.tiles + row * layout.columns + column;
}

/** Key of a pairwise offset; the colours in ascending order. */
export function pairKey(layout: Layout, c1: number, c2: number, dy: number, dx: number): number {
  return layout.firstPair + colourPair(c1, c2) * layout.offsets + offsetIndex(layout, dy, dx);
}

/** Key of an offset between the picture before (c1) and now (c2). */
export function timeKey(layout: Layout, c1: number, c2: number, dy: number, dx: number): number {
  return layout.firstTime + (c1 * colours + c2) * layout.offsets + offsetIndex(layout, dy, dx);
}

/** 0 for (0, 0), 1 for (0, 1), … 128 for (1, 1), …: pairs c1 <= c2, row by row of a triangle. */
function colourPair(c1: number, c2: number): number {
  return c1 * colours - (c1 * (c1 - 1)) / 2 + (c2 - c1);
}

function offsetIndex({ rows, columns }: Layout, dy: number, dx: number): number {
  return (dy + rows - 1) * (2 * columns - 1) + dx + columns - 1;
}

/** Tells which features hold for one picture after another. */
export class BlobProst {
  readonly layout: Layout;
  private readonly blobs: ReturnType<typeof blobFinder>;
  private readonly offsets: (now: Uint32Array, before: Uint32Array | undefined) => Uint32Array;
  /** Basic features of the last picture: all that the next one needs to know of it. */
  private before: Uint32Array | undefined;
  /** What the features of the last picture were made from, to explain them: its blobs, basic features of the one before. */
  latest: { blobs: Blobs; before: Uint32Array | undefined } | undefined;

  constructor(width: number, height: number) {
    this.layout = layoutOf(width, height);
    this.blobs = blobFinder(width, height);
    this.offsets = featureLister(this.layout);
  }

  /**
   * The keys of all features that hold, ascending. The array is overwritten by the next call.
   * @param screen palette indices, row by row
   */
  see(screen: Uint8Array): Uint32Array {
    const blobs = this.blobs(screen);
    const now = this.basic(blobs);
    const keys = this.offsets(now, this.before);
    this.latest = { blobs, before: this.before };
    this.before = now;
    return keys;
  }

  /** A new episode: the next picture has none before it. */
  forget(): void {
    this.before = undefined;
  }

  /** Basic features of the last picture, for a checkpoint. */
  save(): Uint32Array | undefined {
    return this.before;
  }

  load(before: Uint32Array | undefined): void {
    this.before = before;
  }

  /** Each (colour, tile) once, ascending. */
  private basic({ count, colour, row, column }: Blobs): Uint32Array {
    const keys = new Uint32Array(count);
    for (let i = 0; i < count; i++) {
      keys[i] = basicKey(this.layout, colour[i], tileRow(row[i]), tileColumn(column[i]));
    }
    keys.sort();
    let kept = 0;
    for (let i = 0; i < count; i++) if (i === 0 || keys[i] !== keys[i - 1]) keys[kept++] = keys[i];
    return keys.subarray(0, kept);
  }
}

/** A function from the basic features of now and before to all features. Its result is overwritten by the next call. */
function featureLister(layout: Layout): (now: Uint32Array, before: Uint32Array | undefined) => Uint32Array {
  const { tiles, columns, offsets, firstPair, firstTime, bias } = layout;
  const centre = offsetIndex(layout, 0, 0);
  // Which offsets occur between two colours: a bit each, so that each comes out once and in order.
  const seen = new Uint32Array(Math.ceil(offsets / 32));
  let keys = new Uint32Array(4096);
  let count = 0;

  const [present, past] = [colourGroups(tiles, columns), colourGroups(tiles, columns)];

  return (now, before) => {
    count = 0;
    reserve(now.length + 1);
    keys.set(now);
    count = now.length;

    present.read(now);
    for (let i = 0; i < present.count; i++) {
      listWithin(i);
      for (let j = i + 1; j < present.count; j++) {
        listBetween(present, i, present, j, firstPair + colourPair(present.colour[i], present.colour[j]) * offsets);
      }
    }
    if (before) {
      past.read(before);
      for (let i = 0; i < past.count; i++) {
        const first = firstTime + past.colour[i] * colours * offsets;
        for (let j = 0; j < present.count; j++) {
          listBetween(past, i, present, j, first + present.colour[j] * offsets);
        }
      }
    }
    reserve(1);
    keys[count++] = bias;
    return keys.subarray(0, count);
  };

  /** Offsets within one colour, the half that is kept: places ascend, so later minus earlier. */
  function listWithin(group: number): void {
    const { first, place, colour } = present;
    for (let a = first[group]; a < first[group + 1]; a++) {
      for (let b = first[group]; b <= a; b++) note(centre + place[a] - place[b]);
    }
    listNoted(firstPair + colourPair(colour[group], colour[group]) * offsets);
  }

  function listBetween(one: ColourGroups, i: number, other: ColourGroups, j: number, firstKey: number): void {
    const [a0, a1] = [one.first[i], one.first[i + 1]];
    const [b0, b1] = [other.first[j], other.first[j + 1]];
    if (a1 - a0 === 1 && b1 - b0 === 1) {
      reserve(1);
      keys[count++] = firstKey + centre + one.place[a0] - other.place[b0];
      return;
    }
    for (let a = a0; a < a1; a++) {
      const from = centre + one.place[a];
      for (let b = b0; b < b1; b++) note(from - other.place[b]);
    }
    listNoted(firstKey);
  }

  function note(offset: number): void {
    seen[offset >> 5] |= 1 << (offset & 31);
  }

  /** Turns the offsets noted into keys and wipes the notes. */
  function listNoted(firstKey: number): void {
    reserve(offsets);
    let at = count;
    for (let word = 0; word < seen.length; word++) {
      let bits = seen[word];
      if (bits === 0) continue;
      seen[word] = 0;
      for (; bits !== 0; bits &= bits - 1) keys[at++] = firstKey + 32 * word + 31 - Math.clz32(bits & -bits);
    }
    count = at;
  }

  function reserve(more: number): void {
    if (count + more <= keys.length) return;
    const larger = new Uint32Array(2 * keys.length + more);
    larger.set(keys.subarray(0, count));
    keys = larger;
  }
}

interface ColourGroups {
  /** Number of colours. */
  count: number;
  readonly colour: Uint8Array;
  /** Where the places of the i-th colour begin; one more than there are colours. */
  readonly first: Uint32Array;
  /** Tiles numbered so that the difference of two places is the difference of their offsets. */
  place: Uint32Array;
  read(basic: Uint32Array): void;
}

/** Sorts basic features by colour (they are ascending, so they come in order). */
function colourGroups(tiles: number, columns: number): ColourGroups {
  return {
    count: 0,
    colour: new Uint8Array(colours),
    first: new Uint32Array(colours + 1),
    place: new Uint32Array(256),
    read(basic) {
      if (basic.length > this.place.length) this.place = new Uint32Array(2 * basic.length);
      this.count = 0;
      for (let i = 0; i < basic.length; i++) {
        const colour = Math.floor(basic[i] / tiles);
        const tile = basic[i] % tiles;
        if (this.count === 0 || this.colour[this.count - 1] !== colour) {
          this.colour[this.count] = colour;
          this.first[this.count++] = i;
        }
        this.place[i] = Math.floor(tile / columns) * (2 * columns - 1) + (tile % columns);
      }
      this.first[this.count] = basic.length;
    },
  };
}
