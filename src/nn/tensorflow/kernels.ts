/**
 * Our fused layers for TensorFlow, made of its own operations. TensorFlow.js's ways to them go round: a rectifier's gradient
 * there is a comparison, a cast and a product, and Adam is sixteen passes over all weights.
 */
import {
  type KernelBackend,
  keep,
  ones,
  registerKernel,
  type Tensor,
  type TensorInfo,
  tensor,
} from '@tensorflow/tfjs-core';
import { geometryOf } from '../kernels/convolution.ts';
import { type AdamAttributes, type ConvolutionAttributes, names } from '../kernels/names.ts';

interface Attribute {
  name: string;
  type: number;
  value: unknown;
}

/** A tensor of TensorFlow, by its number. */
interface Output {
  id: number;
  shape: number[];
  dtype: number;
}

/** What tfjs-node's backend offers: any operation of TensorFlow by its name. */
export interface TensorflowBackend extends KernelBackend {
  readonly binding: Record<
    `TF_ATTR_${'STRING' | 'INT' | 'BOOL' | 'TYPE' | 'SHAPE'}` | `TF_${'FLOAT' | 'INT32' | 'UINT8'}`,
    number
  > & {
    createTensor(shape: readonly number[], type: number, values: Uint8Array | Int32Array | Float32Array): number;
    deleteTensor(id: number): void;
    executeOp(name: string, attributes: Attribute[], inputs: number[], outputs: number): Output[];
  };
  /** Of data that TensorFlow.js knows: its tensor in TensorFlow, its values where they have not become one yet. */
  readonly tensorMap: { get(data: object): { id: number; values: unknown; refCount: number } };
  createOutputTensor(output: Output): Tensor;
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
  /** The tensor given is used up. */
  const withBias = (product: Tensor, bias: TensorInfo): Tensor => {
    const sum = run('BiasAdd', [text('data_format', 'NHWC')], [product, bias]);
    product.dispose();
    return sum;
  };
  /** The tensor given is used up. */
  const finish = (sum: Tensor, rectify: boolean): Tensor => {
    if (!rectify) return sum;
    const output = run('Relu', [], [sum]);
    sum.dispose();
    return output;
  };
  /** oneDNN's convolution, which adds the bias on the way. TensorFlow has it on x86, where it puts it in graphs by itself. */
  const convolveWithBias = (attributes: ConvolutionAttributes, inputs: TensorInfo[]): Tensor =>
    run('_MklNativeConv2DWithBias', [...convolutionOf(attributes), text('_kernel', 'MklNameChangeOp')], inputs);
  const hasConvolutionWithBias = !backend.isUsingGpuDevice && canConvolve(convolveWithBias);
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

  register<ConvolutionAttributes>(names.convolution, ({ input, filter, bias }, attributes) => {
    const sum = hasConvolutionWithBias
      ? convolveWithBias(attributes, [input, filter, bias])
      : withBias(run('Conv2D', convolutionOf(attributes), [input, filter]), bias);
    return finish(sum, attributes.rectify);
  });
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
    // Not MatMul: a signal (Ctrl-C, a child's end, a profiler's tick) that arrives in the middle of it is handled on a stack
    // within the heap, which destroys both (oneDNN issue 4845, not yet mended in TensorFlow 2.21).
    const product = run('BatchMatMulV2', [flag('adj_x', false), flag('adj_y', false)], [input, weights]);
    return finish(withBias(product, bias), rectify);
  });
  register(names.rectifierGradient, ({ gradient, output }) => {
    const stopped = run('ReluGrad', [], [gradient, output]);
    return [stopped, biasGradient(stopped)];
  });
  register(names.biasGradient, ({ gradient }) => biasGradient(gradient));
  register<{ scale: number }>(names.picturesFromPlanes, ({ planes }, { scale }) => picturesOf(backend, planes, scale));
  registerAdam(backend, register);
}

/** Whether a convolution is to be had here: tried on one pixel. */
function canConvolve(convolve: (attributes: ConvolutionAttributes, inputs: TensorInfo[]) => Tensor): boolean {
  const shape = [1, 1, 1, 1];
  const inputs = [ones(shape), ones(shape), ones([1])];
  try {
    convolve({ inputShape: shape, filterShape: shape, strides: 1, padding: 'valid', rectify: false }, inputs).dispose();
    return true;
  } catch {
    return false;
  } finally {
    for (const input of inputs) input.dispose();
  }
}

