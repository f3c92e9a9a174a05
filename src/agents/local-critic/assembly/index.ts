/**
 * The passes over weights and traces that take nearly all of an agent's time, two doubles at a time. Addresses are bytes;
 * rows lie one after another, `length` doubles each.
 */

/** products[n] = the product of row n and x, for all rows. */
export function multiply(products: usize, rows: usize, x: usize, count: i32, length: i32): void {
  for (let n = 0; n < count; n++, rows += <usize>length << 3) {
    store<f64>(products + (<usize>n << 3), product(rows, x, length));
  }
}

/** e <- decay e + sizes[n] x, for each row e. */
export function trace(rows: usize, x: usize, sizes: usize, count: i32, length: i32, decay: f64): void {
  const keep = f64x2.splat(decay);
  const pairs = x + (<usize>(length & ~1) << 3);
  const end = x + (<usize>length << 3);
  let e = rows;
  for (let n = 0; n < count; n++) {
    const size = load<f64>(sizes + (<usize>n << 3));
    const both = f64x2.splat(size);
    let at = x;
    for (; at < pairs; at += 16, e += 16) {
      v128.store(e, f64x2.add(f64x2.mul(keep, v128.load(e)), f64x2.mul(both, v128.load(at))));
    }
    for (; at < end; at += 8, e += 8) store<f64>(e, decay * load<f64>(e) + size * load<f64>(at));
  }
}

/** row <- row + change vector */
export function add(row: usize, vector: usize, length: i32, change: f64): void {
  const both = f64x2.splat(change);
  const pairs = row + (<usize>(length & ~1) << 3);
  const end = row + (<usize>length << 3);
  for (; row < pairs; row += 16, vector += 16) {
    v128.store(row, f64x2.add(v128.load(row), f64x2.mul(both, v128.load(vector))));
  }
  for (; row < end; row += 8, vector += 8) store<f64>(row, load<f64>(row) + change * load<f64>(vector));
}

/** |vector|^2 */
export function square(vector: usize, length: i32): f64 {
  let sum: f64 = 0;
  for (const end = vector + (<usize>length << 3); vector < end; vector += 8) {
    sum += load<f64>(vector) * load<f64>(vector);
  }
  return sum;
}

// @ts-ignore: decorators on functions are AssemblyScript's
@inline
function product(row: usize, x: usize, length: i32): f64 {
  const fours = x + (<usize>(length & ~3) << 3);
  const end = x + (<usize>length << 3);
  // Four sums: the processor need not wait for one addition to begin the next.
  let one = f64x2.splat(0);
  let two = f64x2.splat(0);
  for (; x < fours; x += 32, row += 32) {
    one = f64x2.add(one, f64x2.mul(v128.load(row), v128.load(x)));
    two = f64x2.add(two, f64x2.mul(v128.load(row, 16), v128.load(x, 16)));
  }
  let sum = f64x2.extract_lane(one, 0);
  for (; x < end; x += 8, row += 8) sum += load<f64>(row) * load<f64>(x);
  return sum + f64x2.extract_lane(one, 1) + f64x2.extract_lane(two, 0) + f64x2.extract_lane(two, 1);
}
