/**
 * Convolutions with fewer multiplications (Winograd 1980; Lavin & Gray 2016, arXiv:1509.09308, section 4).
 *
 * A convolution whose filter is `reach` times as large as its step is one of step 1 and `reach` x `reach` taps over
 * *cells* of step x step pixels; all pixels of a cell are its channels, line by line. Cells are taken in *tiles* of 4 x 4,
 * which lie `side` = 5 - reach cells apart and yield side x side outputs. Along one axis, with d the four cells, g the
 * taps and y the outputs:
 *
 *     y = A' [ (G g) * (B' d) ]     * element by element
 *
 *          1  0 -1  0          1   0   0             1  1  1  0
 *     B' = 0  1  1  0      G = .5  .5  .5       A' = 0  1 -1  0
 *          0 -1  1  0          .5 -.5  .5            0  1  1 -1
 *          0  1  0 -1          0   0   1
 *
 * For a reach of 2 the middle column of G falls out, for one of 3 the middle row of A', whose last row is then that of
 * an odd place: 0 1 -1 -1. In two dimensions this is done along both axes: 16 products in the place of 36. For many
 * channels, filters and tiles the product of each of the 16 *positions* is one of matrices (multiply.ts). This file has
 * what goes before and after: tiles x channels from pictures (B'), channels x filters from filters (G), outputs from
 * tiles x filters (A'), and all of that transposed, which is what the gradients need.
 */
import { multiplyAdd } from './simd';

// @ts-ignore: decorators on functions are AssemblyScript's
@inline
function add(a: v128, b: v128): v128 {
  return f32x4.add(a, b);
}

// @ts-ignore
@inline
function sub(a: v128, b: v128): v128 {
  return f32x4.sub(a, b);
}

/** Four floats that may lie beyond the edge, where all is zero. */
// @ts-ignore
@inline
function inside(address: usize, isInside: bool): v128 {
  return isInside ? v128.load(address) : f32x4.splat(0);
}

/** B' across: a row of a tile's cells becomes a row of positions. */
// @ts-ignore
@inline
function storeRow(to: usize, positionBytes: usize, d0: v128, d1: v128, d2: v128, d3: v128): void {
  v128.store(to, sub(d0, d2));
  v128.store(to + positionBytes, add(d1, d2));
  v128.store(to + 2 * positionBytes, sub(d2, d1));
  v128.store(to + 3 * positionBytes, sub(d1, d3));
}

/**
 * B' d B: 16 matrices (tiles x channels of a cell), `positionBytes` apart.
 * @param pictures batch x height x width x channels; step * channels is a multiple of 4
 * @param first, count which tiles of all, picture by picture
 */
export function tilesOfPictures(
  to: usize,
  positionBytes: usize,
  pictures: usize,
  height: i32,
  width: i32,
  channels: i32,
  step: i32,
  reach: i32,
  first: i32,
  count: i32,
): void {
  const side = 5 - reach;
  const cellsDown = height / step;
  const cellsAcross = width / step;
  const tilesAcross = (cellsAcross - reach + side) / side;
  const tilesPerPicture = tilesAcross * ((cellsDown - reach + side) / side);
  const rowBytes = <usize>(width * channels) << 2;
  const across = <usize>(step * channels) << 2;
  const down = <usize>step * rowBytes;
  const fourRows = 4 * positionBytes;
  for (let n = first; n < first + count; n++) {
    const picture = n / tilesPerPicture;
    const cellDown = ((n - picture * tilesPerPicture) / tilesAcross) * side;
    const cellAcross = (n % tilesAcross) * side;
    const rows = cellsDown - cellDown;
    const columns = cellsAcross - cellAcross;
    let line = pictures + <usize>(picture * height + cellDown * step) * rowBytes + <usize>cellAcross * across;
    for (let i = 0; i < step; i++, line += rowBytes) {
      const end = line + across;
      for (let d0 = line; d0 < end; d0 += 16, to += 16) {
        const d1 = d0 + down;
        const d2 = d1 + down;
        const d3 = d2 + down;
        if (rows >= 4 && columns >= 4) {
          cellsToPositions(to, positionBytes, fourRows, d0, d1, d2, d3, across, true, 4, 4);
        } else cellsToPositions(to, positionBytes, fourRows, d0, d1, d2, d3, across, false, rows, columns);
      }
    }
  }
}

