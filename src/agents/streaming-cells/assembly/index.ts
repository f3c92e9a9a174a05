/**
 * The four passes over a cell's weights and traces that take nearly all of its time, four floats at a time. A matrix has a
 * row for each input; `columns` floats in a row, a multiple of 4. Addresses are bytes, multiples of 16.
 */

/** sums[k] = sum over j of inputs[j] * weights[j][k]. Rows of inputs that are 0 are passed over. */
export function project(sums: usize, inputs: usize, weights: usize, rows: i32, columns: i32): void {
  const bytes: usize = <usize>columns << 2;
  const end = sums + bytes;
  memory.fill(sums, 0, bytes);
  let j = 0;
  let row = weights;
  // Four rows at once: the sums are fetched and stored a quarter as often.
  for (; j + 4 <= rows; j += 4, row += 4 * bytes) {
    const x = v128.load(inputs + (<usize>j << 2));
    if (!v128.any_true(f32x4.ne(x, f32x4.splat(0)))) continue;
    const a = f32x4.splat(f32x4.extract_lane(x, 0));
    const b = f32x4.splat(f32x4.extract_lane(x, 1));
    const c = f32x4.splat(f32x4.extract_lane(x, 2));
    const d = f32x4.splat(f32x4.extract_lane(x, 3));
    let q = row;
    for (let p = sums; p < end; p += 16, q += 16) {
      const one = f32x4.add(f32x4.mul(a, v128.load(q)), f32x4.mul(b, v128.load(q + bytes)));
      const two = f32x4.add(f32x4.mul(c, v128.load(q + 2 * bytes)), f32x4.mul(d, v128.load(q + 3 * bytes)));
      v128.store(p, f32x4.add(v128.load(p), f32x4.add(one, two)));
    }
  }
  for (; j < rows; j++, row += bytes) {
    const a = f32x4.splat(f32.load(inputs + (<usize>j << 2)));
    let q = row;
    for (let p = sums; p < end; p += 16, q += 16) {
      v128.store(p, f32x4.add(v128.load(p), f32x4.mul(a, v128.load(q))));
    }
  }
}

/**
 * traces[j][first + i] += share * inputs[j] * slopes[i] for i < count, count a multiple of 4.
 * @returns by how much the sum of the absolute traces has grown
 */
export function addTraces(
  traces: usize,
  first: i32,
  inputs: usize,
  rows: i32,
  columns: i32,
  slopes: usize,
  count: i32,
  share: f32,
): f64 {
  const bytes: usize = <usize>columns << 2;
  const width: usize = <usize>count << 2;
  let grown: f64 = 0;
  let row = traces + (<usize>first << 2);
  for (let j = 0; j < rows; j++, row += bytes) {
    const x = f32.load(inputs + (<usize>j << 2));
    if (x == 0) continue;
    const scale = f32x4.splat(share * x);
    let change = f32x4.splat(0);
    for (let i: usize = 0; i < width; i += 16) {
      const old = v128.load(row + i);
      const fresh = f32x4.add(old, f32x4.mul(scale, v128.load(slopes + i)));
      v128.store(row + i, fresh);
      change = f32x4.add(change, f32x4.sub(f32x4.abs(fresh), f32x4.abs(old)));
    }
    grown += <f64>sumOf(change);
  }
  return grown;
}

/** weights += change * traces, `bytes` long, a multiple of 16. */
export function follow(weights: usize, traces: usize, bytes: usize, change: f32): void {
  const c = f32x4.splat(change);
  for (let i: usize = 0; i < bytes; i += 16) {
    v128.store(weights + i, f32x4.add(v128.load(weights + i), f32x4.mul(c, v128.load(traces + i))));
  }
}

/** traces *= factor. Returns the sum of the absolute traces after that. */
export function shrink(traces: usize, bytes: usize, factor: f32): f64 {
  const f = f32x4.splat(factor);
  let size: f64 = 0;
  // Sums of few in single precision, of many in double.
  for (let start: usize = 0; start < bytes; start += 256) {
    const end = min(start + 256, bytes);
    let some = f32x4.splat(0);
    for (let i = start; i < end; i += 16) {
      const trace = f32x4.mul(f, v128.load(traces + i));
      v128.store(traces + i, trace);
      some = f32x4.add(some, f32x4.abs(trace));
    }
    size += <f64>sumOf(some);
  }
  return size;
}

// @ts-ignore: decorators on functions are AssemblyScript's
@inline
function sumOf(v: v128): f32 {
  return f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3);
}
