import type { PlainLayer, PlainNetwork, Weights } from './network.ts';

/** A model as TensorFlow.js keeps it: what stands in `model.json`, and the bytes of the weights file beside it. */
export interface LayersModel {
  json: {
    format: 'layers-model';
    generatedBy: string;
    modelTopology: unknown;
    weightsManifest: { paths: string[]; weights: { name: string; shape: readonly number[]; dtype: 'float32' }[] }[];
  };
  weights: Uint8Array;
}

export const weightsFile = 'weights.bin';

/**
 * Writes a network as TensorFlow.js's layers, for `tf.loadLayersModel` in a browser or anywhere else.
 * @param generatedBy who wrote it, say `openbrain 0.1.0`
 */
export function toLayersModel({ input, layers }: PlainNetwork, generatedBy: string): LayersModel {
  const named = layers.map((layer, i) => ({ name: `${i + 1}_${layer.type}`, ...described(layer) }));
  const described1 = named.map(({ name, className, config }, i) => ({
    class_name: className,
    config: {
      name,
      trainable: true,
      ...(i === 0 && { batch_input_shape: [null, ...input], dtype: 'float32' }),
      ...config,
    },
  }));
  const weights = named.flatMap(({ name, weights }) =>
    Object.entries(weights).map(([part, { shape, values }]) => ({ name: `${name}/${part}`, shape, values })),
  );
  return {
    json: {
      format: 'layers-model',
      generatedBy,
      modelTopology: {
        class_name: 'Sequential',
        config: { name: 'openbrain', layers: described1 },
        keras_version: 'tfjs-layers 4.22.0',
        backend: 'tensor_flow.js',
      },
      weightsManifest: [
        { paths: [weightsFile], weights: weights.map(({ name, shape }) => ({ name, shape, dtype: 'float32' })) },
      ],
    },
    weights: Buffer.concat(
      weights.map(({ values }) => Buffer.from(values.buffer, values.byteOffset, values.byteLength)),
    ),
  };
}

interface Described {
  className: string;
  config: Record<string, unknown>;
  /** By the names that Keras gives them. */
  weights: Record<string, Weights>;
}

function described(layer: PlainLayer): Described {
  switch (layer.type) {
    case 'scaled':
      return { className: 'Rescaling', config: { scale: layer.scale, offset: 0 }, weights: {} };
    case 'convolution': {
      const [height, width, , filters] = layer.filter.shape;
      const config = {
        filters,
        kernel_size: [height, width],
        strides: [layer.stride, layer.stride],
        padding: 'valid',
        data_format: 'channels_last',
        dilation_rate: [1, 1],
        activation: activation(layer.rectify),
        use_bias: true,
      };
      return { className: 'Conv2D', config, weights: { kernel: layer.filter, bias: layer.bias } };
    }
    case 'normalized': {
      const config = { axis: -1, epsilon: layer.epsilon, center: true, scale: true };
      return { className: 'LayerNormalization', config, weights: { gamma: layer.scale, beta: layer.shift } };
    }
    case 'rectified':
      return { className: 'Activation', config: { activation: 'relu' }, weights: {} };
    case 'flattened':
      return { className: 'Flatten', config: {}, weights: {} };
    case 'shaped':
      return { className: 'Reshape', config: { target_shape: layer.shape }, weights: {} };
    case 'dense': {
      const config = { units: layer.weights.shape[1], activation: activation(layer.rectify), use_bias: true };
      return { className: 'Dense', config, weights: { kernel: layer.weights, bias: layer.bias } };
    }
    case 'softmax':
      return { className: 'Softmax', config: { axis: -1 }, weights: {} };
  }
}

function activation(rectify: boolean): string {
  return rectify ? 'relu' : 'linear';
}
