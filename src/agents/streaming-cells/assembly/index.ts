/**
 * The three passes over a cell's weights and traces that take nearly all of its time, four floats at a time. A matrix has a
 * row for each input; `columns` floats in a row, a multiple of 4. Addresses are bytes, multiples of 16. Weights are what lies
 * at `weights` and `owed` times what lies at `traces`.
 */

/**
 * sums[k] = sum over j of inputs[j] * (weights[j][k] + owed * traces[j][k]). Rows of inputs that are 0 are passed over; the
 * others' numbers are listed at `active`.
 * @param rows a multiple of 4
 * @returns how many there are
 */
export function project(
  sums: usize,
  inputs: usize,
  active: usize,
  rows: i32,
  columns: i32,
  weights: usize,
  traces: usize,
  owed: f32,
): i32 {
  const bytes: usize = <usize>columns << 2;
  let count = 0;
  for (let j = 0; j < rows; j += 4) {
    if (!v128.any_true(f32x4.ne(v128.load(inputs + (<usize>j << 2)), f32x4.splat(0)))) continue;
    for (let i = j; i < j + 4; i++) {
      if (f32.load(inputs + (<usize>i << 2)) == 0) continue;
      store<i32>(active + (<usize>count << 2), i);
      count++;
    }
  }
  memory.fill(sums, 0, bytes);
  const end = sums + bytes;
  let i = 0;
  // Two rows at once: the sums are fetched and stored half as often.
  for (; i + 2 <= count; i += 2) {
    const j = <usize>load<i32>(active + (<usize>i << 2));
    const k = <usize>load<i32>(active + (<usize>i << 2), 4);
    const a = f32x4.splat(f32.load(inputs + (j << 2)));
    const b = f32x4.splat(f32.load(inputs + (k << 2)));
    const c = f32x4.splat(owed * f32.load(inputs + (j << 2)));
    const d = f32x4.splat(owed * f32.load(inputs + (k << 2)));
    let first = j * bytes;
    let second = k * bytes;
    for (let p = sums; p < end; p += 16, first += 16, second += 16) {
      const one = f32x4.add(f32x4.mul(a, v128.load(weights + first)), f32x4.mul(c, v128.load(traces + first)));
      const two = f32x4.add(f32x4.mul(b, v128.load(weights + second)), f32x4.mul(d, v128.load(traces + second)));
      v128.store(p, f32x4.add(v128.load(p), f32x4.add(one, two)));
    }
  }
  if (i < count) {
    const j = <usize>load<i32>(active + (<usize>i << 2));
    const a = f32x4.splat(f32.load(inputs + (j << 2)));
    const c = f32x4.splat(owed * f32.load(inputs + (j << 2)));
    let first = j * bytes;
    for (let p = sums; p < end; p += 16, first += 16) {
      const one = f32x4.add(f32x4.mul(a, v128.load(weights + first)), f32x4.mul(c, v128.load(traces + first)));
      v128.store(p, f32x4.add(v128.load(p), one));
    }
  }
  return count;
}

/**
 * traces[j][first + i] += d and weights[j][first + i] -= owed * d, with d = share * inputs[j] * slopes[i], for the `count`
 * rows listed at `active` and i < width, a multiple of 4.
 * @returns by how much the sum of the absolute traces has grown
 */
export function addTraces(
  inputs: usize,
  active: usize,
  count: i32,
  columns: i32,
  weights: usize,
  traces: usize,
  owed: f32,
  first: i32,
  slopes: usize,
  width: i32,
  share: f32,
): f64 {
  const bytes: usize = <usize>width << 2;
  const due = f32x4.splat(owed);
  let grown: f64 = 0;
  for (let n = 0; n < count; n++) {
    const j = <usize>load<i32>(active + (<usize>n << 2));
    const scale = f32x4.splat(share * f32.load(inputs + (j << 2)));
    const row = (j * <usize>columns + <usize>first) << 2;
    let change = f32x4.splat(0);
    for (let i: usize = 0; i < bytes; i += 16) {
      const d = f32x4.mul(scale, v128.load(slopes + i));
      const old = v128.load(traces + row + i);
      const fresh = f32x4.add(old, d);
      v128.store(traces + row + i, fresh);
      const w = weights + row + i;
      v128.store(w, f32x4.sub(v128.load(w), f32x4.mul(due, d)));
      change = f32x4.add(change, f32x4.sub(f32x4.abs(fresh), f32x4.abs(old)));
    }
    grown += <f64>sumOf(change);
  }
  return grown;
}

/** weights += owed * traces; traces *= factor, for one row. Returns the sum of its absolute traces after that. */
export function settle(weights: usize, traces: usize, columns: i32, owed: f32, factor: f32): f64 {
  const o = f32x4.splat(owed);
  const f = f32x4.splat(factor);
  const end = weights + (<usize>columns << 2);
  let size = f32x4.splat(0);
  for (; weights < end; weights += 16, traces += 16) {
    const trace = v128.load(traces);
    v128.store(weights, f32x4.add(v128.load(weights), f32x4.mul(o, trace)));
    const left = f32x4.mul(f, trace);
    v128.store(traces, left);
    size = f32x4.add(size, f32x4.abs(left));
  }
  return <f64>sumOf(size);
}

// @ts-ignore: decorators on functions are AssemblyScript's
@inline
function sumOf(v: v128): f32 {
  return f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3);
}