// @ts-ignore
@inline
function cellsToPositions(
  to: usize,
  positionBytes: usize,
  fourRows: usize,
  d0: usize,
  d1: usize,
  d2: usize,
  d3: usize,
  across: usize,
  isWhole: bool,
  rows: i32,
  columns: i32,
): void {
  const c2 = 2 * across;
  const c3 = 3 * across;
  const has2 = isWhole || rows > 2;
  const has3 = isWhole || rows > 3;
  const of2 = isWhole || columns > 2;
  const of3 = isWhole || columns > 3;
  storeRow(
    to,
    positionBytes,
    sub(v128.load(d0), inside(d2, has2)),
    sub(v128.load(d0 + across), inside(d2 + across, has2)),
    sub(inside(d0 + c2, of2), inside(d2 + c2, has2 && of2)),
    sub(inside(d0 + c3, of3), inside(d2 + c3, has2 && of3)),
  );
  to += fourRows;
  storeRow(
    to,
    positionBytes,
    add(v128.load(d1), inside(d2, has2)),
    add(v128.load(d1 + across), inside(d2 + across, has2)),
    add(inside(d1 + c2, of2), inside(d2 + c2, has2 && of2)),
    add(inside(d1 + c3, of3), inside(d2 + c3, has2 && of3)),
  );
  to += fourRows;
  storeRow(
    to,
    positionBytes,
    sub(inside(d2, has2), v128.load(d1)),
    sub(inside(d2 + across, has2), v128.load(d1 + across)),
    sub(inside(d2 + c2, has2 && of2), inside(d1 + c2, of2)),
    sub(inside(d2 + c3, has2 && of3), inside(d1 + c3, of3)),
  );
  to += fourRows;
  storeRow(
    to,
    positionBytes,
    sub(v128.load(d1), inside(d3, has3)),
    sub(v128.load(d1 + across), inside(d3 + across, has3)),
    sub(inside(d1 + c2, of2), inside(d3 + c2, has3 && of2)),
    sub(inside(d1 + c3, of3), inside(d3 + c3, has3 && of3)),
  );
}

/** B across, added to a row of cells. */
// @ts-ignore
@inline
function addRow(to: usize, across: usize, columns: i32, m0: v128, m1: v128, m2: v128, m3: v128): void {
  v128.store(to, add(v128.load(to), m0));
  to += across;
  v128.store(to, add(v128.load(to), add(sub(m1, m2), m3)));
  to += across;
  if (columns > 2) v128.store(to, add(v128.load(to), sub(add(m1, m2), m0)));
  to += across;
  if (columns > 3) v128.store(to, sub(v128.load(to), m3));
}

/**
 * The transpose of `tilesOfPictures`: B t B', added to whole pictures.
 * @param from 16 matrices (tiles x channels of a cell), of the pictures' tiles from the first on
 */