/** DT_QUINT8 of TensorFlow's types.proto, which tfjs-node does not name: bytes that stand for the steps of a range. */
const quantized = 12;

/**
 * Bytes of planes behind each other as floats with the channels last, all of it by TensorFlow's threads.
 * @param planes [batch, channels, height, width]
 */
export function picturesOf(backend: TensorflowBackend, planes: TensorInfo, scale: number): Tensor {
  const { binding } = backend;
  const { TF_UINT8, TF_INT32, TF_FLOAT } = binding;
  const type = (name: string, value: number) => ({ name, type: binding.TF_ATTR_TYPE, value });
  const made: number[] = [];
  const keep = (id: number) => {
    made.push(id);
    return id;
  };
  const create = (kind: number, shape: number[], values: Uint8Array | Int32Array | Float32Array) =>
    keep(binding.createTensor(shape, kind, values));
  const run = (name: string, attributes: Attribute[], inputs: number[]) =>
    binding.executeOp(name, attributes, inputs, 1)[0];

  // TensorFlow.js has no type for bytes: they are handed over past it.
  const bytes = create(TF_UINT8, planes.shape, backend.readSync(planes.dataId) as Uint8Array);
  const order = create(TF_INT32, [4], new Int32Array([0, 2, 3, 1]));
  const turned = keep(run('Transpose', [type('T', TF_UINT8), type('Tperm', TF_INT32)], [bytes, order]).id);
  let result: Output;
  if (backend.isUsingGpuDevice) {
    const floats = keep(run('Cast', [type('SrcT', TF_UINT8), type('DstT', TF_FLOAT)], [turned]).id);
    result = run('Mul', [type('T', TF_FLOAT)], [floats, create(TF_FLOAT, [], new Float32Array([scale]))]);
  } else {
    // The processor's alone: both in one pass.
    const steps = keep(run('Bitcast', [type('T', TF_UINT8), type('type', quantized)], [turned]).id);
    const range = [0, 255 * scale].map(end => create(TF_FLOAT, [], new Float32Array([end])));
    const mode = { name: 'mode', type: binding.TF_ATTR_STRING, value: 'MIN_COMBINED' };
    result = run('Dequantize', [type('T', quantized), mode], [steps, ...range]);
  }
  for (const id of made) binding.deleteTensor(id);
  return backend.createOutputTensor(result);
}

/**
 * Adam by TensorFlow's own operation, which works on variables that TensorFlow holds. Three of them serve for all weights:
 * what is assigned to a variable is shared with it, and copied when the variable changes unless nobody else holds it. So
 * TensorFlow.js's own hold on weights and moments is given up first: their data are used up.
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
  /** All weights of an update are given the same numbers, and most of them are those of the update before. */
  const latest: { number: number; scalar: Tensor }[] = [];
  const tensorsOf = (numbers: number[]): Tensor[] =>
    numbers.map((number, i) => {
      if (latest[i]?.number !== number) {
        latest[i]?.scalar.dispose();
        latest[i] = { number, scalar: keep(tensor(number)) };
      }
      return latest[i].scalar;
    });
  register<AdamAttributes>(names.adam, ({ weights, gradient, first, second }, attributes) => {
    const { rate, correction, beta1, beta2, epsilon } = attributes;
    variables ??= ['weights', 'first', 'second'].map(variable);
    for (const [i, value] of [weights, first, second].entries()) {
      backend.executeMultipleOutputs('AssignVariableOp', [type('dtype')], [variables[i], value], 0);
      letGo(backend, value);
    }
    // The operation would correct for the moments' start by itself from two powers; here that has been done.
    const numbers = tensorsOf([0, 0, rate / correction, beta1, beta2, epsilon / correction]);
    const locking = { name: 'use_locking', type: binding.TF_ATTR_BOOL, value: false };
    backend.executeMultipleOutputs('ResourceApplyAdam', [type('T'), locking], [...variables, ...numbers, gradient], 0);
    return variables.map(handle => backend.executeSingleOutput('ReadVariableOp', [type('dtype')], [handle]));
  });
}

/** Gives up the hold on a tensor's data, unless another tensor has the same data. It cannot be read any more. */
function letGo({ binding, tensorMap }: TensorflowBackend, { dataId }: TensorInfo): void {
  const data = tensorMap.get(dataId);
  if (data.refCount > 1) return;
  binding.deleteTensor(data.id);
  data.id = -1;
}
