/**
 * Observations, made in the memory in which the pictures lie.
 *
 * The way is ALE's own vector environment's: grey levels, the maximum of two frames (sprites that flicker every other
 * frame stay visible), resize by area. OpenCV's INTER_AREA is followed to the last bit: an output pixel is the
 * weighted sum of the source pixels it covers, weights and sums are 32-bit floats in OpenCV's order, and the result
 * is rounded to the nearest even at ties.
 *
 * For the size that everybody uses, 160 x 210 -> 84 x 84, the same sums are made with integers: an output pixel covers
 * 40/21 x 5/2 source pixels, so with weights in 21sts and halves the sum is a whole number of 200ths. Only where it
 * falls exactly between two levels does OpenCV's float arithmetic decide, and only there is it done.
 *
 * Sources: OpenCV 4 `resize.cpp` for the order of operations; measured against cv2 and ale-py's AtariVectorEnv.
 */

/** Bytes of work space that `shrink` needs for pictures of up to 160 columns. */
export const SHRINK_BYTES: i32 = 1024;

/** dst = max(a, b), or a copy of a where b is 0. `bytes` is a multiple of 16. */
export function pool(dst: usize, a: usize, b: usize, bytes: i32): void {
  const count = <usize>bytes;
  if (b == 0) memory.copy(dst, a, count);
  else {
    for (let i: usize = 0; i < count; i += 16) {
      v128.store(dst + i, i8x16.max_u(v128.load(a + i), v128.load(b + i)));
    }
  }
}

/** Palette indices -> grey levels, 256-entry table. */
export function greyLevels(dst: usize, src: usize, bytes: i32, table: usize): void {
  for (let i: usize = 0; i < <usize>bytes; i++) store<u8>(dst + i, load<u8>(table + <usize>load<u8>(src + i)));
}

/** Palette indices -> RGB, 768-entry table. */
export function colours(dst: usize, src: usize, bytes: i32, table: usize): void {
  for (let i: usize = 0; i < <usize>bytes; i++) {
    const entry = table + 3 * <usize>load<u8>(src + i);
    store<u16>(dst + 3 * i, load<u16>(entry));
    store<u8>(dst + 3 * i, load<u8>(entry, 2), 2);
  }
}

// ---- Any size, as OpenCV does it.

/**
 * Resizes by area, one or three channels, to a smaller or equal size.
 * @param work 4 * dstWidth * channels bytes for sums of floats, twice
 */
export function shrink(
  dst: usize,
  dstWidth: i32,
  dstHeight: i32,
  src: usize,
  srcWidth: i32,
  srcHeight: i32,
  channels: i32,
  work: usize,
): void {
  if (srcWidth == 2 * dstWidth && srcHeight == 2 * dstHeight) {
    halve(dst, dstWidth, dstHeight, src, srcWidth, channels);
    return;
  }
  const row = work;
  const sums = work + <usize>(dstWidth * channels * 4);
  const scaleY = <f64>srcHeight / <f64>dstHeight;
  for (let y = 0; y < dstHeight; y++) {
    const from = <f64>y * scaleY;
    const to = from + scaleY;
    const cell = min<f64>(scaleY, <f64>srcHeight - from);
    let first = <i32>Math.ceil(from);
    let last = min<i32>(<i32>Math.floor(to), srcHeight - 1);
    first = min(first, last);
    memory.fill(sums, 0, dstWidth * channels * 4);
    let fresh = true;
    if (<f64>first - from > 1e-3) {
      addRow(sums, row, src, first - 1, <f32>((<f64>first - from) / cell), fresh, dstWidth, srcWidth, channels);
      fresh = false;
    }
    for (let line = first; line < last; line++) {
      addRow(sums, row, src, line, <f32>(1.0 / cell), fresh, dstWidth, srcWidth, channels);
      fresh = false;
    }
    if (to - <f64>last > 1e-3) {
      const part = <f32>(min<f64>(min<f64>(to - <f64>last, 1), cell) / cell);
      addRow(sums, row, src, last, part, fresh, dstWidth, srcWidth, channels);
    }
    const line = dst + <usize>(y * dstWidth * channels);
    for (let i: usize = 0; i < <usize>(dstWidth * channels); i++) {
      store<u8>(line + i, <u8>nearest<f32>(load<f32>(sums + (i << 2))));
    }
  }
}

/** sums += weight * (one source line resized horizontally). */
function addRow(
  sums: usize,
  row: usize,
  src: usize,
  line: i32,
  weight: f32,
  fresh: bool,
  dstWidth: i32,
  srcWidth: i32,
  channels: i32,
): void {
  const source = src + <usize>(line * srcWidth * channels);
  const scale = <f64>srcWidth / <f64>dstWidth;
  for (let x = 0; x < dstWidth; x++) {
    for (let c = 0; c < channels; c++) {
      const sum = shrunkPixel(source + <usize>c, x, scale, srcWidth, channels);
      const at = <usize>((x * channels + c) << 2);
      store<f32>(row + at, sum);
    }
  }
  for (let i: usize = 0; i < <usize>(dstWidth * channels); i++) {
    const at = i << 2;
    const value = weight * load<f32>(row + at);
    store<f32>(sums + at, fresh ? value : load<f32>(sums + at) + value);
  }
}

