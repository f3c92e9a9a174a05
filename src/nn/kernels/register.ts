/**
 * Makes the training kernels known to TensorFlow.js: first those that its WebAssembly backend lacks or has only in a
 * slow form, under TensorFlow.js's own names, so that any model of any author trains; then our fused layers.
 */
import {
  type BatchMatMulAttrs,
  type Conv2DBackpropFilterAttrs,
  type Conv2DBackpropInputAttrs,
  getKernel,
  type KernelBackend,
  type KernelFunc,
  registerKernel,
  type TensorInfo,
  unregisterKernel,
} from '@tensorflow/tfjs-core';
import { convolve, filterGradient, geometryOf, inputGradient } from './convolution.ts';
import { multiply } from './matrix.ts';
import type { TrainingKernels } from './module.ts';
import { type ConvolutionAttributes, type LayerNormAttributes, names } from './names.ts';

type Inputs = Record<string, TensorInfo>;
type Work<Attributes> = (inputs: Inputs, attributes: Attributes) => TensorInfo | TensorInfo[];

export function registerKernels(kernels: TrainingKernels): void {
  replace<Conv2DBackpropFilterAttrs>('Conv2DBackpropFilter', ({ x, dy }, attributes) => {
    const { strides, pad, dataFormat, dimRoundingMode, filterShape } = attributes;
    needChannelsLast(dataFormat);
    return filterGradient(kernels, x, dy, geometryOf(x.shape, filterShape, strides, pad, dimRoundingMode));
  });
  replace<Conv2DBackpropInputAttrs>('Conv2DBackpropInput', ({ dy, filter }, attributes) => {
    const { strides, pad, dataFormat, dimRoundingMode, inputShape } = attributes;
    needChannelsLast(dataFormat);
    return inputGradient(kernels, dy, filter, geometryOf(inputShape, filter.shape, strides, pad, dimRoundingMode));
  });
  replaceBatchMatMul(kernels);
  shareIdentity();
  registerLayers(kernels);
  registerLayerNorm(kernels);
}

/** What is remembered for the way back is cloned; the backend's own clone copies, though no data ever changes. */
function shareIdentity(): void {
  unregisterKernel('Identity', 'wasm');
  registerKernel({
    kernelName: 'Identity',
    backendName: 'wasm',
    kernelFunc: ({ inputs, backend }) => {
      const { dataId, shape, dtype } = inputs.x as TensorInfo;
      (backend as KernelBackend).incRef(dataId);
      return { dataId, shape, dtype };
    },
  });
}

/** The backend's own product is fast only where neither side is transposed and slow by two orders otherwise. */
function replaceBatchMatMul(kernels: TrainingKernels): void {
  const original = getKernel('BatchMatMul', 'wasm');
  unregisterKernel('BatchMatMul', 'wasm');
  const kernelFunc: KernelFunc = call => {
    const { a, b } = call.inputs as Inputs;
    const { transposeA, transposeB } = call.attrs as unknown as BatchMatMulAttrs;
    const isOurs = (transposeA || transposeB) && haveSameBatch(a.shape, b.shape);
    if (!isOurs) return original.kernelFunc(call);
    const batch = a.shape.slice(0, -2);
    const [height, width] = a.shape.slice(-2);
    const [rows, depth] = transposeA ? [width, height] : [height, width];
    const columns = transposeB ? b.shape.at(-2)! : b.shape.at(-1)!;
    const out = kernels.output([...batch, rows, columns]);
    const count = batch.reduce((product, n) => product * n, 1);
    for (let i = 0; i < count; i++) {
      multiply(kernels, {
        out: kernels.address(out) + 4 * i * rows * columns,
        a: kernels.address(a) + 4 * i * rows * depth,
        b: kernels.address(b) + 4 * i * depth * columns,
        rows,
        depth,
        columns,
        transposeA,
        transposeB,
      });
    }
    return out;
  };
  registerKernel({ ...original, kernelFunc });
}

