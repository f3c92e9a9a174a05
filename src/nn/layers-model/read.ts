import { z } from 'zod';
import type { PlainLayer, PlainNetwork, Weights } from './network.ts';

const size = z.int().positive();
const activation = z.enum(['relu', 'linear']);

const topology = z.object({
  class_name: z.literal('Sequential'),
  config: z.object({
    layers: z.array(z.object({ class_name: z.string(), config: z.looseObject({ name: z.string() }) })).min(1),
  }),
});

const model = z.object({
  format: z.literal('layers-model'),
  modelTopology: z.union([
    topology,
    z.object({ model_config: topology }).transform(({ model_config }) => model_config),
  ]),
  weightsManifest: z.array(
    z.object({
      paths: z.array(z.string()),
      weights: z.array(z.object({ name: z.string(), shape: z.array(size), dtype: z.literal('float32') })),
    }),
  ),
});

/** What is understood of each of Keras's layers; anything else in them would change what they compute. */
const configs = {
  Rescaling: z.object({ scale: z.number(), offset: z.literal(0) }),
  Conv2D: z.object({
    strides: z.tuple([size, size]).refine(([down, across]) => down === across, 'strides that differ'),
    padding: z.literal('valid'),
    data_format: z.literal('channels_last'),
    dilation_rate: z.tuple([z.literal(1), z.literal(1)]),
    activation,
    use_bias: z.literal(true),
  }),
  LayerNormalization: z.object({
    axis: z.union([z.literal(-1), z.tuple([z.literal(-1)])]),
    epsilon: z.number(),
    center: z.literal(true),
    scale: z.literal(true),
  }),
  Activation: z.object({ activation: z.literal('relu') }),
  Flatten: z.object({}),
  Reshape: z.object({ target_shape: z.array(size) }),
  Dense: z.object({ activation, use_bias: z.literal(true) }),
  Softmax: z.object({ axis: z.literal(-1) }),
};

/**
 * Reads a model of TensorFlow.js's layers that says itself in plain ones.
 * @param json what stands in its `model.json`
 * @param weights the bytes of its weights file
 * @throws RangeError of one line that names what is not understood
 */
export function fromLayersModel(json: unknown, weights: Uint8Array): PlainNetwork {
  const parsed = model.safeParse(json);
  if (!parsed.success) throw new RangeError(`it is no Sequential layers model (${issueOf(parsed.error)})`);
  const { modelTopology, weightsManifest } = parsed.data;
  const byName = weightsOf(
    weightsManifest.flatMap(group => group.weights),
    weights,
  );
  const { layers } = modelTopology.config;
  const input = z.tuple([z.null(), size, size, size]).safeParse(layers[0].config.batch_input_shape);
  if (!input.success) throw new RangeError('its input is no picture of a known size');
  const [, ...picture] = input.data;
  return { input: picture, layers: layers.map(({ class_name, config }) => read(class_name, config, byName)) };
}

function read(className: string, config: { name: string }, weights: Map<string, Weights>): PlainLayer {
  const { name } = config;
  const part = (what: string): Weights => {
    const found = weights.get(`${name}/${what}`);
    if (!found) throw new RangeError(`layer ${name} has no ${what}`);
    return found;
  };
  const as = <Key extends keyof typeof configs>(key: Key): z.infer<(typeof configs)[Key]> => {
    const parsed = configs[key].safeParse(config);
    if (parsed.success) return parsed.data as z.infer<(typeof configs)[Key]>;
    throw new RangeError(`layer ${name} cannot be played (${issueOf(parsed.error)})`);
  };
  switch (className) {
    case 'Rescaling':
      return { type: 'scaled', scale: as('Rescaling').scale };
    case 'Conv2D': {
      const { strides, activation } = as('Conv2D');
      const rectify = activation === 'relu';
      return { type: 'convolution', filter: part('kernel'), bias: part('bias'), stride: strides[0], rectify };
    }
    case 'LayerNormalization':
      return { type: 'normalized', scale: part('gamma'), shift: part('beta'), epsilon: as(className).epsilon };
    case 'Activation':
      as('Activation');
      return { type: 'rectified' };
    case 'Flatten':
      return { type: 'flattened' };
    case 'Reshape':
      return { type: 'shaped', shape: as('Reshape').target_shape };
    case 'Dense':
      return { type: 'dense', weights: part('kernel'), bias: part('bias'), rectify: as('Dense').activation === 'relu' };
    case 'Softmax':
      as('Softmax');
      return { type: 'softmax' };
    default:
      throw new RangeError(`layer ${name} is of a kind that is not played: ${className}`);
  }
}

function weightsOf(specs: readonly { name: string; shape: number[] }[], bytes: Uint8Array): Map<string, Weights> {
  const lengths = specs.map(({ shape }) => 4 * shape.reduce((product, n) => product * n, 1));
  const total = lengths.reduce((sum, length) => sum + length, 0);
  if (total !== bytes.length) throw new RangeError(`its weights are ${bytes.length} bytes, not ${total}`);
  let at = 0;
  return new Map(
    specs.map(({ name, shape }, i) => {
      const values = new Float32Array(new Uint8Array(bytes.subarray(at, at + lengths[i])).buffer);
      at += lengths[i];
      return [name, { shape, values }];
    }),
  );
}

function issueOf({ issues: [{ path, message }] }: z.ZodError): string {
  return `${path.map(String).join('.')}: ${message}`;
}
