/**
 * The matrix products of a convolution and of a dense layer.
 *
 * A convolution without padding is a matrix product: every output pixel takes a *patch* of the input, and all patches,
 * one a row, form a matrix P. With channels last, a patch is a few contiguous *segments* (one for each row of the
 * filter), so P need not be written down: a table with the address at which each patch begins is enough. A row of an
 * ordinary matrix is a patch of one segment, so dense layers use the same products:
 *
 *   forward            out = P W          `rowsTimes`
 *   filter's gradient  dW  = P' dY        `transposedTimes`
 *   input's gradient   dP  = dY W'        `rowsTimes` once a segment, the result being added where the patches lie
 *
 * The right-hand factor comes in *panels* of 8 columns (pack.ts), so that the inner loop reads it in one stream. The
 * inner loop keeps a tile of 4 rows and 8 columns in eight registers: 16 registers is all that x86 has under V8, and
 * larger tiles or unrolled loops spill (measured: half the speed and less).
 *
 * Every element is summed up in the same order wherever the rows and columns are cut, so that threads which share a
 * product (src/nn/threads) do not change it.
 */
import { loadSome, multiplyAdd, storeSome } from './simd';

/** So many rows share a panel before the next panel is taken: their patches stay in the first-level cache. */
const blockRows = 96;

/**
 * out (rows x columns) = P W, plus what `out` holds if `accumulate`, plus a bias, through a rectifier.
 * @param outTable addresses to which `outOffset` is added: where the rows of the result begin. With `accumulate` they may
 * overlap
 * @param table addresses of the patches, one for each row
 * @param segments contiguous parts of a patch, `length` floats each, `segmentBytes` apart
 * @param panels W, segments * length rows deep
 * @param bias address of `columns` floats; 0: none
 */
export function rowsTimes(
  outTable: usize,
  outOffset: usize,
  table: usize,
  rows: i32,
  columns: i32,
  segments: i32,
  length: i32,
  segmentBytes: i32,
  panels: usize,
  bias: usize,
  rectify: bool,
  accumulate: bool,
): void {
  const panelBytes = <usize>(segments * length) << 5;
  const lengthBytes = <usize>length << 2;
  for (let block = 0; block < rows; block += blockRows) {
    const end = min(block + blockRows, rows);
    let panel = panels;
    for (let column = 0; column < columns; column += 8, panel += panelBytes) {
      for (let row = block; row < end; row += 4) {
        // Rows beyond the last are the last again; they are computed but not stored.
        const last = end - 1;
        const entry0 = table + (<usize>row << 2);
        const entry1 = table + (<usize>min(row + 1, last) << 2);
        const entry2 = table + (<usize>min(row + 2, last) << 2);
        const entry3 = table + (<usize>min(row + 3, last) << 2);
        let c00 = f32x4.splat(0);
        let c01 = f32x4.splat(0);
        let c10 = f32x4.splat(0);
        let c11 = f32x4.splat(0);
        let c20 = f32x4.splat(0);
        let c21 = f32x4.splat(0);
        let c30 = f32x4.splat(0);
        let c31 = f32x4.splat(0);
        let b = panel;
        let offset: usize = 0;
        for (let segment = 0; segment < segments; segment++, offset += segmentBytes) {
          let a0 = <usize>load<u32>(entry0) + offset;
          let a1 = <usize>load<u32>(entry1) + offset;
          let a2 = <usize>load<u32>(entry2) + offset;
          let a3 = <usize>load<u32>(entry3) + offset;
          const stop = a0 + lengthBytes;
          do {
            const b0 = v128.load(b);
            const b1 = v128.load(b, 16);
            let a = v128.load_splat<f32>(a0);
            c00 = multiplyAdd(a, b0, c00);
            c01 = multiplyAdd(a, b1, c01);
            a = v128.load_splat<f32>(a1);
            c10 = multiplyAdd(a, b0, c10);
            c11 = multiplyAdd(a, b1, c11);
            a = v128.load_splat<f32>(a2);
            c20 = multiplyAdd(a, b0, c20);
            c21 = multiplyAdd(a, b1, c21);
            a = v128.load_splat<f32>(a3);
            c30 = multiplyAdd(a, b0, c30);
            c31 = multiplyAdd(a, b1, c31);
            a0 += 4;
            a1 += 4;
            a2 += 4;
            a3 += 4;
            b += 32;
          } while (a0 < stop);
        }
        const at = outOffset + (<usize>column << 2);
        const out = outTable + (<usize>row << 2);
        const width = columns - column;
        const biasHere = bias ? bias + (<usize>column << 2) : 0;
        // One row after the other: they may overlap.
        if (width >= 8 && row + 4 <= end) {
          finishWholeRow(<usize>load<u32>(out) + at, c00, c01, biasHere, rectify, accumulate);
          finishWholeRow(<usize>load<u32>(out, 4) + at, c10, c11, biasHere, rectify, accumulate);
          finishWholeRow(<usize>load<u32>(out, 8) + at, c20, c21, biasHere, rectify, accumulate);
          finishWholeRow(<usize>load<u32>(out, 12) + at, c30, c31, biasHere, rectify, accumulate);
          continue;
        }
        finishRow(<usize>load<u32>(out) + at, c00, c01, width, biasHere, rectify, accumulate);
        if (row + 1 < end) finishRow(<usize>load<u32>(out, 4) + at, c10, c11, width, biasHere, rectify, accumulate);
        if (row + 2 < end) finishRow(<usize>load<u32>(out, 8) + at, c20, c21, width, biasHere, rectify, accumulate);
        if (row + 3 < end) finishRow(<usize>load<u32>(out, 12) + at, c30, c31, width, biasHere, rectify, accumulate);
      }
    }
  }
}