export function picturesOfTiles(
  pictures: usize,
  from: usize,
  positionBytes: usize,
  batch: i32,
  height: i32,
  width: i32,
  channels: i32,
  step: i32,
  reach: i32,
): void {
  const side = 5 - reach;
  const cellsDown = height / step;
  const cellsAcross = width / step;
  const rowBytes = <usize>(width * channels) << 2;
  const across = <usize>(step * channels) << 2;
  const down = <usize>step * rowBytes;
  const p1 = positionBytes;
  const p2 = 2 * positionBytes;
  const p3 = 3 * positionBytes;
  const q1 = 4 * positionBytes;
  const q2 = 8 * positionBytes;
  const q3 = 12 * positionBytes;
  for (let picture = 0; picture < batch; picture++, pictures += <usize>height * rowBytes) {
    for (let cellDown = 0; cellDown < cellsDown - reach + 1; cellDown += side) {
      const rows = cellsDown - cellDown;
      for (let cellAcross = 0; cellAcross < cellsAcross - reach + 1; cellAcross += side) {
        const columns = cellsAcross - cellAcross;
        let line = pictures + <usize>(cellDown * step) * rowBytes + <usize>cellAcross * across;
        for (let i = 0; i < step; i++, line += rowBytes) {
          const end = line + across;
          for (let to = line; to < end; to += 16, from += 16) {
            const row1 = from + q1;
            const row2 = from + q2;
            const row3 = from + q3;
            addRow(
              to,
              across,
              columns,
              v128.load(from),
              v128.load(from + p1),
              v128.load(from + p2),
              v128.load(from + p3),
            );
            addRow(
              to + down,
              across,
              columns,
              add(sub(v128.load(row1), v128.load(row2)), v128.load(row3)),
              add(sub(v128.load(row1 + p1), v128.load(row2 + p1)), v128.load(row3 + p1)),
              add(sub(v128.load(row1 + p2), v128.load(row2 + p2)), v128.load(row3 + p2)),
              add(sub(v128.load(row1 + p3), v128.load(row2 + p3)), v128.load(row3 + p3)),
            );
            if (rows <= 2) continue;
            addRow(
              to + 2 * down,
              across,
              columns,
              sub(add(v128.load(row1), v128.load(row2)), v128.load(from)),
              sub(add(v128.load(row1 + p1), v128.load(row2 + p1)), v128.load(from + p1)),
              sub(add(v128.load(row1 + p2), v128.load(row2 + p2)), v128.load(from + p2)),
              sub(add(v128.load(row1 + p3), v128.load(row2 + p3)), v128.load(from + p3)),
            );
            if (rows <= 3) continue;
            addRow(
              to + 3 * down,
              across,
              columns,
              f32x4.neg(v128.load(row3)),
              f32x4.neg(v128.load(row3 + p1)),
              f32x4.neg(v128.load(row3 + p2)),
              f32x4.neg(v128.load(row3 + p3)),
            );
          }
        }
      }
    }
  }
}

/** A' along one axis: the output at place `at` of `side`. */
// @ts-ignore
@inline
function outputAt(at: i32, side: i32, m0: v128, m1: v128, m2: v128, m3: v128): v128 {
  let y = at == 1 ? sub(m1, m2) : add(m1, m2);
  if (at == 0) y = add(m0, y);
  if (at == side - 1) y = sub(y, m3);
  return y;
}

/**
 * A' m A, plus a bias, through a rectifier: outputs (batch x outDown x outAcross x filters) from 16 matrices
 * (tiles x filters).
 * @param bias address of `filters` floats; 0: none
 * @param first, count which tiles of all, picture by picture
 */
export function outputsOfTiles(
  outputs: usize,
  from: usize,
  positionBytes: usize,
  outDown: i32,
  outAcross: i32,
  filters: i32,
  reach: i32,
  first: i32,
  count: i32,
  bias: usize,
  rectify: bool,
): void {
  const side = 5 - reach;
  const tilesAcross = (outAcross + side - 1) / side;
  const tilesPerPicture = tilesAcross * ((outDown + side - 1) / side);
  const bytes = <usize>filters << 2;
  const fourRows = 4 * positionBytes;
  const zero = f32x4.splat(0);
  for (let n = first; n < first + count; n++) {
    const picture = n / tilesPerPicture;
    const y = ((n - picture * tilesPerPicture) / tilesAcross) * side;
    const x = (n % tilesAcross) * side;
    const to = outputs + <usize>((picture * outDown + y) * outAcross + x) * bytes;
    const rows = min(side, outDown - y);
    const columns = min(side, outAcross - x);
    for (let at: usize = 0; at < bytes; at += 16, from += 16) {
      const plus = bias ? v128.load(bias + at) : zero;
      for (let row = 0; row < rows; row++) {
        let m = from;
        const t0 = positionsDown(row, side, m, fourRows);
        m += positionBytes;
        const t1 = positionsDown(row, side, m, fourRows);
        m += positionBytes;
        const t2 = positionsDown(row, side, m, fourRows);
        m += positionBytes;
        const t3 = positionsDown(row, side, m, fourRows);
        let here = to + <usize>(row * outAcross) * bytes + at;
        for (let column = 0; column < columns; column++, here += bytes) {
          let value = add(outputAt(column, side, t0, t1, t2, t3), plus);
          // pmax, not max: faster, and NaN stays NaN.
          if (rectify) value = f32x4.pmax(value, zero);
          v128.store(here, value);
        }
      }
    }
  }
}

