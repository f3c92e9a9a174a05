import { backend_util, type TensorInfo } from '@tensorflow/tfjs-core';
import type { TrainingKernels } from './module.ts';
import { panelBytes } from './parts.ts';
import { gradientRows } from './tasks.ts';
import { isWorthTiling, numbersOf, ownBytes, positions, sizesOf, type Tiling } from './tiling.ts';

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

/** How it is done by tiles, where that is worth it. */
function tilingOf(geometry: Geometry): Tiling | undefined {
  const { batchSize, inChannels, outChannels, filterHeight, filterWidth, strideHeight, strideWidth } = geometry;
  const { height, width } = plan(geometry);
  const tiling = {
    ...{ batch: batchSize, height, width, channels: inChannels, step: strideHeight, filters: outChannels },
    reach: filterHeight / strideHeight,
  };
  return strideHeight === strideWidth && isWorthTiling(tiling, filterHeight, filterWidth) ? tiling : undefined;
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
  const tiling = tilingOf(geometry);
  if (tiling) return convolveByTiles(kernels, input, filter, bias, rectify, geometry, tiling);
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

function convolveByTiles(
  kernels: TrainingKernels,
  input: TensorInfo,
  filter: TensorInfo,
  bias: TensorInfo | undefined,
  rectify: boolean,
  geometry: Geometry,
  tiling: Tiling,
): TensorInfo {
  const sizes = sizesOf(tiling);
  const { isPadded, paddedBytes } = plan(geometry);
  const out = kernels.output(geometry.outShape);
  const [panels, padded] = kernels.scratch(positions * sizes.panelBytes, isPadded ? paddedBytes : 0);
  packPositions(kernels, panels, filter, tiling, false);
  kernels.run(
    'tiledRows',
    { work: sizes.work, own: ownBytes(tiling) },
    kernels.address(out),
    padIfNeeded(kernels, input, padded, geometry),
    panels,
    bias ? kernels.address(bias) : 0,
    +rectify,
    ...numbersOf(tiling),
  );
  return out;
}

/** Panels of each position of the filter, or (`back`) of its transpose. */
function packPositions(kernels: TrainingKernels, panels: number, filter: TensorInfo, tiling: Tiling, back: boolean) {
  const { matrixBytes } = sizesOf(tiling);
  // A position is a sum of four taps or so, and packed.
  const doing = { work: 2 * positions * matrixBytes, own: matrixBytes };
  kernels.run('filterPositions', doing, panels, kernels.address(filter), +back, ...numbersOf(tiling));
}

/** Gradient of a convolution by its filter; `gradient` is that by its output. */
export function filterGradient(
  kernels: TrainingKernels,
  input: TensorInfo,
  gradient: TensorInfo,
  geometry: Geometry,
): TensorInfo {
  const tiling = tilingOf(geometry);
  if (tiling) return filterGradientByTiles(kernels, input, gradient, geometry, tiling);
  const { isPadded, paddedBytes, rows, work, segments, length, segmentBytes, columns } = plan(geometry);
  const out = kernels.output(geometry.filterShape);
  const [table, padded] = kernels.scratch(4 * rows, isPadded ? paddedBytes : 0);
  writePatchTable(kernels, table, padIfNeeded(kernels, input, padded, geometry), geometry);
  const own = panelBytes(gradientRows, columns);
  const [to, from] = [out, gradient].map(tensor => kernels.address(tensor));
  kernels.run('filterGradient', { work, own }, to, table, from, rows, columns, segments, length, segmentBytes);
  return out;
}

function filterGradientByTiles(
  kernels: TrainingKernels,
  input: TensorInfo,
  gradient: TensorInfo,
  geometry: Geometry,
  tiling: Tiling,
): TensorInfo {
  const { sums: parts, matrixBytes } = sizesOf(tiling);
  const { isPadded, paddedBytes } = plan(geometry);
  const out = kernels.output(geometry.filterShape);
  const [sums, padded] = kernels.scratch(parts * positions * matrixBytes, isPadded ? paddedBytes : 0);
  const pictures = padIfNeeded(kernels, input, padded, geometry);
  const [to, from] = [out, gradient].map(tensor => kernels.address(tensor));
  kernels.runInParts('tiledFilter', parts, ownBytes(tiling), sums, pictures, from, ...numbersOf(tiling));
  const size = (positions * matrixBytes) / 4;
  if (parts > 1) kernels.run('addUp', { work: 4 * parts * size }, sums, parts, size);
  const { channels, step, reach, filters } = tiling;
  kernels.run('filterTaps', { work: 8 * size }, to, sums, channels, step, reach, filters);
  return out;
}

/** Gradient of a convolution by its input; `gradient` is that by its output. */
export function inputGradient(
  kernels: TrainingKernels,
  gradient: TensorInfo,
  filter: TensorInfo,
  geometry: Geometry,
): TensorInfo {
  const tiling = tilingOf(geometry);
  if (tiling) return inputGradientByTiles(kernels, gradient, filter, geometry, tiling);
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

function inputGradientByTiles(
  kernels: TrainingKernels,
  gradient: TensorInfo,
  filter: TensorInfo,
  geometry: Geometry,
  tiling: Tiling,
): TensorInfo {
  const sizes = sizesOf(tiling);
  const { isPadded, paddedBytes } = plan(geometry);
  const out = kernels.output(geometry.inShape);
  const [panels, padded] = kernels.scratch(positions * sizes.backPanelBytes, isPadded ? paddedBytes : 0);
  packPositions(kernels, panels, filter, tiling, true);
  const to = isPadded ? padded : kernels.address(out);
  const doing = { work: sizes.work, own: ownBytes(tiling) };
  kernels.run('tiledPictures', doing, to, kernels.address(gradient), panels, ...numbersOf(tiling));
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
