/**
 * The kernels that threads share. Each is cut into parts, which any thread may do at any time; where it is cut, and who
 * does what, changes nothing in the result. All numbers are addresses or sizes; flags are 0 or 1.
 */
import { align, type Part, panelBytes, share, type Workplace } from './parts.ts';
import { tileTasks } from './tiling.ts';

/**
 * Rows of the right-hand matrix that are made into panels at a time: few enough for the second-level cache. No power of
 * two, lest all panels fall on the same lines of the cache.
 */
export const depthBlock = 200;

/** Output pixels that a filter's gradient takes in at a time: what belongs to them stays in the first-level cache. */
export const gradientRows = 64;

/** Rows of a transposed result that are made at a time. */
export const resultRows = 96;

export const tasks = {
  ...tileTasks,

  /** `rowsTimes`, by rows. */
  patches(
    { exports }: Workplace,
    part: Part,
    outTable: number,
    table: number,
    rows: number,
    columns: number,
    segments: number,
    length: number,
    segmentBytes: number,
    panels: number,
    bias: number,
    rectify: number,
  ): void {
    const [from, count] = share(rows, part, 4);
    if (count === 0) return;
    const [to, patches] = [outTable + 4 * from, table + 4 * from];
    exports.rowsTimes(to, 0, patches, count, columns, segments, length, segmentBytes, panels, bias, rectify, 0);
  },

  /** A convolution's gradient by its filter, by filters. Own memory: panels of `gradientRows` rows. */
  filterGradient(
    { exports, scratch }: Workplace,
    part: Part,
    out: number,
    table: number,
    gradient: number,
    rows: number,
    columns: number,
    segments: number,
    length: number,
    segmentBytes: number,
  ): void {
    const [from, width] = share(columns, part, 8);
    if (width === 0) return;
    for (let row = 0; row < rows; row += gradientRows) {
      const count = Math.min(gradientRows, rows - row);
      exports.packPanels(scratch, gradient + 4 * (row * columns + from), count, width, columns);
      const patches = table + 4 * row;
      const [to, bytes] = [out + 4 * from, 4 * columns];
      exports.transposedTimes(to, bytes, patches, count, width, segments, length, segmentBytes, scratch, +(row > 0));
    }
  },

  /** A convolution's gradient by its input, by pictures. Own memory: a table of a picture's rows. */
  inputGradient(
    { exports, scratch }: Workplace,
    part: Part,
    table: number,
    gradient: number,
    pictures: number,
    rowsPerPicture: number,
    columns: number,
    segments: number,
    length: number,
    segmentBytes: number,
    panels: number,
  ): void {
    const [from, count] = share(pictures, part, 1);
    for (let picture = from; picture < from + count; picture++) {
      const row = picture * rowsPerPicture;
      exports.rowTable(scratch, gradient + 4 * row * columns, rowsPerPicture, 4 * columns);
      for (let segment = 0; segment < segments; segment++) {
        const here = panels + segment * panelBytes(columns, length);
        const [to, offset] = [table + 4 * row, segment * segmentBytes];
        exports.rowsTimes(to, offset, scratch, rowsPerPicture, length, 1, columns, 0, here, 0, 0, 1);
      }
    }
  },

  /** A matrix product, by columns. Own memory: panels of `depthBlock` rows, two tables of the rows. */
  product(
    { exports, scratch }: Workplace,
    part: Part,
    out: number,
    a: number,
    b: number,
    rows: number,
    depth: number,
    columns: number,
    transposeB: number,
    bias: number,
    rectify: number,
  ): void {
    const [from, width] = share(columns, part, 8);
    if (width === 0) return;
    if (rows === 1 && !transposeB) {
      const biasHere = bias ? bias + 4 * from : 0;
      exports.rowTimes(out + 4 * from, a, b + 4 * from, depth, width, 4 * columns, biasHere, rectify);
      return;
    }
    const [outTable, table, panels] = [scratch, scratch + 4 * rows, align(scratch + 8 * rows)];
    exports.rowTable(outTable, out + 4 * from, rows, 4 * columns);
    for (let at = 0; at < depth; at += depthBlock) {
      const count = Math.min(depthBlock, depth - at);
      const isLast = at + count === depth;
      if (transposeB) exports.packTransposed(panels, b + 4 * (from * depth + at), count, width, depth);
      else exports.packPanels(panels, b + 4 * (at * columns + from), count, width, columns);
      exports.rowTable(table, a + 4 * at, rows, 4 * depth);
      const biasHere = isLast && bias ? bias + 4 * from : 0;
      const rectifyHere = isLast ? rectify : 0;
      exports.rowsTimes(outTable, 0, table, rows, width, 1, count, 0, panels, biasHere, rectifyHere, +(at > 0));
    }
  },

  /**
   * The product of a matrix of few rows with a transposed one (columns x depth), by columns: as the transpose of B A', for
   * which B need not be packed. Own memory: panels of A', a block of the result, two tables.
   */
  productWithTransposed(
    { exports, scratch }: Workplace,
    part: Part,
    out: number,
    a: number,
    b: number,
    rows: number,
    depth: number,
    columns: number,
  ): void {
    const [from, width] = share(columns, part, 4);
    if (width === 0) return;
    const [table, outTable] = [scratch, scratch + 4 * resultRows];
    const result = align(scratch + 8 * resultRows);
    const panels = align(result + 4 * resultRows * rows);
    exports.packTransposed(panels, a, depth, rows, depth);
    exports.rowTable(outTable, result, Math.min(width, resultRows), 4 * rows);
    for (let at = from; at < from + width; at += resultRows) {
      const count = Math.min(resultRows, from + width - at);
      exports.rowTable(table, b + 4 * at * depth, count, 4 * depth);
      exports.rowsTimes(outTable, 0, table, count, rows, 1, depth, 0, panels, 0, 0, 0);
      exports.transpose(out + 4 * at, columns, result, count, rows);
    }
  },

  /** The product of a transposed matrix (depth x rows), by rows. Own memory: panels of `depthBlock` rows, a table. */
  transposedProduct(
    { exports, scratch }: Workplace,
    part: Part,
    out: number,
    a: number,
    b: number,
    rows: number,
    depth: number,
    columns: number,
    transposeB: number,
  ): void {
    const [from, height] = share(rows, part, 4);
    if (height === 0) return;
    const [table, panels] = [scratch, align(scratch + 4 * depth)];
    const to = out + 4 * from * columns;
    exports.rowTable(table, a + 4 * from, depth, 4 * rows);
    for (let at = 0; at < depth; at += depthBlock) {
      const count = Math.min(depthBlock, depth - at);
      if (transposeB) exports.packTransposed(panels, b + 4 * at, count, columns, depth);
      else exports.packPanels(panels, b + 4 * at * columns, count, columns, columns);
      exports.transposedTimes(to, 4 * columns, table + 4 * at, count, columns, 1, height, 0, panels, +(at > 0));
    }
  },

  /**
   * The way back through bias and rectifier, by rows. Each part leaves its own sums over its rows, which are added up
   * afterwards: here alone the number of parts matters to the result.
   */
  rectifierGradient(
    { exports }: Workplace,
    part: Part,
    to: number,
    sums: number,
    gradient: number,
    output: number,
    rows: number,
    columns: number,
  ): void {
    const [from, count] = share(rows, part, 1);
    const offset = 4 * from * columns;
    const [toHere, outputHere] = output ? [to + offset, output + offset] : [0, 0];
    const sumsHere = sums + 4 * part.index * columns;
    exports.biasAndRectifierGradient(toHere, sumsHere, gradient + offset, outputHere, count, columns);
  },

  /** Layer normalisation, by rows. */
  layerNorm(
    { exports }: Workplace,
    part: Part,
    out: number,
    input: number,
    scale: number,
    shift: number,
    rows: number,
    columns: number,
    epsilon: number,
    rectify: number,
  ): void {
    const [from, count] = share(rows, part, 1);
    const offset = 4 * from * columns;
    exports.layerNorm(out + offset, input + offset, scale, shift, count, columns, epsilon, rectify);
  },

  /** The way back through it, by rows, with sums like those of `rectifierGradient`. Own memory: a row. */
  layerNormGradient(
    { exports, scratch }: Workplace,
    part: Part,
    inputGradient: number,
    scaleSums: number,
    shiftSums: number,
    gradient: number,
    input: number,
    output: number,
    scale: number,
    rows: number,
    columns: number,
    epsilon: number,
  ): void {
    const [from, count] = share(rows, part, 1);
    const [to, g, x] = [inputGradient, gradient, input].map(address => address + 4 * from * columns);
    const [scales, shifts] = [scaleSums, shiftSums].map(address => address + 4 * part.index * columns);
    const y = output ? output + 4 * from * columns : 0;
    exports.layerNormGradient(to, scales, shifts, g, x, y, scale, count, columns, epsilon, scratch);
  },

  /** Bytes to floats, by pictures. */
  pictures(
    { exports }: Workplace,
    part: Part,
    to: number,
    from: number,
    batch: number,
    channels: number,
    pixels: number,
    scale: number,
  ): void {
    const [first, count] = share(batch, part, 1);
    const offset = first * channels * pixels;
    exports.picturesFromPlanes(to + 4 * offset, from + offset, count, channels, pixels, scale);
  },

  /** Adam's step, by elements. */
  adam(
    { exports }: Workplace,
    part: Part,
    out: number,
    weights: number,
    gradient: number,
    first: number,
    second: number,
    size: number,
    scale: number,
    beta1: number,
    beta2: number,
    rate: number,
    correction: number,
    epsilon: number,
  ): void {
    const [from, count] = share(size, part, 16);
    const [to, w, g, m, v] = [out, weights, gradient, first, second].map(address => address + 4 * from);
    exports.adam(to, w, g, m, v, count, scale, beta1, beta2, rate, correction, epsilon);
  },

  /** RMSProp's step, by elements. */
  rmsProp(
    { exports }: Workplace,
    part: Part,
    out: number,
    weights: number,
    gradient: number,
    mean: number,
    square: number,
    size: number,
    scale: number,
    decay: number,
    rate: number,
    epsilon: number,
  ): void {
    const [from, count] = share(size, part, 16);
    const [to, w, g, s] = [out, weights, gradient, square].map(address => address + 4 * from);
    exports.rmsProp(to, w, g, mean ? mean + 4 * from : 0, s, count, scale, decay, rate, epsilon);
  },
};

type Tasks = typeof tasks;
export type TaskName = keyof Tasks;
/** What a task is told, beside the place and the part. */
export type TaskNumbers<Name extends TaskName> =
  Parameters<Tasks[Name]> extends [Workplace, Part, ...infer Numbers extends number[]] ? Numbers : never;

/** In an order that all threads agree on. */
export const taskNames = Object.keys(tasks) as TaskName[];

/** Does a part of a task. */
export function perform(name: TaskName, place: Workplace, part: Part, numbers: readonly number[]): void {
  (tasks[name] as (place: Workplace, part: Part, ...numbers: number[]) => void)(place, part, ...numbers);
}