// @ts-ignore
@inline
function positionsDown(row: i32, side: i32, m: usize, fourRows: usize): v128 {
  const m1 = v128.load(m + fourRows);
  const m2 = v128.load(m + 2 * fourRows);
  let y = row == 1 ? sub(m1, m2) : add(m1, m2);
  if (row == 0) y = add(v128.load(m), y);
  if (row == side - 1) y = sub(y, v128.load(m + 3 * fourRows));
  return y;
}

/**
 * The transpose of `outputsOfTiles`, without bias and rectifier: A y A', 16 matrices (tiles x filters).
 * @param inPanels as panels (pack.ts) of `count` rows rather than row by row
 */
export function tilesOfOutputs(
  to: usize,
  positionBytes: usize,
  outputs: usize,
  outDown: i32,
  outAcross: i32,
  filters: i32,
  reach: i32,
  first: i32,
  count: i32,
  inPanels: bool,
): void {
  const side = 5 - reach;
  const tilesAcross = (outAcross + side - 1) / side;
  const tilesPerPicture = tilesAcross * ((outDown + side - 1) / side);
  const bytes = <usize>filters << 2;
  const rowBytes = <usize>outAcross * bytes;
  const tileBytes = inPanels ? 32 : bytes;
  // From eight filters to the next eight.
  const eightBytes = inPanels ? <usize>count << 5 : 32;
  for (let n = first; n < first + count; n++, to += tileBytes) {
    const picture = n / tilesPerPicture;
    const y = ((n - picture * tilesPerPicture) / tilesAcross) * side;
    const x = (n % tilesAcross) * side;
    const from = outputs + <usize>((picture * outDown + y) * outAcross + x) * bytes;
    const rows = min(side, outDown - y);
    const columns = min(side, outAcross - x);
    for (let at: usize = 0; at < bytes; at += 16) {
      let here = to + (at >> 5) * eightBytes + (at & 16);
      const y0 = from + at;
      const y1 = y0 + rowBytes;
      const y2 = y1 + rowBytes;
      const last = rows == side ? y0 + <usize>(side - 1) * rowBytes : 0;
      gradientRow(here, positionBytes, y0, 0, 0, bytes, columns, side, false);
      here += 4 * positionBytes;
      gradientRow(here, positionBytes, y0, rows > 1 ? y1 : 0, rows > 2 ? y2 : 0, bytes, columns, side, false);
      here += 4 * positionBytes;
      gradientRow(here, positionBytes, y0, rows > 1 ? y1 : 0, rows > 2 ? y2 : 0, bytes, columns, side, true);
      here += 4 * positionBytes;
      if (last) negatedRow(here, positionBytes, last, bytes, columns, side);
      else gradientRow(here, positionBytes, 0, 0, 0, bytes, 0, side, false);
    }
  }
}

/** A row of positions: A across, of y0 plus or minus y1 plus y2, each an address of a row's outputs or 0. */
// @ts-ignore
@inline
function gradientRow(
  to: usize,
  positionBytes: usize,
  y0: usize,
  y1: usize,
  y2: usize,
  bytes: usize,
  columns: i32,
  side: i32,
  minus: bool,
): void {
  storeOutputs(
    to,
    positionBytes,
    side,
    threeOutputs(y0, y1, y2, columns > 0, minus),
    threeOutputs(y0 + bytes, y1 ? y1 + bytes : 0, y2 ? y2 + bytes : 0, columns > 1, minus),
    threeOutputs(y0 + 2 * bytes, y1 ? y1 + 2 * bytes : 0, y2 ? y2 + 2 * bytes : 0, columns > 2, minus),
  );
}

// @ts-ignore
@inline
function threeOutputs(y0: usize, y1: usize, y2: usize, isInside: bool, minus: bool): v128 {
  if (!isInside) return f32x4.splat(0);
  let sum = v128.load(y0);
  if (y1) sum = minus ? sub(sum, v128.load(y1)) : add(sum, v128.load(y1));
  if (y2) sum = add(sum, v128.load(y2));
  return sum;
}

