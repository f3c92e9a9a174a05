import type { TrainingKernels } from './module.ts';
import { align, panelBytes } from './parts.ts';
import { depthBlock, resultRows } from './tasks.ts';

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
  /** Address of a row that is added to every row of the result; 0: none. Not where A is transposed. */
  bias?: number;
  /** Not where A is transposed. */
  rectify?: boolean;
}

/** From so many rows on a transposed right-hand matrix is packed: that takes less than it saves. */
const manyRows = 64;

export function multiply(kernels: TrainingKernels, product: Product): void {
  const { out, a, b, rows, depth, columns, transposeA, transposeB = false, bias = 0, rectify = false } = product;
  const panels = panelBytes(Math.min(depth, depthBlock), columns);
  const work = rows * depth * columns;
  if (transposeA) {
    const own = align(4 * depth) + panels;
    kernels.run('transposedProduct', { work, own }, out, a, b, rows, depth, columns, +transposeB);
  } else if (transposeB && rows < manyRows && !bias && !rectify) {
    const own = align(8 * resultRows) + align(4 * resultRows * rows) + panelBytes(depth, rows);
    kernels.run('productWithTransposed', { work, own }, out, a, b, rows, depth, columns);
  } else {
    const own = align(8 * rows) + panels;
    kernels.run('product', { work, own }, out, a, b, rows, depth, columns, +transposeB, bias, +rectify);
  }
}
