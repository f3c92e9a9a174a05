/**
 * Panels: a matrix cut into strips of 8 columns, each strip written row after row (depth x 8), the last one filled up
 * with zeros. All lie behind each other.
 */
import { loadSome } from './simd';

/** Panels of a matrix (depth x columns) whose rows are `stride` floats apart. */
export function packPanels(to: usize, from: usize, depth: i32, columns: i32, stride: i32): void {
  const strideBytes = <usize>stride << 2;
  const panelBytes = <usize>depth << 5;
  // Rows outside, so that a large matrix is read in one stream.
  for (let row = 0; row < depth; row++, from += strideBytes) {
    let at = to + (<usize>row << 5);
    let column = 0;
    for (; column + 8 <= columns; column += 8, at += panelBytes) {
      const source = from + (<usize>column << 2);
      v128.store(at, v128.load(source));
      v128.store(at, v128.load(source, 16), 16);
    }
    if (column < columns) {
      const source = from + (<usize>column << 2);
      v128.store(at, loadSome(source, columns - column));
      v128.store(at, loadSome(source + 16, columns - column - 4), 16);
    }
  }
}

/** Panels of the transpose of a matrix (columns x depth) whose rows are `stride` floats apart. */
export function packTransposed(to: usize, from: usize, depth: i32, columns: i32, stride: i32): void {
  const strideBytes = <usize>stride << 2;
  const panelBytes = <usize>depth << 5;
  for (let column = 0; column < columns; column += 8, to += panelBytes) {
    const first = from + <usize>column * strideBytes;
    transposeStrip(to, first, depth, min(columns - column, 4), strideBytes);
    transposeStrip(to + 16, first + 4 * strideBytes, depth, min(columns - column - 4, 4), strideBytes);
  }
}

/** Four rows (fewer: zeros) become four columns of a panel. */
function transposeStrip(to: usize, from: usize, depth: i32, rows: i32, strideBytes: usize): void {
  let at = 0;
  if (rows == 4) {
    for (; at + 4 <= depth; at += 4, from += 16, to += 128) {
      const r0 = v128.load(from);
      const r1 = v128.load(from + strideBytes);
      const r2 = v128.load(from + 2 * strideBytes);
      const r3 = v128.load(from + 3 * strideBytes);
      const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
      const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
      const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
      const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
      v128.store(to, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5));
      v128.store(to, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7), 32);
      v128.store(to, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5), 64);
      v128.store(to, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7), 96);
    }
  }
  for (; at < depth; at++, from += 4, to += 32) {
    let v = f32x4.splat(0);
    if (rows > 0) v = f32x4.replace_lane(v, 0, f32.load(from));
    if (rows > 1) v = f32x4.replace_lane(v, 1, f32.load(from + strideBytes));
    if (rows > 2) v = f32x4.replace_lane(v, 2, f32.load(from + 2 * strideBytes));
    if (rows > 3) v = f32x4.replace_lane(v, 3, f32.load(from + 3 * strideBytes));
    v128.store(to, v);
  }
}

/** The transpose (columns x rows) of a matrix (rows x columns); its rows are `toStride` floats apart. */
export function transpose(to: usize, toStride: i32, from: usize, rows: i32, columns: i32): void {
  const toBytes = <usize>toStride << 2;
  const fromBytes = <usize>columns << 2;
  let row = 0;
  for (; row + 4 <= rows; row += 4, from += 4 * fromBytes, to += 16) {
    let at = to;
    let column: usize = 0;
    for (; column + 16 <= fromBytes; column += 16, at += 4 * toBytes) {
      const r0 = v128.load(from + column);
      const r1 = v128.load(from + fromBytes + column);
      const r2 = v128.load(from + 2 * fromBytes + column);
      const r3 = v128.load(from + 3 * fromBytes + column);
      const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
      const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
      const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
      const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
      v128.store(at, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5));
      v128.store(at + toBytes, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7));
      v128.store(at + 2 * toBytes, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5));
      v128.store(at + 3 * toBytes, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7));
    }
    for (; column < fromBytes; column += 4, at += toBytes) {
      for (let i: usize = 0; i < 4; i++) f32.store(at + 4 * i, f32.load(from + i * fromBytes + column));
    }
  }
  for (; row < rows; row++, from += fromBytes, to += 4) {
    let at = to;
    for (let column: usize = 0; column < fromBytes; column += 4, at += toBytes) f32.store(at, f32.load(from + column));
  }
}