/** The last row of positions. */
// @ts-ignore
@inline
function negatedRow(to: usize, positionBytes: usize, y: usize, bytes: usize, columns: i32, side: i32): void {
  storeOutputs(
    to,
    positionBytes,
    side,
    f32x4.neg(v128.load(y)),
    f32x4.neg(inside(y + bytes, columns > 1)),
    f32x4.neg(inside(y + 2 * bytes, columns > 2)),
  );
}

/** A across. */
// @ts-ignore
@inline
function storeOutputs(to: usize, positionBytes: usize, side: i32, y0: v128, y1: v128, y2: v128): void {
  const even = add(y0, y2);
  v128.store(to, y0);
  v128.store(to + positionBytes, add(even, y1));
  v128.store(to + 2 * positionBytes, sub(even, y1));
  v128.store(to + 3 * positionBytes, f32x4.neg(side == 3 ? y2 : y1));
}

/** G: what tap `tap` of `reach` counts for at place `at` of 4. */
function weightOf(at: i32, tap: i32, reach: i32): f32 {
  if (at == 0) return tap == 0 ? 1 : 0;
  if (at == 3) return tap == reach - 1 ? 1 : 0;
  return at == 2 && tap == 1 ? -0.5 : 0.5;
}

/**
 * One position of G g G': a matrix (channels of a cell x filters).
 * @param filter reach * step x reach * step x channels x filters; channels * step * filters is a multiple of 4
 * @param position 4 times its row plus its column
 */
export function positionOfFilter(
  to: usize,
  filter: usize,
  position: i32,
  channels: i32,
  filters: i32,
  step: i32,
  reach: i32,
): void {
  const lineBytes = <usize>(step * channels * filters) << 2;
  memory.fill(to, 0, <usize>step * lineBytes);
  for (let row = 0; row < reach; row++) {
    for (let column = 0; column < reach; column++) {
      const weight = weightOf(position >> 2, row, reach) * weightOf(position & 3, column, reach);
      if (weight == 0) continue;
      const weights = f32x4.splat(weight);
      for (let line = 0; line < step; line++) {
        const from = filter + <usize>((row * step + line) * reach + column) * lineBytes;
        const here = to + <usize>line * lineBytes;
        for (let at: usize = 0; at < lineBytes; at += 16) {
          v128.store(here + at, multiplyAdd(weights, v128.load(from + at), v128.load(here + at)));
        }
      }
    }
  }
}

/**
 * The transpose of `positionOfFilter`: one tap of G' t G.
 * @param filter as there; the part of it that belongs to the tap is written
 * @param positions 16 matrices (channels of a cell x filters) behind each other
 * @param tap `reach` times its row plus its column
 */
export function tapOfPositions(
  filter: usize,
  positions: usize,
  tap: i32,
  channels: i32,
  filters: i32,
  step: i32,
  reach: i32,
): void {
  const lineBytes = <usize>(step * channels * filters) << 2;
  const row = tap / reach;
  const column = tap % reach;
  for (let line = 0; line < step; line++) {
    const to = filter + <usize>((row * step + line) * reach + column) * lineBytes;
    memory.fill(to, 0, lineBytes);
    for (let position = 0; position < 16; position++) {
      const weight = weightOf(position >> 2, row, reach) * weightOf(position & 3, column, reach);
      if (weight == 0) continue;
      const weights = f32x4.splat(weight);
      const from = positions + <usize>(position * step + line) * lineBytes;
      for (let at: usize = 0; at < lineBytes; at += 16) {
        v128.store(to + at, multiplyAdd(weights, v128.load(from + at), v128.load(to + at)));
      }
    }
  }
}

/** to = the sum of so many arrays of `count` floats, `bytes` apart. */
export function addUp(to: usize, arrays: usize, bytes: usize, number: i32, count: i32): void {
  let at: usize = 0;
  const size = <usize>count << 2;
  for (; at + 16 <= size; at += 16) {
    let from = arrays + at;
    let sum = v128.load(from);
    for (let i = 1; i < number; i++) {
      from += bytes;
      sum = add(sum, v128.load(from));
    }
    v128.store(to + at, sum);
  }
  for (; at < size; at += 4) {
    let sum: f32 = 0;
    for (let i = 0; i < number; i++) sum += f32.load(arrays + <usize>i * bytes + at);
    f32.store(to + at, sum);
  }
}
