import { panelBytes } from './convolution.ts';
import type { TrainingKernels } from './module.ts';

/**
 * Rows of the right-hand matrix that are made into panels at a time: few enough for the second-level cache. No power of
 * two, lest all panels fall on the same lines of the cache.
 */
const depthBlock = 200;

/** A matrix product out = A B; either may be given transposed. All numbers are addresses or sizes. */
export interface Product {
  out: number;
  a: number;
  b: number;
  rows: number;
  depth: number;
  columns: number;
  transposeA?: boolean;
  transposeB?: boolean;
  /** Address of a row that is added to every row of the result; 0: none. */
  bias?: number;
  rectify?: boolean;
}

export function multiply(kernels: TrainingKernels, product: Product): void {
  if (product.transposeA) multiplyTransposed(kernels, product);
  else multiplyPlain(kernels, product);
}

function multiplyPlain(kernels: TrainingKernels, product: Product): void {
  const { out, a, b, rows, depth, columns, transposeB = false, bias = 0, rectify = false } = product;
  const { exports } = kernels;
  const [panels, table] = kernels.scratch(panelBytes(Math.min(depth, depthBlock), columns), 4 * rows);
  for (let from = 0; from < depth; from += depthBlock) {
    const count = Math.min(depthBlock, depth - from);
    const isLast = from + count === depth;
    if (transposeB) exports.packTransposed(panels, b + 4 * from, count, columns, depth);
    else exports.packPanels(panels, b + 4 * from * columns, count, columns, columns);
    exports.rowTable(table, a + 4 * from, rows, 4 * depth);
    exports.patchesTimes(
      out,
      table,
      rows,
      columns,
      1,
      count,
      0,
      panels,
      isLast ? bias : 0,
      isLast && rectify,
      from > 0,
    );
  }
}

/** A is depth x rows. Neither bias nor rectifier: this is the product of gradients. */
function multiplyTransposed(kernels: TrainingKernels, product: Product): void {
  const { out, a, b, rows, depth, columns, transposeB = false } = product;
  const { exports } = kernels;
  const [panels, table] = kernels.scratch(panelBytes(Math.min(depth, depthBlock), columns), 4 * depth);
  exports.rowTable(table, a, depth, 4 * rows);
  for (let from = 0; from < depth; from += depthBlock) {
    const count = Math.min(depthBlock, depth - from);
    if (transposeB) exports.packTransposed(panels, b + 4 * from, count, columns, depth);
    else exports.packPanels(panels, b + 4 * from * columns, count, columns, columns);
    exports.transposedPatchesTimes(out, table + 4 * from, count, columns, 1, rows, 0, panels, from > 0);
  }
}