/** One output pixel's weighted sum of the pixels it covers in one line. */
function shrunkPixel(source: usize, x: i32, scale: f64, srcWidth: i32, channels: i32): f32 {
  const from = <f64>x * scale;
  const to = from + scale;
  const cell = min<f64>(scale, <f64>srcWidth - from);
  let first = <i32>Math.ceil(from);
  const last = min<i32>(<i32>Math.floor(to), srcWidth - 1);
  first = min(first, last);
  let sum: f32 = 0;
  if (<f64>first - from > 1e-3) {
    sum += <f32>load<u8>(source + <usize>((first - 1) * channels)) * <f32>((<f64>first - from) / cell);
  }
  for (let i = first; i < last; i++) sum += <f32>load<u8>(source + <usize>(i * channels)) * <f32>(1.0 / cell);
  if (to - <f64>last > 1e-3) {
    sum += <f32>load<u8>(source + <usize>(last * channels)) * <f32>(min<f64>(min<f64>(to - <f64>last, 1), cell) / cell);
  }
  return sum;
}

/** Exactly half the size: OpenCV adds four pixels and rounds half up. */
function halve(dst: usize, dstWidth: i32, dstHeight: i32, src: usize, srcWidth: i32, channels: i32): void {
  const line = srcWidth * channels;
  for (let y = 0; y < dstHeight; y++) {
    for (let x = 0; x < dstWidth; x++) {
      for (let c = 0; c < channels; c++) {
        const at = src + <usize>(2 * y * line + 2 * x * channels + c);
        const sum =
          <i32>load<u8>(at) +
          <i32>load<u8>(at + <usize>channels) +
          <i32>load<u8>(at + <usize>line) +
          <i32>load<u8>(at + <usize>(line + channels));
        store<u8>(dst + <usize>((y * dstWidth + x) * channels + c), <u8>((sum + 2) >> 2));
      }
    }
  }
}

// ---- 160 x 210 -> 84 x 84

/** The tables below, built by `prepareShrink84`: for 11 groups of 8 output pixels. */
const GROUPS: i32 = 11;
/** First source column of each group (i32), then per group 2 swizzles and 3 vectors of weights. */
const GROUP_BYTES: i32 = 16 + 2 * 16 + 3 * 16;
/** Bytes that `prepareShrink84` fills. */
export const SHRINK84_TABLE_BYTES: i32 = GROUPS * GROUP_BYTES;
/** One line of 16-bit sums with room behind it. */
const ROW_BYTES: i32 = 2 * 192;
/** Bytes of work space for `poolShrink84`: two lines. */
export const SHRINK84_WORK_BYTES: i32 = 2 * ROW_BYTES;

/**
 * Output pixel x covers source columns from 40x/21 to 40(x+1)/21: at most three of them, with weights in 21sts. Eight
 * output pixels cover at most 17 columns; their three taps are gathered by swizzles out of two vectors of eight.
 */
export function prepareShrink84(table: usize): void {
  for (let group = 0; group < GROUPS; group++) {
    const at = table + <usize>(group * GROUP_BYTES);
    const base = (8 * group * 40) / 21;
    store<i32>(at, base);
    for (let lane = 0; lane < 8; lane++) {
      const x = 8 * group + lane;
      const from = x * 40;
      const to = from + 40;
      const first = from / 21;
      const offset = (first - base) * 2;
      for (let half = 0; half < 2; half++) {
        // Bytes of the 16-bit lane in the first or the second vector; 0xff selects nothing.
        const inside = offset >> 4 == half && x < 84;
        const index = inside ? offset & 15 : 0xff;
        store<u8>(at + 16 + <usize>(half * 16 + lane * 2), <u8>index);
        store<u8>(at + 17 + <usize>(half * 16 + lane * 2), <u8>(inside ? index + 1 : 0xff));
      }
      for (let tap = 0; tap < 3; tap++) {
        const left = max(from, (first + tap) * 21);
        const right = min(to, (first + tap + 1) * 21);
        store<u16>(at + 48 + <usize>(tap * 16 + lane * 2), x < 84 && right > left ? <u16>(right - left) : 0);
      }
    }
  }
}

/**
 * Takes the maximum of two pictures of 160 x 210 grey levels, and resizes it to 84 x 84. Five lines become two: 2 2 1
 * halves of them, then 1 2 2.
 * @param pooled where the maximum is left
 * @param b 0 for none: then the picture is `a`
 * @param work SHRINK84_WORK_BYTES
 */
