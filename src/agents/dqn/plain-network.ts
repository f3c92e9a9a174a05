/**
 * The networks of DQN, of its descendants and of PQN in plain layers, from grey levels to Q-values. What a paper adds in
 * front of the values is linear, and goes into the last layer's weights: the mean of quantiles, and the dueling streams'
 * Q = V + A - mean(A). C51's values are a softmax over the atoms and the mean of what they stand for.
 */
import { UserError } from '../../errors.ts';
import { layerNormEpsilon } from '../../nn/layers.ts';
import type { PlainLayer, PlainNetwork, Weights } from '../../nn/layers-model/network.ts';
import type { NetworkParts } from './network.ts';

/**
 * @param support returns that C51's atoms stand for; without it the K outputs of an action are averaged
 * @throws UserError where plain layers cannot say it
 */
export function plainNetwork({ options, convolutions, streams }: NetworkParts, support?: Float32Array): PlainNetwork {
  if (streams.length > 1 && options.normalized) {
    throw new UserError(
      'a dueling network with layer normalisation cannot be said in plain layers one after the other',
    );
  }
  const { actions, outputs, picture } = options;
  const layers: PlainLayer[] = [{ type: 'scaled', scale: 1 / 255 }];
  for (const { filter, bias, stride, norm } of convolutions) {
    layers.push({ type: 'convolution', filter, bias, stride, rectify: !norm }, ...normalized(norm));
  }
  layers.push({ type: 'flattened' });
  const hidden = beside(streams.map(stream => stream.hidden));
  layers.push({ type: 'dense', ...hidden, rectify: !streams[0].norm }, ...normalized(streams[0].norm));
  const head = united(streams, actions, outputs);
  if (!support) {
    layers.push({ type: 'dense', ...averaged(head, actions, outputs), rectify: false });
    return { input: picture, layers };
  }
  const mean = { weights: { shape: [outputs, 1], values: support }, bias: { shape: [1], values: new Float32Array(1) } };
  layers.push(
    { type: 'dense', ...head, rectify: false },
    { type: 'shaped', shape: [actions, outputs] },
    { type: 'softmax' },
    { type: 'dense', ...mean, rectify: false },
    { type: 'flattened' },
  );
  return { input: picture, layers };
}

interface Dense {
  weights: Weights;
  bias: Weights;
}

function normalized(norm: { scale: Weights; shift: Weights } | undefined): PlainLayer[] {
  return norm ? [{ type: 'normalized', ...norm, epsilon: layerNormEpsilon }, { type: 'rectified' }] : [];
}

/** Several layers of the same inputs as one, their outputs beside each other. */
function beside(layers: readonly Dense[]): Dense {
  if (layers.length === 1) return layers[0];
  const [inputs] = layers[0].weights.shape;
  const units = layers.reduce((sum, { bias }) => sum + bias.values.length, 0);
  const result = denseOf(inputs, units);
  let column = 0;
  for (const { weights, bias } of layers) {
    const width = bias.values.length;
    result.bias.values.set(bias.values, column);
    for (let row = 0; row < inputs; row++) {
      result.weights.values.set(weights.values.subarray(row * width, (row + 1) * width), row * units + column);
    }
    column += width;
  }
  return result;
}

/** The head of all actions and outputs, fed by the hidden layers of all streams. */
function united(streams: NetworkParts['streams'], actions: number, outputs: number): Dense {
  const [advantages, value] = streams.map(({ head }) => head);
  if (!value) return advantages;
  const units = actions * outputs;
  const [rows, more] = [advantages.weights.shape[0], value.weights.shape[0]];
  const result = denseOf(rows + more, units);
  const write = (to: Float32Array, from: Float32Array, ofValue: Float32Array | undefined): void => {
    for (let k = 0; k < outputs; k++) {
      let mean = 0;
      for (let a = 0; a < actions; a++) mean += from[a * outputs + k] / actions;
      for (let a = 0; a < actions; a++) to[a * outputs + k] = from[a * outputs + k] - mean + (ofValue?.[k] ?? 0);
    }
  };
  const { weights, bias } = result;
  const none = new Float32Array(units);
  for (let row = 0; row < rows; row++) {
    write(weights.values.subarray(row * units), advantages.weights.values.subarray(row * units), undefined);
  }
  for (let row = 0; row < more; row++) {
    const ofValue = value.weights.values.subarray(row * outputs, (row + 1) * outputs);
    write(weights.values.subarray((rows + row) * units), none, ofValue);
  }
  write(bias.values, advantages.bias.values, value.bias.values);
  return result;
}

/** The mean of the K outputs of each action. */
function averaged({ weights, bias }: Dense, actions: number, outputs: number): Dense {
  if (outputs === 1) return { weights, bias };
  const [inputs] = weights.shape;
  const result = denseOf(inputs, actions);
  const mean = (to: Float32Array, from: Float32Array): void => {
    for (let i = 0; i < to.length; i++) {
      for (let k = 0; k < outputs; k++) to[i] += from[i * outputs + k] / outputs;
    }
  };
  mean(result.weights.values, weights.values);
  mean(result.bias.values, bias.values);
  return result;
}

function denseOf(inputs: number, units: number): Dense {
  return {
    weights: { shape: [inputs, units], values: new Float32Array(inputs * units) },
    bias: { shape: [units], values: new Float32Array(units) },
  };
}
