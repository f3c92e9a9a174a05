import { backend_util, type TensorInfo } from '@tensorflow/tfjs-core';
import type { TrainingKernels } from './module.ts';
import { gradientRows, panelBytes } from './tasks.ts';

/** Geometry of a convolution, channels last, as TensorFlow.js works it out. */
export type Geometry = backend_util.Conv2DInfo;

/**
 * @param input shape [batch, height, width, channels]
 * @param filter shape [height, width, channels in, channels out]
 */
export function geometryOf(
  input: readonly number[],
  filter: readonly number[],
  strides: number | [number, number],
  padding: 'valid' | 'same' | number | backend_util.ExplicitPadding,
  roundingMode?: 'floor' | 'round' | 'ceil',
): Geometry {
  return backend_util.computeConv2DInfo(
    input as [number, number, number, number],
    filter as [number, number, number, number],
    strides,
    1,
    padding,
    roundingMode,
  );
}

/** What the products of tasks.ts want to know. */
function plan(geometry: Geometry) {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels } = geometry;
  const { top, bottom, left, right } = geometry.padInfo;
  const height = inHeight + top + bottom;
  const width = inWidth + left + right;
  return {
    isPadded: top + bottom + left + right > 0,
    height,
    width,
    paddedBytes: 4 * batchSize * height * width * inChannels,
    rows: batchSize * outHeight * outWidth,
    work: batchSize * outHeight * outWidth * geometry.filterHeight * geometry.filterWidth * inChannels * outChannels,
    rowsPerPicture: outHeight * outWidth,
    segments: geometry.filterHeight,
    length: geometry.filterWidth * inChannels,
    segmentBytes: 4 * width * inChannels,
    depth: geometry.filterHeight * geometry.filterWidth * inChannels,
    columns: outChannels,
  };
}

/**
 * Output of a convolution with bias and rectifier.
 * @param bias address; 0: none
 */
export function convolve(
  kernels: TrainingKernels,
  input: TensorInfo,
  filter: TensorInfo,
  bias: TensorInfo | undefined,
  rectify: boolean,
  geometry: Geometry,
): TensorInfo {
  const { exports } = kernels;
  const { isPadded, paddedBytes, rows, work, segments, length, segmentBytes, depth, columns } = plan(geometry);
  const out = kernels.output(geometry.outShape);
  const sizes = [panelBytes(depth, columns), 4 * rows, 4 * rows, isPadded ? paddedBytes : 0];
  const [panels, table, outTable, padded] = kernels.scratch(...sizes);
  const pictures = padIfNeeded(kernels, input, padded, geometry);
  writePatchTable(kernels, table, pictures, geometry);
  exports.rowTable(outTable, kernels.address(out), rows, 4 * columns);
  exports.packPanels(panels, kernels.address(filter), depth, columns, columns);
  const biasAddress = bias ? kernels.address(bias) : 0;
  kernels.run(
    'patches',
    { work },
    outTable,
    table,
    rows,
    columns,
    segments,
    length,
    segmentBytes,
    panels,
    biasAddress,
    +rectify,
  );
  return out;
}

/** Gradient of a convolution by its filter; `gradient` is that by its output. */
export function filterGradient(
  kernels: TrainingKernels,
  input: TensorInfo,
  gradient: TensorInfo,
  geometry: Geometry,
): TensorInfo {
  const { isPadded, paddedBytes, rows, work, segments, length, segmentBytes, columns } = plan(geometry);
  const out = kernels.output(geometry.filterShape);
  const [table, padded] = kernels.scratch(4 * rows, isPadded ? paddedBytes : 0);
  writePatchTable(kernels, table, padIfNeeded(kernels, input, padded, geometry), geometry);
  const own = panelBytes(gradientRows, columns);
  const [to, from] = [out, gradient].map(tensor => kernels.address(tensor));
  kernels.run('filterGradient', { work, own }, to, table, from, rows, columns, segments, length, segmentBytes);
  return out;
}

/** Gradient of a convolution by its input; `gradient` is that by its output. */
export function inputGradient(
  kernels: TrainingKernels,
  gradient: TensorInfo,
  filter: TensorInfo,
  geometry: Geometry,
): TensorInfo {
  const { exports } = kernels;
  const { isPadded, paddedBytes, rows, rowsPerPicture, work, segments, length, segmentBytes, columns } = plan(geometry);
  const out = kernels.output(geometry.inShape);
  const segmentPanels = panelBytes(columns, length);
  const [panels, table, padded] = kernels.scratch(segmentPanels * segments, 4 * rows, isPadded ? paddedBytes : 0);
  const target = isPadded ? padded : kernels.address(out);
  exports.fillZero(target, paddedBytes);
  writePatchTable(kernels, table, target, geometry);
  const filterAddress = kernels.address(filter);
  for (let segment = 0; segment < segments; segment++) {
    const from = filterAddress + 4 * segment * length * columns;
    exports.packTransposed(panels + segment * segmentPanels, from, columns, length, columns);
  }
  kernels.run(
    'inputGradient',
    { work, own: 4 * rowsPerPicture },
    table,
    kernels.address(gradient),
    geometry.batchSize,
    rowsPerPicture,
    columns,
    segments,
    length,
    segmentBytes,
    panels,
  );
  if (isPadded) copyPadded(kernels, padded, kernels.address(out), geometry, true);
  return out;
}

/** Address of the pictures with their padding. */
function padIfNeeded(kernels: TrainingKernels, input: TensorInfo, padded: number, geometry: Geometry): number {
  const { isPadded, paddedBytes } = plan(geometry);
  if (!isPadded) return kernels.address(input);
  kernels.exports.fillZero(padded, paddedBytes);
  copyPadded(kernels, padded, kernels.address(input), geometry, false);
  return padded;
}

function copyPadded(kernels: TrainingKernels, padded: number, pictures: number, geometry: Geometry, back: boolean) {
  const { batchSize, inHeight, inWidth, inChannels, padInfo } = geometry;
  const { height, segmentBytes } = plan(geometry);
  const { top, left } = padInfo;
  const rowBytes = 4 * inWidth * inChannels;
  const leftBytes = 4 * left * inChannels;
  kernels.exports.pad(padded, pictures, batchSize, inHeight, rowBytes, height, segmentBytes, top, leftBytes, +back);
}

function writePatchTable(kernels: TrainingKernels, table: number, pictures: number, geometry: Geometry): void {
  const { batchSize, inChannels, outHeight, outWidth, strideHeight, strideWidth } = geometry;
  const { height, width } = plan(geometry);
  kernels.exports.patchTable(
    table,
    pictures,
    batchSize,
    height,
    width,
    inChannels,
    outHeight,
    outWidth,
    strideHeight,
    strideWidth,
  );
}