function registerLayers(kernels: TrainingKernels): void {
  const geometry = ({ inputShape, filterShape, strides, padding }: ConvolutionAttributes) =>
    geometryOf(inputShape, filterShape, strides, padding);

  replace<ConvolutionAttributes>(names.convolution, ({ input, filter, bias }, attributes) =>
    convolve(kernels, input, filter, bias, attributes.rectify, geometry(attributes)),
  );
  replace<ConvolutionAttributes>(names.convolutionByFilter, ({ input, gradient }, attributes) =>
    filterGradient(kernels, input, gradient, geometry(attributes)),
  );
  replace<ConvolutionAttributes>(names.convolutionByInput, ({ gradient, filter }, attributes) =>
    inputGradient(kernels, gradient, filter, geometry(attributes)),
  );
  replace<{ rectify: boolean }>(names.dense, ({ input, weights, bias }, { rectify }) => {
    const [rows, depth] = input.shape;
    const columns = weights.shape[1];
    const out = kernels.output([rows, columns]);
    const [a, b, biasAddress] = [input, weights, bias].map(tensor => kernels.address(tensor));
    multiply(kernels, { out: kernels.address(out), a, b, rows, depth, columns, bias: biasAddress, rectify });
    return out;
  });
  replace(names.rectifierGradient, ({ gradient, output }) => {
    const stopped = kernels.output(gradient.shape);
    const [to, from, out] = [stopped, gradient, output].map(tensor => kernels.address(tensor));
    return [stopped, backThroughBias(kernels, to, from, out, gradient.shape)];
  });
  replace(names.biasGradient, ({ gradient }) =>
    backThroughBias(kernels, 0, kernels.address(gradient), 0, gradient.shape),
  );
  replace<{ scale: number }>(names.picturesFromPlanes, ({ planes }, { scale }) => {
    const [batch, channels, height, width] = planes.shape;
    const out = kernels.output([batch, height, width, channels]);
    const [to, from] = [out, planes].map(tensor => kernels.address(tensor));
    // Four bytes take about as long as ten multiply-adds.
    const work = 2.5 * sizeOf(planes.shape);
    kernels.run('pictures', { work }, to, from, batch, channels, height * width, scale);
    return out;
  });
}

/** An element that is normalised takes as long as so many multiply-adds of a product. */
const normalWork = 10;

function registerLayerNorm(kernels: TrainingKernels): void {
  replace<LayerNormAttributes>(names.layerNorm, ({ input, scale, shift }, { rectify, epsilon }) => {
    const columns = input.shape.at(-1)!;
    const size = sizeOf(input.shape);
    const out = kernels.output(input.shape);
    const [to, from, by, plus] = [out, input, scale, shift].map(tensor => kernels.address(tensor));
    const work = normalWork * size;
    kernels.run('layerNorm', { work }, to, from, by, plus, size / columns, columns, epsilon, +rectify);
    return out;
  });
  replace<LayerNormAttributes>(names.layerNormGradient, ({ gradient, input, output, scale }, { rectify, epsilon }) => {
    const columns = input.shape.at(-1)!;
    const rows = sizeOf(input.shape) / columns;
    const results = [kernels.output(input.shape), kernels.output([columns]), kernels.output([columns])];
    const [byInput, byScale, byShift] = results.map(tensor => kernels.address(tensor));
    const [g, x, y, by] = [gradient, input, output, scale].map(tensor => kernels.address(tensor));
    const parts = partsOfSums(rows, columns);
    const [scales, shifts] = kernels.scratch(4 * parts * columns, 4 * parts * columns);
    const numbers = [byInput, scales, shifts, g, x, rectify ? y : 0, by, rows, columns, epsilon] as const;
    kernels.runInParts('layerNormGradient', parts, 4 * columns, ...numbers);
    for (const [sum, sums] of [
      [byScale, scales],
      [byShift, shifts],
    ]) {
      kernels.exports.biasAndRectifierGradient(0, sum, sums, 0, parts, columns);
    }
    return results;
  });
}

/** Elements over which a part of a task makes its own sums. */
const elementsPerPart = 65_536;

/** Parts in which sums over rows are made. Not by the number of threads: sums in another order are other sums. */
function partsOfSums(rows: number, columns: number): number {
  return Math.max(1, Math.min(Math.floor((rows * columns) / elementsPerPart), 64));
}

/** Writes the gradient before bias and rectifier (not where there was no rectifier), returns that by the bias. */
function backThroughBias(
  kernels: TrainingKernels,
  to: number,
  gradient: number,
  output: number,
  shape: readonly number[],
): TensorInfo {
  const columns = shape.at(-1)!;
  const rows = sizeOf(shape) / columns;
  const bias = kernels.output([columns]);
  const parts = partsOfSums(rows, columns);
  const [sums] = kernels.scratch(4 * parts * columns);
  kernels.runInParts('rectifierGradient', parts, 0, to, sums, gradient, output, rows, columns);
  kernels.exports.biasAndRectifierGradient(0, kernels.address(bias), sums, 0, parts, columns);
  return bias;
}

/** Registers a kernel for the WebAssembly backend in the place of one that may be there. */
function replace<Attributes = unknown>(kernelName: string, work: Work<Attributes>): void {
  if (getKernel(kernelName, 'wasm')) unregisterKernel(kernelName, 'wasm');
  registerKernel({
    kernelName,
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs }) => work(inputs as Inputs, attrs as Attributes),
  });
}

function needChannelsLast(format: string): void {
  if (format !== 'NHWC') throw new RangeError(`convolutions are trained with channels last (NHWC), not ${format}`);
}

function haveSameBatch(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.slice(0, -2).every((n, i) => n === b[i]);
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, n) => product * n, 1);
}
