/**
 * Layer normalisation (Ba, Kiros & Hinton 2016, arXiv:1607.06450): each row is brought to mean 0 and variance 1, then
 * scaled and shifted column by column; a rectifier may follow. Mean and deviation are reckoned again on the way back,
 * which costs less than to keep them.
 */

/** Sum of the four lanes. */
// @ts-ignore: decorators on functions are AssemblyScript's
@inline
function laneSum(v: v128): f32 {
  return (
    f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3))
  );
}

function meanOf(row: usize, columns: i32): f32 {
  let sums = f32x4.splat(0);
  let column = 0;
  for (; column + 4 <= columns; column += 4, row += 16) sums = f32x4.add(sums, v128.load(row));
  let sum = laneSum(sums);
  for (; column < columns; column++, row += 4) sum += f32.load(row);
  return sum / <f32>columns;
}

/** One over the root of variance plus epsilon. */
function inverseDeviation(row: usize, columns: i32, mean: f32, epsilon: f32): f32 {
  const means = f32x4.splat(mean);
  let sums = f32x4.splat(0);
  let column = 0;
  for (; column + 4 <= columns; column += 4, row += 16) {
    const distance = f32x4.sub(v128.load(row), means);
    sums = f32x4.add(sums, f32x4.mul(distance, distance));
  }
  let sum = laneSum(sums);
  for (; column < columns; column++, row += 4) {
    const distance = f32.load(row) - mean;
    sum += distance * distance;
  }
  return 1 / sqrt<f32>(sum / <f32>columns + epsilon);
}

/**
 * @param out rows x columns
 * @param scale, shift columns
 * @param rectify whether negative results become 0
 */
export function layerNorm(
  out: usize,
  input: usize,
  scale: usize,
  shift: usize,
  rows: i32,
  columns: i32,
  epsilon: f32,
  rectify: bool,
): void {
  const zero = f32x4.splat(0);
  const rowBytes = <usize>columns << 2;
  for (let row = 0; row < rows; row++, input += rowBytes, out += rowBytes) {
    const mean = meanOf(input, columns);
    const inverse = inverseDeviation(input, columns, mean, epsilon);
    const means = f32x4.splat(mean);
    const inverses = f32x4.splat(inverse);
    let at: usize = 0;
    for (; at + 16 <= rowBytes; at += 16) {
      const normal = f32x4.mul(f32x4.sub(v128.load(input + at), means), inverses);
      let y = f32x4.add(f32x4.mul(normal, v128.load(scale + at)), v128.load(shift + at));
      // A NaN must not be lost: it is only what is not positive that becomes 0.
      if (rectify) y = v128.andnot(y, f32x4.le(y, zero));
      v128.store(out + at, y);
    }
    for (; at < rowBytes; at += 4) {
      const y = (f32.load(input + at) - mean) * inverse * f32.load(scale + at) + f32.load(shift + at);
      f32.store(out + at, rectify && y <= 0 ? 0 : y);
    }
  }
}

/**
 * The way back: gradients by input, scale and shift from that by the output.
 * @param output what `layerNorm` wrote; 0: there was no rectifier
 * @param scaleGradient, shiftGradient columns; written whole
 * @param work columns: room for the row's gradient after the rectifier
 */
export function layerNormGradient(
  inputGradient: usize,
  scaleGradient: usize,
  shiftGradient: usize,
  gradient: usize,
  input: usize,
  output: usize,
  scale: usize,
  rows: i32,
  columns: i32,
  epsilon: f32,
  work: usize,
): void {
  const zero = f32x4.splat(0);
  const rowBytes = <usize>columns << 2;
  memory.fill(scaleGradient, 0, rowBytes);
  memory.fill(shiftGradient, 0, rowBytes);
  for (let row = 0; row < rows; row++, input += rowBytes, gradient += rowBytes, inputGradient += rowBytes) {
    const mean = meanOf(input, columns);
    const inverse = inverseDeviation(input, columns, mean, epsilon);
    const means = f32x4.splat(mean);
    const inverses = f32x4.splat(inverse);
    // Sums over the row of the gradient by the normal values, and of that times the normal values.
    let sums = f32x4.splat(0);
    let productSums = f32x4.splat(0);
    let at: usize = 0;
    for (; at + 16 <= rowBytes; at += 16) {
      let g = v128.load(gradient + at);
      if (output) g = v128.andnot(g, f32x4.le(v128.load(output + at), zero));
      const normal = f32x4.mul(f32x4.sub(v128.load(input + at), means), inverses);
      v128.store(shiftGradient + at, f32x4.add(v128.load(shiftGradient + at), g));
      v128.store(scaleGradient + at, f32x4.add(v128.load(scaleGradient + at), f32x4.mul(g, normal)));
      const byNormal = f32x4.mul(g, v128.load(scale + at));
      v128.store(work + at, byNormal);
      sums = f32x4.add(sums, byNormal);
      productSums = f32x4.add(productSums, f32x4.mul(byNormal, normal));
    }
    let sum = laneSum(sums);
    let productSum = laneSum(productSums);
    for (; at < rowBytes; at += 4) {
      let g = f32.load(gradient + at);
      if (output && f32.load(output + at) <= 0) g = 0;
      const normal = (f32.load(input + at) - mean) * inverse;
      f32.store(shiftGradient + at, f32.load(shiftGradient + at) + g);
      f32.store(scaleGradient + at, f32.load(scaleGradient + at) + g * normal);
      const byNormal = g * f32.load(scale + at);
      f32.store(work + at, byNormal);
      sum += byNormal;
      productSum += byNormal * normal;
    }
    sum /= <f32>columns;
    productSum /= <f32>columns;
    // Mean and deviation move with every value: their parts are taken off.
    const sumMeans = f32x4.splat(sum);
    const productMeans = f32x4.splat(productSum);
    at = 0;
    for (; at + 16 <= rowBytes; at += 16) {
      const normal = f32x4.mul(f32x4.sub(v128.load(input + at), means), inverses);
      const rest = f32x4.sub(f32x4.sub(v128.load(work + at), sumMeans), f32x4.mul(normal, productMeans));
      v128.store(inputGradient + at, f32x4.mul(rest, inverses));
    }
    for (; at < rowBytes; at += 4) {
      const normal = (f32.load(input + at) - mean) * inverse;
      f32.store(inputGradient + at, (f32.load(work + at) - sum - normal * productSum) * inverse);
    }
    if (output) output += rowBytes;
  }
}
