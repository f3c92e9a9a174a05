import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as tf from '@tensorflow/tfjs-core';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Actor } from '../../../src/agents/dqn/actor.ts';
import { type DqnHyperparameters, hyperparameters } from '../../../src/agents/dqn/hyperparameters.ts';
import { QNetwork } from '../../../src/agents/dqn/network.ts';
import { plainNetwork } from '../../../src/agents/dqn/plain-network.ts';
import { hyperparameters as pqnHyperparameters } from '../../../src/agents/pqn/hyperparameters.ts';
import { PqnLearner } from '../../../src/agents/pqn/learner.ts';
import { startBackend } from '../../../src/nn/backend.ts';
import type { PlainNetwork } from '../../../src/nn/layers-model/network.ts';
import { fromLayersModel } from '../../../src/nn/layers-model/read.ts';
import { RunningNetwork } from '../../../src/nn/layers-model/run.ts';
import { type LayersModel, toLayersModel } from '../../../src/nn/layers-model/write.ts';
import { Random } from '../../../src/random.ts';
import { compute } from '../../fixtures/backends.ts';

/** The model that the server gives out: as a browser gets it. */
let served: LayersModel;
let server: Server;
const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/model.json`;

beforeAll(async () => {
  await startBackend(compute);
  server = createServer(({ url }, response) => {
    const isModel = url?.endsWith('model.json');
    response.setHeader('content-type', isModel ? 'application/json' : 'application/octet-stream');
    response.end(isModel ? JSON.stringify(served.json) : served.weights);
  });
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
});
afterAll(() => server.close());

const [channels, height, width] = [3, 9, 8];
const actions = 4;

function picture(seed: number): Uint8Array {
  const random = new Random(seed);
  return Uint8Array.from({ length: channels * height * width }, () => random.integer(256));
}

/** What TensorFlow.js's own `loadLayersModel` computes from the files, channels last. */
async function loadedValues(planes: Uint8Array): Promise<number[]> {
  const model = await loadLayersModel(address());
  const levels = tf.transpose(tf.tensor4d([...planes], [1, channels, height, width]), [0, 2, 3, 1]);
  const output = model.predict(levels) as tf.Tensor;
  expect(output.shape).toEqual([1, actions]);
  return [...output.dataSync()];
}

async function expectSameValues(network: PlainNetwork, values: (planes: Uint8Array) => Float32Array): Promise<void> {
  served = toLayersModel(network, 'test');
  const again = fromLayersModel(JSON.parse(JSON.stringify(served.json)), served.weights);
  expect(again.input).toEqual([height, width, channels]);
  const running = new RunningNetwork(again);
  for (const seed of [1, 2]) {
    const planes = picture(seed);
    const expected = values(planes);
    expect(new Set(expected).size).toBe(actions);
    for (const [way, actual] of Object.entries({ read: running.values(planes), loaded: await loadedValues(planes) })) {
      for (const [i, value] of expected.entries()) expect(actual[i], `${way}, action ${i}`).toBeCloseTo(value, 5);
    }
  }
  running.dispose();
}

const variants: [string, Partial<DqnHyperparameters>][] = [
  ['dqn', {}],
  ['dueling', { dueling: true }],
  ['noisy', { noisy: true }],
  ['one bias for all actions', { sharedBias: true }],
  ['C51', { distribution: 'categorical', atoms: 11, largestReturn: 3 }],
  ['QR-DQN', { distribution: 'quantile', quantiles: 5 }],
  ['rainbow', { dueling: true, noisy: true, distribution: 'categorical', atoms: 7, largestReturn: 2 }],
  ['dueling quantiles', { dueling: true, distribution: 'quantile', quantiles: 3 }],
];

describe('a model in layers of TensorFlow.js has the Q-values of the network', () => {
  test.each(variants)('%s', async (_, settings) => {
    const all = hyperparameters.parse({ network: 'small', hidden: 16, ...settings });
    const observation = [channels, height, width] as const;
    const actor = new Actor({ observation, actions, hyperparameters: all });
    await expectSameValues(actor.plainNetwork(), planes => actor.values(planes));
  });

  test('pqn', async () => {
    const all = pqnHyperparameters.parse({ network: 'small', hidden: 16 });
    const observation = [channels, height, width] as const;
    const learner = new PqnLearner({ observation, actions, hyperparameters: all, random: new Random(1) });
    await expectSameValues(learner.plainNetwork(), planes => learner.values(planes, 1));
  });
});

test('what plain layers cannot say is refused in one line', () => {
  const shape = { picture: [height, width, channels], actions, outputs: 1, torso: 'small', hidden: 4 } as const;
  const network = new QNetwork({ ...shape, dueling: true, noisy: false, normalized: true }, new Random(1));
  expect(() => plainNetwork(network.parts())).toThrow(/^a dueling network with layer normalisation cannot be said/);
});

describe('a model that cannot be played is refused with what is wrong', () => {
  const dense = { class_name: 'Dense', config: { name: 'a', units: 1, activation: 'relu', use_bias: true } };
  const json = (layer: object, weights: object[] = []) => ({
    format: 'layers-model',
    modelTopology: { class_name: 'Sequential', config: { layers: [layer] } },
    weightsManifest: [{ paths: ['weights.bin'], weights }],
  });
  const withInput = (changes: object) => ({
    ...dense,
    config: { ...dense.config, batch_input_shape: [null, 9, 8, 3], ...changes },
  });
  test.each([
    [{}, 0, /^it is no Sequential layers model \(format: /],
    [json(dense), 0, /^its input is no picture of a known size$/],
    [json({ ...withInput({}), class_name: 'LSTM' }), 0, /^layer a is of a kind that is not played: LSTM$/],
    [json(withInput({})), 0, /^layer a has no kernel$/],
    [
      json(withInput({}), [{ name: 'a/kernel', shape: [3, 1], dtype: 'float32' }]),
      8,
      /^its weights are 8 bytes, not 12$/,
    ],
  ])('%#', (model, bytes, message) => {
    expect(() => fromLayersModel(model, new Uint8Array(bytes))).toThrow(message);
  });
});
