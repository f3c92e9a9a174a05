/** Small helpers on four floats at a time. Everything here is inlined. */

/** a * b + c: fused (one rounding) in the relaxed-SIMD build, two roundings in the plain one. */
// @ts-ignore: decorators on functions are AssemblyScript's
@inline
export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** The first `count` (at most 4) floats at an address, zeros after them; reads nothing beyond. */
// @ts-ignore
@inline
export function loadSome(address: usize, count: i32): v128 {
  if (count >= 4) return v128.load(address);
  let v = f32x4.splat(0);
  if (count > 0) v = f32x4.replace_lane(v, 0, f32.load(address));
  if (count > 1) v = f32x4.replace_lane(v, 1, f32.load(address, 4));
  if (count > 2) v = f32x4.replace_lane(v, 2, f32.load(address, 8));
  return v;
}

/** Stores the first `count` (at most 4) floats. */
// @ts-ignore
@inline
export function storeSome(address: usize, v: v128, count: i32): void {
  if (count >= 4) {
    v128.store(address, v);
    return;
  }
  if (count > 0) f32.store(address, f32x4.extract_lane(v, 0));
  if (count > 1) f32.store(address, f32x4.extract_lane(v, 1), 4);
  if (count > 2) f32.store(address, f32x4.extract_lane(v, 2), 8);
}