export function poolShrink84(dst: usize, pooled: usize, a: usize, b: usize, table: usize, work: usize): void {
  const other = b ? b : a;
  const second = work + ROW_BYTES;
  for (let y = 0; y < 84; y += 2) {
    const top = <usize>((y >> 1) * 800);
    for (let x: usize = top; x < top + 160; x += 16) {
      const line0 = pooledAt(pooled + x, a + x, other + x);
      const line1 = pooledAt(pooled + x + 160, a + x + 160, other + x + 160);
      const line2 = pooledAt(pooled + x + 320, a + x + 320, other + x + 320);
      const line3 = pooledAt(pooled + x + 480, a + x + 480, other + x + 480);
      const line4 = pooledAt(pooled + x + 640, a + x + 640, other + x + 640);
      const at = work + 2 * (x - top);
      const middle = i16x8.extend_low_i8x16_u(line2);
      v128.store(at, i16x8.add(twice(i16x8.extend_low_i8x16_u(line0), i16x8.extend_low_i8x16_u(line1)), middle));
      v128.store(at + ROW_BYTES, i16x8.add(twice(i16x8.extend_low_i8x16_u(line3), i16x8.extend_low_i8x16_u(line4)), middle));
      const middleHigh = i16x8.extend_high_i8x16_u(line2);
      v128.store(
        at,
        i16x8.add(twice(i16x8.extend_high_i8x16_u(line0), i16x8.extend_high_i8x16_u(line1)), middleHigh),
        16,
      );
      v128.store(
        at + ROW_BYTES,
        i16x8.add(twice(i16x8.extend_high_i8x16_u(line3), i16x8.extend_high_i8x16_u(line4)), middleHigh),
        16,
      );
    }
    shrinkRow84(dst + <usize>(y * 84), work, pooled, table, y);
    shrinkRow84(dst + <usize>(y * 84 + 84), second, pooled, table, y + 1);
  }
}

// @ts-ignore: decorator
@inline
function pooledAt(to: usize, a: usize, b: usize): v128 {
  const value = i8x16.max_u(v128.load(a), v128.load(b));
  v128.store(to, value);
  return value;
}

// @ts-ignore: decorator
@inline
function twice(a: v128, b: v128): v128 {
  return i16x8.shl(i16x8.add(a, b), 1);
}

/** One line of 84 pixels, out of the 160 sums of its lines. */
function shrinkRow84(line: usize, row: usize, pooled: usize, table: usize, y: i32): void {
  const hundred = i16x8.splat(100);
  const twoHundred = i16x8.splat(200);
  for (let group = 0; group < GROUPS; group++) {
    const at = table + <usize>(group * GROUP_BYTES);
    const columns = row + 2 * <usize>load<i32>(at);
    const first = v128.load(at, 16);
    const second = v128.load(at, 32);
    let sum = i16x8.mul(gather(columns, first, second), v128.load(at, 48));
    sum = i16x8.add(sum, i16x8.mul(gather(columns + 2, first, second), v128.load(at, 64)));
    sum = i16x8.add(sum, i16x8.mul(gather(columns + 4, first, second), v128.load(at, 80)));
    const rounded = i16x8.add(sum, hundred);
    // Division by 200: by 8, then by 25 as a multiplication by 16 / 25 and a shift. Exact for all sums up to 51,200.
    const eighth = i16x8.shr_u(rounded, 3);
    const levels = i16x8.shr_u(i16x8.q15mulr_sat_s(eighth, i16x8.splat(20972)), 4);
    const out = line + <usize>(group * 8);
    const packed = i8x16.narrow_i16x8_u(levels, levels);
    if (group < 10) v128.store64_lane(out, packed, 0);
    else v128.store32_lane(out, packed, 0);
    // A remainder of 0 after rounding up is a tie.
    const ties = i16x8.eq(i16x8.mul(levels, twoHundred), rounded);
    if (v128.any_true(ties)) settleTies(out, pooled, i16x8.bitmask(ties), 8 * group, y);
  }
}

// @ts-ignore: decorator
@inline
function gather(columns: usize, first: v128, second: v128): v128 {
  return v128.or(i8x16.swizzle(v128.load(columns), first), i8x16.swizzle(v128.load(columns, 16), second));
}

/** Pixels that lie exactly between two levels: done as OpenCV does, in floats. */
function settleTies(out: usize, src: usize, ties: i32, x: i32, y: i32): void {
  for (let lane = 0; ties != 0; lane++, ties >>= 1) {
    if ((ties & 1) == 0 || x + lane >= 84) continue;
    const top = src + <usize>(((y * 5) >> 1) * 160);
    const scale = 160.0 / 84.0;
    const whole = <f32>(1.0 / 2.5);
    const half = <f32>(0.5 / 2.5);
    const odd = y & 1;
    let sum = (odd ? half : whole) * shrunkPixel(top, x + lane, scale, 160, 1);
    sum += whole * shrunkPixel(top + 160, x + lane, scale, 160, 1);
    sum += (odd ? whole : half) * shrunkPixel(top + 320, x + lane, scale, 160, 1);
    store<u8>(out + <usize>lane, <u8>nearest<f32>(sum));
  }
}