/** Adds what is to be added to eight sums and stores them. Inlined: most rows end here. */
// @ts-ignore
@inline
function finishWholeRow(to: usize, low: v128, high: v128, bias: usize, rectify: bool, accumulate: bool): void {
  if (accumulate) {
    low = f32x4.add(low, v128.load(to));
    high = f32x4.add(high, v128.load(to, 16));
  }
  if (bias) {
    low = f32x4.add(low, v128.load(bias));
    high = f32x4.add(high, v128.load(bias, 16));
  }
  if (rectify) {
    // pmax, not max: faster, and NaN stays NaN.
    low = f32x4.pmax(low, f32x4.splat(0));
    high = f32x4.pmax(high, f32x4.splat(0));
  }
  v128.store(to, low);
  v128.store(to, high, 16);
}

/** The same for fewer than eight columns. */
function finishRow(to: usize, low: v128, high: v128, width: i32, bias: usize, rectify: bool, accumulate: bool): void {
  const highWidth = width - 4;
  if (accumulate) {
    low = f32x4.add(low, loadSome(to, width));
    high = f32x4.add(high, loadSome(to + 16, highWidth));
  }
  if (bias) {
    low = f32x4.add(low, loadSome(bias, width));
    high = f32x4.add(high, loadSome(bias + 16, highWidth));
  }
  if (rectify) {
    low = f32x4.pmax(low, f32x4.splat(0));
    high = f32x4.pmax(high, f32x4.splat(0));
  }
  storeSome(to, low, width);
  storeSome(to + 16, high, highWidth);
}

/**
 * out (segments * length x columns) = P' D, plus what `out` holds if `accumulate`.
 * @param outBytes from a row of `out` to the next
 * @param panels D, rows x columns: `rows` deep
 */
export function transposedTimes(
  out: usize,
  outBytes: usize,
  table: usize,
  rows: i32,
  columns: i32,
  segments: i32,
  length: i32,
  segmentBytes: i32,
  panels: usize,
  accumulate: bool,
): void {
  const tableEnd = table + (<usize>rows << 2);
  const panelBytes = <usize>rows << 5;
  let to = out;
  for (let segment = 0; segment < segments; segment++) {
    let offset = <usize>(segment * segmentBytes);
    let at = 0;
    for (; at + 4 <= length; at += 4, offset += 16, to += 4 * outBytes) {
      let panel = panels;
      for (let column = 0; column < columns; column += 8, panel += panelBytes) {
        let c00 = f32x4.splat(0);
        let c01 = f32x4.splat(0);
        let c10 = f32x4.splat(0);
        let c11 = f32x4.splat(0);
        let c20 = f32x4.splat(0);
        let c21 = f32x4.splat(0);
        let c30 = f32x4.splat(0);
        let c31 = f32x4.splat(0);
        let b = panel;
        let entry = table;
        do {
          const from = <usize>load<u32>(entry) + offset;
          const b0 = v128.load(b);
          const b1 = v128.load(b, 16);
          let a = v128.load_splat<f32>(from);
          c00 = multiplyAdd(a, b0, c00);
          c01 = multiplyAdd(a, b1, c01);
          a = v128.load_splat<f32>(from, 4);
          c10 = multiplyAdd(a, b0, c10);
          c11 = multiplyAdd(a, b1, c11);
          a = v128.load_splat<f32>(from, 8);
          c20 = multiplyAdd(a, b0, c20);
          c21 = multiplyAdd(a, b1, c21);
          a = v128.load_splat<f32>(from, 12);
          c30 = multiplyAdd(a, b0, c30);
          c31 = multiplyAdd(a, b1, c31);
          entry += 4;
          b += 32;
        } while (entry < tableEnd);
        const here = to + (<usize>column << 2);
        const width = columns - column;
        if (width >= 8) {
          finishWholeRow(here, c00, c01, 0, false, accumulate);
          finishWholeRow(here + outBytes, c10, c11, 0, false, accumulate);
          finishWholeRow(here + 2 * outBytes, c20, c21, 0, false, accumulate);
          finishWholeRow(here + 3 * outBytes, c30, c31, 0, false, accumulate);
          continue;
        }
        finishRow(here, c00, c01, width, 0, false, accumulate);
        finishRow(here + outBytes, c10, c11, width, 0, false, accumulate);
        finishRow(here + 2 * outBytes, c20, c21, width, 0, false, accumulate);
        finishRow(here + 3 * outBytes, c30, c31, width, 0, false, accumulate);
      }
    }
    for (; at < length; at++, offset += 4, to += outBytes) {
      let panel = panels;
      for (let column = 0; column < columns; column += 8, panel += panelBytes) {
        let low = f32x4.splat(0);
        let high = f32x4.splat(0);
        let b = panel;
        for (let entry = table; entry < tableEnd; entry += 4, b += 32) {
          const a = v128.load_splat<f32>(<usize>load<u32>(entry) + offset);
          low = multiplyAdd(a, v128.load(b), low);
          high = multiplyAdd(a, v128.load(b, 16), high);
        }
        finishRow(to + (<usize>column << 2), low, high, columns - column, 0, false, accumulate);
      }
    }
  }
}

