/**
 * Layers as functions of their weights, differentiable by TensorFlow.js. Where the backend in use has our kernel for a
 * layer, it is that; elsewhere TensorFlow.js's own operations.
 */
import * as tf from '@tensorflow/tfjs-core';
import { type ConvolutionAttributes, type LayerNormAttributes, names } from './kernels/names.ts';

export interface ConvolutionOptions {
  stride: number;
  /** `same` pads with zeros so that a stride of 1 keeps the size. Default `valid`: no padding. */
  padding?: 'valid' | 'same';
  /** Default true: the output passes a rectifier, max(0, x). */
  rectify?: boolean;
}

/**
 * A convolution, channels last.
 * @param input [batch, height, width, channels]
 * @param filter [height, width, channels, filters]
 * @param bias [filters]
 */
export function convolution(
  input: tf.Tensor4D,
  filter: tf.Tensor4D,
  bias: tf.Tensor1D,
  { stride, padding = 'valid', rectify = true }: ConvolutionOptions,
): tf.Tensor4D {
  if (!hasKernel(names.convolution)) {
    const activation = rectify ? 'relu' : 'linear';
    return tf.fused.conv2d({ x: input, filter, bias, strides: stride, pad: padding, activation });
  }
  const attributes: ConvolutionAttributes = {
    inputShape: input.shape,
    filterShape: filter.shape,
    strides: stride,
    padding,
    rectify,
  };
  return run(names.convolution, { input, filter, bias }, attributes);
}

/**
 * A fully connected layer: input x weights + bias.
 * @param input [batch, inputs]
 * @param weights [inputs, outputs]
 * @param bias [outputs]
 * @param rectify whether the output passes a rectifier
 */
export function dense(input: tf.Tensor2D, weights: tf.Tensor2D, bias: tf.Tensor1D, rectify: boolean): tf.Tensor2D {
  if (!hasKernel(names.dense)) {
    return tf.fused.matMul({ a: input, b: weights, bias, activation: rectify ? 'relu' : 'linear' }) as tf.Tensor2D;
  }
  return run(names.dense, { input, weights, bias }, { rectify });
}

/** Added to the variance of a row before its root is taken, as in Flax. */
export const layerNormEpsilon = 1e-6;

/**
 * Layer normalisation over the last axis (Ba et al. 2016): mean 0 and variance 1, then scaled and shifted.
 * @param input [..., columns]
 * @param scale [columns]
 * @param shift [columns]
 * @param rectify whether the output passes a rectifier
 */
export function layerNorm<T extends tf.Tensor>(
  input: T,
  scale: tf.Tensor1D,
  shift: tf.Tensor1D,
  rectify: boolean,
  epsilon = layerNormEpsilon,
): T {
  if (hasKernel(names.layerNorm)) return run(names.layerNorm, { input, scale, shift }, { rectify, epsilon });
  return tf.tidy(() => {
    const distance = tf.sub(input, tf.mean(input, -1, true));
    const variance = tf.mean(tf.square(distance), -1, true);
    const normal = tf.mul(distance, tf.rsqrt(tf.add(variance, epsilon)));
    const output = tf.add(tf.mul(normal, scale), shift);
    return (rectify ? tf.relu(output) : output) as T;
  });
}

/**
 * Bytes of planes behind each other become pictures of floats in 0..1, channels last.
 * @param planes batch * channels * height * width bytes
 * @returns [batch, height, width, channels]
 */
export function pictures(planes: Uint8Array, shape: readonly [number, number, number, number]): tf.Tensor4D {
  const [batch, channels, height, width] = shape;
  // Of TensorFlow.js's types only booleans take one byte each.
  const bytes = tf.tensor4d(planes, [batch, channels, height, width], 'bool');
  const scale = 1 / 255;
  const result: tf.Tensor4D = hasKernel(names.picturesFromPlanes)
    ? run(names.picturesFromPlanes, { planes: bytes }, { scale })
    : tf.tidy(() => tf.mul(tf.transpose(tf.cast(bytes, 'float32'), [0, 2, 3, 1]), scale));
  bytes.dispose();
  return result;
}

/** Whether the backend in use has a kernel of ours. */
export function hasKernel(name: string): boolean {
  return tf.getKernel(name, tf.getBackend()) !== undefined;
}

function run<T extends tf.Tensor>(name: string, inputs: Record<string, tf.Tensor>, attributes: object): T {
  return tf.engine().runKernel(name, inputs as tf.NamedTensorMap, attributes as tf.NamedAttrMap) as T;
}

/** The gradient before bias and rectifier, and that by the bias. */
function backThroughBias(gradient: tf.Tensor, output: tf.Tensor, rectify: boolean): [tf.Tensor, tf.Tensor] {
  if (!rectify) return [gradient, run(names.biasGradient, { gradient }, {})];
  return tf.engine().runKernel(names.rectifierGradient, { gradient, output }) as [tf.Tensor, tf.Tensor];
}

// TensorFlow.js calls only those of the functions whose result is asked for: nobody wants the gradient by the pictures.

tf.registerGradient({
  kernelName: names.convolution,
  inputsToSave: ['input', 'filter'],
  outputsToSave: [true],
  gradFunc: (dy, [input, filter, output], attributes) => {
    const convolution = attributes as unknown as ConvolutionAttributes;
    const [gradient, bias] = backThroughBias(dy as tf.Tensor, output, convolution.rectify);
    return {
      input: () => run(names.convolutionByInput, { gradient, filter }, convolution),
      filter: () => run(names.convolutionByFilter, { input, gradient }, convolution),
      bias: () => bias,
    };
  },
});

tf.registerGradient({
  kernelName: names.dense,
  inputsToSave: ['input', 'weights'],
  outputsToSave: [true],
  gradFunc: (dy, [input, weights, output], attributes) => {
    const { rectify } = attributes as unknown as { rectify: boolean };
    const [gradient, bias] = backThroughBias(dy as tf.Tensor, output, rectify);
    return {
      input: () => tf.matMul(gradient as tf.Tensor2D, weights as tf.Tensor2D, false, true),
      weights: () => tf.matMul(input as tf.Tensor2D, gradient as tf.Tensor2D, true, false),
      bias: () => bias,
    };
  },
});

tf.registerGradient({
  kernelName: names.layerNorm,
  inputsToSave: ['input', 'scale'],
  outputsToSave: [true],
  gradFunc: (dy, [input, scale, output], attributes) => {
    const { rectify, epsilon } = attributes as unknown as LayerNormAttributes;
    const gradients = tf
      .engine()
      .runKernel(names.layerNormGradient, { gradient: dy as tf.Tensor, input, output, scale }, { rectify, epsilon });
    const [byInput, byScale, byShift] = gradients as tf.Tensor[];
    return { input: () => byInput, scale: () => byScale, shift: () => byShift };
  },
});
