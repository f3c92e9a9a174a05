/**
 * What the keys of Blob-PROST's features say (Liang, Machado, Talvitie & Bowling 2016, arXiv:1512.01563, section 6). The
 * screen is divided into tiles, of 15 x 10 pixels in the paper; a blob stands for the tile that its middle lies in, and
 * there is one feature for each
 *
 *   (c, tile)            a blob of colour c lies in this tile                                   "basic"
 *   (c1, c2, dy, dx)     blobs of colours c1 <= c2 lie dy tiles down and dx across apart        "pairwise offsets"
 *   (c1, c2, dy, dx)     the same, c1 in the picture before and c2 now                          "time offsets"
 *   always               the bias
 *
 * Offsets are the first blob's tile minus the second's. For two blobs of the same colour in the same picture, (dy, dx)
 * and (-dy, -dx) say the same, so only the half dy > 0 or dy = 0, dx >= 0 is kept; (0, 0) of a colour then says that
 * the colour is to be seen at all.
 */
import type { Tile } from './object-features.ts';

export const colours = 128;

/** The division of a screen, and where each family of features begins. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly tile: Tile;
  readonly rows: number;
  readonly columns: number;
  readonly tiles: number;
  /** Different (dy, dx). */
  readonly offsets: number;
  readonly firstPair: number;
  readonly firstTime: number;
  readonly bias: number;
}

export function layoutOf(width: number, height: number, tile: Tile = [15, 10]): Layout {
  const rows = Math.ceil(height / tile[0]);
  const columns = Math.ceil(width / tile[1]);
  const tiles = rows * columns;
  const offsets = (2 * rows - 1) * (2 * columns - 1);
  const firstPair = colours * tiles;
  const firstTime = firstPair + ((colours * (colours + 1)) / 2) * offsets;
  const bias = firstTime + colours * colours * offsets;
  return { width, height, tile, rows, columns, tiles, offsets, firstPair, firstTime, bias };
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
