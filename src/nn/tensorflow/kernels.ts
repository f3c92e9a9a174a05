/**
 * Our fused layers for TensorFlow, made of its own operations. TensorFlow.js's ways to them go round: a rectifier's gradient
 * there is a comparison, a cast and a product, and Adam is sixteen passes over all weights.
 */
import { type KernelBackend, keep, registerKernel, type Tensor, type TensorInfo, tensor } from '@tensorflow/tfjs-core';
import { geometryOf } from '../kernels/convolution.ts';
import { type AdamAttributes, type ConvolutionAttributes, names } from '../kernels/names.ts';

interface Attribute {
  name: string;
  type: number;
  value: unknown;
}

/** What tfjs-node's backend offers: any operation of TensorFlow by its name. */
export interface TensorflowBackend extends KernelBackend {
  readonly binding: Record<
    'TF_ATTR_STRING' | 'TF_ATTR_INT' | 'TF_ATTR_BOOL' | 'TF_ATTR_TYPE' | 'TF_ATTR_SHAPE' | 'TF_FLOAT',
    number
  >;
  readonly isUsingGpuDevice: boolean;
  executeSingleOutput(name: string, attributes: Attribute[], inputs: TensorInfo[]): Tensor;
  executeMultipleOutputs(name: string, attributes: Attribute[], inputs: TensorInfo[], outputs: number): Tensor[];
}

type Inputs = Record<string, TensorInfo>;

export function registerTensorflowKernels(backend: TensorflowBackend): void {
  const { binding } = backend;
  const float = { name: 'T', type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT };
  const text = (name: string, value: string) => ({ name, type: binding.TF_ATTR_STRING, value });
  const flag = (name: string, value: boolean) => ({ name, type: binding.TF_ATTR_BOOL, value });
  const run = (name: string, attributes: Attribute[], inputs: TensorInfo[]) =>
    backend.executeSingleOutput(name, [float, ...attributes], inputs);
  const convolutionOf = ({ inputShape, filterShape, strides, padding }: ConvolutionAttributes) => {
    const { strideHeight, strideWidth } = geometryOf(inputShape, filterShape, strides, padding);
    return [
      { name: 'strides', type: binding.TF_ATTR_INT, value: [1, strideHeight, strideWidth, 1] },
      text('padding', padding.toUpperCase()),
      text('data_format', 'NHWC'),
    ];
  };
  /** Adds the bias and rectifies; the tensor given is used up. */
  const finish = (product: Tensor, bias: TensorInfo, rectify: boolean): Tensor => {
    const sum = run('BiasAdd', [text('data_format', 'NHWC')], [product, bias]);
    product.dispose();
    if (!rectify) return sum;
    const output = run('Relu', [], [sum]);
    sum.dispose();
    return output;
  };
  const biasGradient = (gradient: TensorInfo) => run('BiasAddGrad', [text('data_format', 'NHWC')], [gradient]);
  const register = <Attributes>(
    kernelName: string,
    work: (inputs: Inputs, attributes: Attributes) => TensorInfo | TensorInfo[],
  ): void =>
    registerKernel({
      kernelName,
      backendName: 'tensorflow',
      kernelFunc: ({ inputs, attrs }) => work(inputs as Inputs, attrs as Attributes),
    });

  register<ConvolutionAttributes>(names.convolution, ({ input, filter, bias }, attributes) =>
    finish(run('Conv2D', convolutionOf(attributes), [input, filter]), bias, attributes.rectify),
  );
  register<ConvolutionAttributes>(names.convolutionByFilter, ({ input, gradient }, attributes) => {
    const shape = tensor(attributes.filterShape, undefined, 'int32');
    const result = run('Conv2DBackpropFilter', convolutionOf(attributes), [input, shape, gradient]);
    shape.dispose();
    return result;
  });
  register<ConvolutionAttributes>(names.convolutionByInput, ({ gradient, filter }, attributes) => {
    const shape = tensor(attributes.inputShape, undefined, 'int32');
    const result = run('Conv2DBackpropInput', convolutionOf(attributes), [shape, filter, gradient]);
    shape.dispose();
    return result;
  });
  register<{ rectify: boolean }>(names.dense, ({ input, weights, bias }, { rectify }) => {
    const product = run('MatMul', [flag('transpose_a', false), flag('transpose_b', false)], [input, weights]);
    return finish(product, bias, rectify);
  });
  register(names.rectifierGradient, ({ gradient, output }) => {
    const stopped = run('ReluGrad', [], [gradient, output]);
    return [stopped, biasGradient(stopped)];
  });
  register(names.biasGradient, ({ gradient }) => biasGradient(gradient));
  register<{ scale: number }>(names.picturesFromPlanes, ({ planes }, { scale }) => {
    const [batch, channels, height, width] = planes.shape;
    const bytes = backend.readSync(planes.dataId) as Uint8Array;
    return tensor(channelsLast(bytes, batch, channels, height * width, scale), [batch, height, width, channels]);
  });
  registerAdam(backend, register);
}

/** Bytes of planes behind each other as floats with the channels last: TensorFlow's own transposition takes thrice as long. */
function channelsLast(bytes: Uint8Array, batch: number, channels: number, pixels: number, scale: number): Float32Array {
  const floats = new Float32Array(bytes.length);
  for (let b = 0; b < batch; b++) {
    const first = b * channels * pixels;
    for (let c = 0; c < channels; c++) {
      const plane = first + c * pixels;
      for (let i = 0, to = first + c; i < pixels; i++, to += channels) floats[to] = scale * bytes[plane + i];
    }
  }
  return floats;
}

/**
 * Adam by TensorFlow's own operation, which works on variables that TensorFlow holds. Three of them serve for all weights:
 * what is assigned to a variable is shared with it, and copied only where somebody else holds it still.
 */
function registerAdam(
  backend: TensorflowBackend,
  register: <Attributes>(name: string, work: (inputs: Inputs, attributes: Attributes) => TensorInfo[]) => void,
): void {
  const { binding } = backend;
  const type = (name: string) => ({ name, type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT });
  const variable = (name: string) =>
    keep(
      backend.executeSingleOutput(
        'VarHandleOp',
        [
          { name: 'container', type: binding.TF_ATTR_STRING, value: '' },
          { name: 'shared_name', type: binding.TF_ATTR_STRING, value: `openbrain/${name}` },
          type('dtype'),
          { name: 'shape', type: binding.TF_ATTR_SHAPE, value: [] },
        ],
        [],
      ),
    );
  let variables: Tensor[] | undefined;
  register<AdamAttributes>(names.adam, ({ weights, gradient, first, second }, attributes) => {
    const { rate, correction, beta1, beta2, epsilon } = attributes;
    variables ??= ['weights', 'first', 'second'].map(variable);
    for (const [i, value] of [weights, first, second].entries()) {
      backend.executeMultipleOutputs('AssignVariableOp', [type('dtype')], [variables[i], value], 0);
    }
    // The operation would correct for the moments' start by itself from two powers; here that has been done.
    const numbers = [0, 0, rate / correction, beta1, beta2, epsilon / correction].map(number => tensor(number));
    const locking = { name: 'use_locking', type: binding.TF_ATTR_BOOL, value: false };
    backend.executeMultipleOutputs('ResourceApplyAdam', [type('T'), locking], [...variables, ...numbers, gradient], 0);
    for (const number of numbers) number.dispose();
    return variables.map(handle => backend.executeSingleOutput('ReadVariableOp', [type('dtype')], [handle]));
  });
}
