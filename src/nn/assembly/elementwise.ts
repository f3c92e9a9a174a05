/** What is done to every element on the way back and in an update: one pass over memory each. */
import { multiplyAdd } from './simd';

/**
 * The way back through a bias and a rectifier: `gradient` (rows x columns) goes on where `output` is positive, and its
 * column sums are the gradient of the bias.
 * @param output the layer's output; 0: there was no rectifier, and `to` is not written
 */
export function biasAndRectifierGradient(
  to: usize,
  biasGradient: usize,
  gradient: usize,
  output: usize,
  rows: i32,
  columns: i32,
): void {
  memory.fill(biasGradient, 0, <usize>columns << 2);
  const zero = f32x4.splat(0);
  for (let row = 0; row < rows; row++) {
    let sum = biasGradient;
    let column = 0;
    for (; column + 4 <= columns; column += 4, sum += 16, gradient += 16) {
      let g = v128.load(gradient);
      if (output) {
        // A NaN must not be lost: it is only what is not positive that is stopped.
        g = v128.andnot(g, f32x4.le(v128.load(output), zero));
        v128.store(to, g);
        output += 16;
        to += 16;
      }
      v128.store(sum, f32x4.add(v128.load(sum), g));
    }
    for (; column < columns; column++, sum += 4, gradient += 4) {
      let g = f32.load(gradient);
      if (output) {
        if (f32.load(output) <= 0) g = 0;
        f32.store(to, g);
        output += 4;
        to += 4;
      }
      f32.store(sum, f32.load(sum) + g);
    }
  }
}

/** Sum of squares, for the norm of a gradient. */
export function sumOfSquares(values: usize, count: i32): f64 {
  let sum = f64x2.splat(0);
  let i = 0;
  for (; i + 4 <= count; i += 4, values += 16) {
    const v = v128.load(values);
    const low = f64x2.promote_low_f32x4(v);
    const high = f64x2.promote_low_f32x4(v128.shuffle<f32>(v, v, 2, 3, 2, 3));
    sum = f64x2.add(sum, f64x2.add(f64x2.mul(low, low), f64x2.mul(high, high)));
  }
  let total = f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
  for (; i < count; i++, values += 4) total += <f64>f32.load(values) * <f64>f32.load(values);
  return total;
}

/**
 * Adam (Kingma & Ba 2015, algorithm 1): first and second moments of the gradient in place, then the new weights.
 * @param out the new weights
 * @param scale the gradient is multiplied by this first (clipping by norm)
 * @param rate step size, first correction included: alpha / (1 - beta1^t)
 * @param correction 1 / sqrt(1 - beta2^t)
 */
export function adam(
  out: usize,
  weights: usize,
  gradient: usize,
  first: usize,
  second: usize,
  count: i32,
  scale: f32,
  beta1: f32,
  beta2: f32,
  rate: f32,
  correction: f32,
  epsilon: f32,
): void {
  const scales = f32x4.splat(scale);
  const keep1 = f32x4.splat(beta1);
  const keep2 = f32x4.splat(beta2);
  const take1 = f32x4.splat(1 - beta1);
  const take2 = f32x4.splat(1 - beta2);
  const rates = f32x4.splat(-rate);
  const corrections = f32x4.splat(correction);
  const epsilons = f32x4.splat(epsilon);
  let i: usize = 0;
  const bytes = <usize>count << 2;
  for (; i + 16 <= bytes; i += 16) {
    const g = f32x4.mul(v128.load(gradient + i), scales);
    const m = multiplyAdd(keep1, v128.load(first + i), f32x4.mul(take1, g));
    const v = multiplyAdd(keep2, v128.load(second + i), f32x4.mul(take2, f32x4.mul(g, g)));
    v128.store(first + i, m);
    v128.store(second + i, v);
    const divisor = multiplyAdd(f32x4.sqrt(v), corrections, epsilons);
    v128.store(out + i, multiplyAdd(rates, f32x4.div(m, divisor), v128.load(weights + i)));
  }
  for (; i < bytes; i += 4) {
    const g = f32.load(gradient + i) * scale;
    const m = beta1 * f32.load(first + i) + (1 - beta1) * g;
    const v = beta2 * f32.load(second + i) + (1 - beta2) * g * g;
    f32.store(first + i, m);
    f32.store(second + i, v);
    f32.store(out + i, f32.load(weights + i) - (rate * m) / (f32.sqrt(v) * correction + epsilon));
  }
}

/**
 * RMSProp, centred: the step is divided by the root of the gradient's running variance (Graves 2013, equations 38-40,
 * without momentum; Mnih et al. 2015).
 * @param out the new weights
 * @param mean running mean of the gradient; 0: not centred
 */
export function rmsProp(
  out: usize,
  weights: usize,
  gradient: usize,
  mean: usize,
  square: usize,
  count: i32,
  scale: f32,
  decay: f32,
  rate: f32,
  epsilon: f32,
): void {
  const scales = f32x4.splat(scale);
  const keep = f32x4.splat(decay);
  const take = f32x4.splat(1 - decay);
  const rates = f32x4.splat(-rate);
  const epsilons = f32x4.splat(epsilon);
  let i: usize = 0;
  const bytes = <usize>count << 2;
  for (; i + 16 <= bytes; i += 16) {
    const g = f32x4.mul(v128.load(gradient + i), scales);
    const s = multiplyAdd(keep, v128.load(square + i), f32x4.mul(take, f32x4.mul(g, g)));
    v128.store(square + i, s);
    let variance = s;
    if (mean) {
      const m = multiplyAdd(keep, v128.load(mean + i), f32x4.mul(take, g));
      v128.store(mean + i, m);
      variance = f32x4.sub(s, f32x4.mul(m, m));
    }
    const divisor = f32x4.sqrt(f32x4.add(variance, epsilons));
    v128.store(out + i, multiplyAdd(rates, f32x4.div(g, divisor), v128.load(weights + i)));
  }
  for (; i < bytes; i += 4) {
    const g = f32.load(gradient + i) * scale;
    const s = decay * f32.load(square + i) + (1 - decay) * g * g;
    f32.store(square + i, s);
    let variance = s;
    if (mean) {
      const m = decay * f32.load(mean + i) + (1 - decay) * g;
      f32.store(mean + i, m);
      variance = s - m * m;
    }
    f32.store(out + i, f32.load(weights + i) - (rate * g) / f32.sqrt(variance + epsilon));
  }
}
