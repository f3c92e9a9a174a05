import { backend_util, type TensorInfo } from '@tensorflow/tfjs-core';
import type { TrainingKernels } from './module.ts';

/** Output pixels that a filter's gradient takes in at a time: what belongs to them stays in the first-level cache. */
const gradientRows = 64;

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

/** What the products of multiply.ts want to know. */
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
    rowsPerPicture: outHeight * outWidth,
    segments: geometry.filterHeight,
    length: geometry.filterWidth * inChannels,
    segmentBytes: 4 * width * inChannels,
    depth: geometry.filterHeight * geometry.filterWidth * inChannels,
    columns: outChannels,
  };
}

/** Bytes of the panels of a matrix. */
export function panelBytes(depth: number, columns: number): number {
  return 32 * depth * Math.ceil(columns / 8);
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
  const { isPadded, paddedBytes, rows, segments, length, segmentBytes, depth, columns } = plan(geometry);
  const out = kernels.output(geometry.outShape);
  const [panels, table, padded] = kernels.scratch(panelBytes(depth, columns), 4 * rows, isPadded ? paddedBytes : 0);
  const pictures = padIfNeeded(kernels, input, padded, geometry);
  writePatchTable(kernels, table, pictures, geometry);
  exports.packPanels(panels, kernels.address(filter), depth, columns, columns);
  const biasAddress = bias ? kernels.address(bias) : 0;
  exports.patchesTimes(
    kernels.address(out),
    table,
    rows,
    columns,
    segments,
    length,
    segmentBytes,
    panels,
    biasAddress,
    rectify,
    false,
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
  const { exports } = kernels;
  const { isPadded, paddedBytes, rows, segments, length, segmentBytes, columns } = plan(geometry);
  const out = kernels.output(geometry.filterShape);
  const most = Math.min(rows, gradientRows);
  const [panels, table, padded] = kernels.scratch(panelBytes(most, columns), 4 * rows, isPadded ? paddedBytes : 0);
  writePatchTable(kernels, table, padIfNeeded(kernels, input, padded, geometry), geometry);
  const gradientAddress = kernels.address(gradient);
  const outAddress = kernels.address(out);
  for (let row = 0; row < rows; row += most) {
    const count = Math.min(most, rows - row);
    exports.packPanels(panels, gradientAddress + 4 * row * columns, count, columns, columns);
    exports.transposedPatchesTimes(
      outAddress,
      table + 4 * row,
      count,
      columns,
      segments,
      length,
      segmentBytes,
      panels,
      row > 0,
    );
  }
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
  const { isPadded, paddedBytes, rows, rowsPerPicture, segments, length, segmentBytes, columns } = plan(geometry);
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
  const gradientAddress = kernels.address(gradient);
  for (let row = 0; row < rows; row += rowsPerPicture) {
    const from = gradientAddress + 4 * row * columns;
    exports.addToPatches(table + 4 * row, rowsPerPicture, segments, length, segmentBytes, from, columns, panels);
  }
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
  kernels.exports.pad(padded, pictures, batchSize, inHeight, rowBytes, height, segmentBytes, top, leftBytes, back);
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
