/** Convolutions by tiles, with fewer multiplications: what they are is said in src/nn/assembly/tiles.ts. */
import type { NnExports } from './exports.ts';
import { align, type Part, panelBytes, share, type Workplace } from './parts.ts';

/** What the tiles of a convolution follow from. Heights and widths are those of the padded pictures. */
export interface Tiling {
  batch: number;
  height: number;
  width: number;
  channels: number;
  /** Pixels from a patch to the next. */
  step: number;
  /** Size of the filter in steps: 2 or 3. */
  reach: number;
  filters: number;
}

/** A tiling as the tasks are told it. */
export type TilingNumbers = [
  batch: number,
  height: number,
  width: number,
  channels: number,
  step: number,
  reach: number,
  filters: number,
];

export const positions = 16;
/** Tiles that are taken in at a time, so that what becomes of them stays in the second-level cache. */
const tileBlock = 48;
/** Below so many tiles it is not worth the work on the filter. */
const fewestTiles = 32;
/** Below so many channels of a cell a tile's sums are too short. */
const fewestChannels = 32;
/** Bytes of the sums that a gradient by the filter is made in. */
const mostSumBytes = 2 ** 21;

/** Whether a convolution can be done by tiles, and gains by it. */
export function isWorthTiling(tiling: Tiling, filterHeight: number, filterWidth: number): boolean {
  const { step, reach, filters, channels } = tiling;
  const isTileable = (reach === 2 || reach === 3) && filterHeight === reach * step && filterWidth === reach * step;
  const isEven = filters % 8 === 0 && (step * channels) % 4 === 0;
  return isTileable && isEven && sizesOf(tiling).tiles >= fewestTiles && step * step * channels >= fewestChannels;
}

export function numbersOf({ batch, height, width, channels, step, reach, filters }: Tiling): TilingNumbers {
  return [batch, height, width, channels, step, reach, filters];
}

/** What follows from a tiling. */
export function sizesOf({ batch, height, width, channels, step, reach, filters }: Tiling) {
  const side = 5 - reach;
  const outDown = Math.floor(height / step) - reach + 1;
  const outAcross = Math.floor(width / step) - reach + 1;
  const tilesPerPicture = Math.ceil(outDown / side) * Math.ceil(outAcross / side);
  const tiles = batch * tilesPerPicture;
  const cell = step * step * channels;
  const matrixBytes = 4 * cell * filters;
  // By the sizes alone: sums in another order are other sums.
  const sums = Math.min(16, Math.ceil(tiles / fewestTiles), Math.max(1, Math.floor(mostSumBytes / (16 * matrixBytes))));
  return {
    outDown,
    outAcross,
    tilesPerPicture,
    tiles,
    /** Channels of a cell. */
    cell,
    /** Bytes of a position's matrix (cell x filters), and of its panels. */
    matrixBytes,
    panelBytes: panelBytes(cell, filters),
    backPanelBytes: panelBytes(filters, cell),
    /** Parts in which a gradient by the filter is summed up. */
    sums,
    /** Multiply-adds. */
    work: positions * tiles * cell * filters,
  };
}

/** From a position's matrix of so many rows to the next one's; not the same lines of the cache for all of them. */
function apart(rows: number, columns: number): number {
  return align(4 * rows * columns) + 64;
}

/** Bytes of passing memory that a part of `tiledRows`, `tiledFilter` or `tiledPictures` needs. */
export function ownBytes(tiling: Tiling): number {
  const { cell, tilesPerPicture } = sizesOf(tiling);
  const rows = Math.max(tileBlock, tilesPerPicture);
  return positions * (apart(rows, cell) + apart(rows, tiling.filters)) + 2 * align(4 * rows);
}

/** The passing memory of a part: for so many tiles two groups of matrices, and two tables of rows. */
function rooms(scratch: number, rows: number, cell: number, filters: number) {
  const byCell = scratch;
  const byFilter = byCell + positions * apart(rows, cell);
  const table = byFilter + positions * apart(rows, filters);
  const outTable = table + align(4 * rows);
  return { byCell, byFilter, table, outTable };
}

/** Products of each position: out (rows x columns) = a (rows x depth) times panels. */
function productOfPositions(
  exports: NnExports,
  { out, a, panels, table, outTable }: Record<'out' | 'a' | 'panels' | 'table' | 'outTable', number>,
  [rows, depth, columns]: [number, number, number],
): void {
  for (let position = 0; position < positions; position++) {
    exports.rowTable(table, a + position * apart(rows, depth), rows, 4 * depth);
    exports.rowTable(outTable, out + position * apart(rows, columns), rows, 4 * columns);
    const here = panels + position * panelBytes(depth, columns);
    exports.rowsTimes(outTable, 0, table, rows, columns, 1, depth, 0, here, 0, 0, 0);
  }
}

/** Blocks of nearly the same size, none larger than `tileBlock`. */
function* blocks(from: number, count: number): Generator<[number, number]> {
  const number = Math.ceil(count / tileBlock);
  // Whole fours, as the products take them.
  const size = 4 * Math.ceil(count / number / 4);
  for (let at = 0; at < count; at += size) yield [from + at, Math.min(size, count - at)];
}