/**
 * out (columns) = a W plus a bias, through a rectifier: a product of a single row, where making panels would take longer
 * than to multiply. Rows of W that meet a zero are passed over: rectifiers leave many.
 * @param a depth floats
 * @param weights W, depth x columns, its rows `rowBytes` apart
 * @param bias address of `columns` floats; 0: none
 */
export function rowTimes(
  out: usize,
  a: usize,
  weights: usize,
  depth: i32,
  columns: i32,
  rowBytes: usize,
  bias: usize,
  rectify: bool,
): void {
  const bytes = <usize>columns << 2;
  if (bias) memory.copy(out, bias, bytes);
  else memory.fill(out, 0, bytes);
  const end = a + (<usize>depth << 2);
  while (a < end) {
    // The next four rows that count; where there are fewer, the first again with a factor of zero.
    let f0: f32 = 0;
    let f1: f32 = 0;
    let f2: f32 = 0;
    let f3: f32 = 0;
    let r0 = weights;
    let r1 = weights;
    let r2 = weights;
    let r3 = weights;
    let found = 0;
    for (; a < end && found < 4; a += 4, weights += rowBytes) {
      const f = f32.load(a);
      if (f == 0) continue;
      if (found == 0) {
        f0 = f;
        r0 = r1 = r2 = r3 = weights;
      } else if (found == 1) {
        f1 = f;
        r1 = weights;
      } else if (found == 2) {
        f2 = f;
        r2 = weights;
      } else {
        f3 = f;
        r3 = weights;
      }
      found++;
    }
    if (found == 0) break;
    addRows(out, bytes, f0, r0, f1, r1, f2, r2, f3, r3);
  }
  if (!rectify) return;
  let at: usize = 0;
  for (; at + 16 <= bytes; at += 16) v128.store(out + at, f32x4.pmax(v128.load(out + at), f32x4.splat(0)));
  for (; at < bytes; at += 4) if (f32.load(out + at) < 0) f32.store(out + at, 0);
}

/** out += the sum of four rows, each times its factor. */
function addRows(
  out: usize,
  bytes: usize,
  f0: f32,
  r0: usize,
  f1: f32,
  r1: usize,
  f2: f32,
  r2: usize,
  f3: f32,
  r3: usize,
): void {
  const s0 = f32x4.splat(f0);
  const s1 = f32x4.splat(f1);
  const s2 = f32x4.splat(f2);
  const s3 = f32x4.splat(f3);
  let at: usize = 0;
  for (; at + 16 <= bytes; at += 16) {
    let v = multiplyAdd(s0, v128.load(r0 + at), v128.load(out + at));
    v = multiplyAdd(s1, v128.load(r1 + at), v);
    v = multiplyAdd(s2, v128.load(r2 + at), v);
    v128.store(out + at, multiplyAdd(s3, v128.load(r3 + at), v));
  }
  for (; at < bytes; at += 4) {
    const v = f32.load(out + at) + f0 * f32.load(r0 + at) + f1 * f32.load(r1 + at);
    f32.store(out + at, v + f2 * f32.load(r2 + at) + f3 * f32.load(r3 + at));
  }
}
