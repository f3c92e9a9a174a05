import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
// For its side effect: the gradients of the operations.
import '@tensorflow/tfjs-layers';
import { expect, test } from 'vitest';
import { hyperparameters } from '../../src/agents/local-critic/hyperparameters.ts';
import { largest } from '../../src/agents/local-critic/index.ts';
import { BackwardCritic } from '../../src/experiments/local-optimality/backward.ts';
import { Random } from '../../src/random.ts';

function critic(feedback: 'backpropagation' | 'alignment'): BackwardCritic {
  const setup = { inputs: 3, outputs: 2, act: largest, random: new Random(1) };
  return new BackwardCritic({ ...setup, hyperparameters: hyperparameters.parse({ hidden: '5,4' }) }, feedback);
}

test('the gradients that go backwards are those of TensorFlow.js’s tape; random feedback gives others', async () => {
  await tf.setBackend('cpu');
  const agent = critic('backpropagation');
  agent.learning = false; // Without noise: the tape knows none.
  agent.begin(Float32Array.of(0.5, -1, 2));
  // What has not been seen while learning counts as 0: the inputs are set by hand.
  const inputs: Float64Array = Float64Array.of(0.5, -1, 2);
  agent.layers.reduce((a, layer) => layer.forward(a, undefined), inputs);
  const weights = agent.layers.map(({ W, neurons, x }) => tf.tensor2d(Float32Array.from(W), [neurons, x.length]));
  for (let k = 0; k < 2; k++) {
    const output = (...all: tf.Tensor[]): tf.Tensor => {
      let a: tf.Tensor = tf.tensor2d([...inputs], [3, 1]);
      for (const W of all) a = tf.tanh(tf.matMul(W as tf.Tensor2D, tf.concat([a, tf.ones([1, 1])], 0) as tf.Tensor2D));
      return tf.sum(tf.slice(a, [k, 0], [1, 1]));
    };
    const taped = tf.grads(output)(weights);
    for (const [l, part] of agent.gradient(k).entries()) {
      const expected = taped[l].dataSync();
      for (const [i, value] of part.entries()) expect(value).toBeCloseTo(expected[i], 5);
    }
  }
  const other = critic('alignment');
  other.layers.reduce((a, layer) => layer.forward(a, undefined), inputs);
  // The last layer is the same, what is sent further back is not.
  const [back, random] = [agent.gradient(0), other.gradient(0)];
  expect(Math.abs(back[0][0] - random[0][0])).toBeGreaterThan(1e-6);
});