export const tileTasks = {
  /** The filter's positions as panels, of the matrices or (`back`) of the transposed ones. Own memory: a matrix. */
  filterPositions(
    { exports, scratch }: Workplace,
    part: Part,
    panels: number,
    filter: number,
    back: number,
    ...[batch, height, width, channels, step, reach, filters]: TilingNumbers
  ): void {
    const { cell } = sizesOf({ batch, height, width, channels, step, reach, filters });
    const [from, count] = share(positions, part, 1);
    for (let position = from; position < from + count; position++) {
      exports.positionOfFilter(scratch, filter, position, channels, filters, step, reach);
      if (back) exports.packTransposed(panels + position * panelBytes(filters, cell), scratch, filters, cell, filters);
      else exports.packPanels(panels + position * panelBytes(cell, filters), scratch, cell, filters, filters);
    }
  },

  /** Outputs, by tiles. */
  tiledRows(
    { exports, scratch }: Workplace,
    part: Part,
    outputs: number,
    pictures: number,
    panels: number,
    bias: number,
    rectify: number,
    ...[batch, height, width, channels, step, reach, filters]: TilingNumbers
  ): void {
    const sizes = sizesOf({ batch, height, width, channels, step, reach, filters });
    const { tiles, cell, outDown, outAcross } = sizes;
    for (const [first, rows] of blocks(...share(tiles, part, 4))) {
      const { byCell, byFilter, ...tables } = rooms(scratch, rows, cell, filters);
      const [cellBytes, filterBytes] = [apart(rows, cell), apart(rows, filters)];
      exports.tilesOfPictures(byCell, cellBytes, pictures, height, width, channels, step, reach, first, rows);
      productOfPositions(exports, { out: byFilter, a: byCell, panels, ...tables }, [rows, cell, filters]);
      const shape = [outDown, outAcross, filters, reach, first, rows] as const;
      exports.outputsOfTiles(outputs, byFilter, filterBytes, ...shape, bias, rectify);
    }
  },

  /** The gradient by the pictures, by pictures. */
  tiledPictures(
    { exports, scratch }: Workplace,
    part: Part,
    pictures: number,
    gradient: number,
    panels: number,
    ...[batch, height, width, channels, step, reach, filters]: TilingNumbers
  ): void {
    const sizes = sizesOf({ batch, height, width, channels, step, reach, filters });
    const { tilesPerPicture, cell, outDown, outAcross } = sizes;
    const pictureBytes = 4 * height * width * channels;
    const [from, count] = share(batch, part, 1);
    const together = Math.max(1, Math.floor(tileBlock / tilesPerPicture));
    for (let picture = from; picture < from + count; picture += together) {
      const number = Math.min(together, from + count - picture);
      const [first, rows] = [picture * tilesPerPicture, number * tilesPerPicture];
      const { byCell, byFilter, ...tables } = rooms(scratch, rows, cell, filters);
      const [cellBytes, filterBytes] = [apart(rows, cell), apart(rows, filters)];
      const shape = [outDown, outAcross, filters, reach, first, rows] as const;
      exports.tilesOfOutputs(byFilter, filterBytes, gradient, ...shape, 0);
      productOfPositions(exports, { out: byCell, a: byFilter, panels, ...tables }, [rows, filters, cell]);
      const to = pictures + picture * pictureBytes;
      exports.fillZero(to, number * pictureBytes);
      exports.picturesOfTiles(to, byCell, cellBytes, number, height, width, channels, step, reach);
    }
  },

  /** The gradient by the filter's positions: sums over each part's tiles, behind each other. */
  tiledFilter(
    { exports, scratch }: Workplace,
    part: Part,
    sums: number,
    pictures: number,
    gradient: number,
    ...[batch, height, width, channels, step, reach, filters]: TilingNumbers
  ): void {
    const sizes = sizesOf({ batch, height, width, channels, step, reach, filters });
    const { tiles, cell, outDown, outAcross, matrixBytes } = sizes;
    const [from, count] = share(tiles, part, 1);
    for (const [first, rows] of blocks(from, count)) {
      const { byCell, byFilter, table } = rooms(scratch, rows, cell, filters);
      const [cellBytes, filterBytes] = [apart(rows, cell), apart(rows, filters)];
      exports.tilesOfPictures(byCell, cellBytes, pictures, height, width, channels, step, reach, first, rows);
      const shape = [outDown, outAcross, filters, reach, first, rows] as const;
      exports.tilesOfOutputs(byFilter, filterBytes, gradient, ...shape, 1);
      for (let position = 0; position < positions; position++) {
        exports.rowTable(table, byCell + position * cellBytes, rows, 4 * cell);
        const to = sums + (part.index * positions + position) * matrixBytes;
        const panels = byFilter + position * filterBytes;
        exports.transposedTimes(to, 4 * filters, table, rows, filters, 1, cell, 0, panels, +(first > from));
      }
    }
  },

  /** Adds up so many arrays that lie behind each other, over the first of them, by elements. */
  addUp({ exports }: Workplace, part: Part, arrays: number, number: number, size: number): void {
    const [from, count] = share(size, part, 16);
    exports.addUp(arrays + 4 * from, arrays + 4 * from, 4 * size, number, count);
  },

  /** The gradient by the filter from that by its positions, by taps. */
  filterTaps(
    { exports }: Workplace,
    part: Part,
    filter: number,
    sums: number,
    channels: number,
    step: number,
    reach: number,
    filters: number,
  ): void {
    const [from, count] = share(reach * reach, part, 1);
    for (let tap = from; tap < from + count; tap++) {
      exports.tapOfPositions(filter, sums, tap, channels, filters, step, reach);
    }
  },
};
