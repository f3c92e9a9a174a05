import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { presets } from '../../../src/agents/dqn/presets.ts';
import { startBackend } from '../../../src/nn/backend.ts';
import { RmsProp, type RmsPropOptions } from '../../../src/nn/optimizers.ts';

beforeAll(() => startBackend());

/** Weights after steps against gradients, from 0. */
function descended(gradients: number[][], options: RmsPropOptions): number[] {
  const variable = tf.variable(tf.zeros([gradients[0].length]));
  const optimizer = new RmsProp([variable], options);
  for (const gradient of gradients) optimizer.apply({ [variable.name]: tf.tensor1d(gradient) });
  return [...variable.dataSync()];
}

test('the gradient of a mean over 32 with our numbers makes the steps that the sum makes with the papers\u2019', () => {
  // The first is of norm 5, the second of norm 50: cut to 10.
  const sums = [
    [3, -4],
    [30, 40],
  ];
  const means = sums.map(gradient => gradient.map(g => g / 32));
  const { learningRate, optimizerEpsilon: epsilon, maxGradientNorm } = presets.dueling.hyperparameters;
  const ours = descended(means, { learningRate: learningRate!, epsilon, maxNorm: maxGradientNorm });
  const theirs = descended(sums, { learningRate: learningRate!, epsilon: 0.01, maxNorm: 10 });
  // By hand, of the first weight, in learning rates: means 0.15 and 0.4425, mean squares 0.45 and 2.2275;
  // 3 / sqrt(0.45 - 0.0225 + 0.01) + 6 / sqrt(2.2275 - 0.19580625 + 0.01) = 4.5356 + 4.1990.
  expect(theirs[0] / learningRate!).toBeCloseTo(-8.7346, 3);
  for (const [i, weight] of theirs.entries()) expect(ours[i] / weight).toBeCloseTo(1, 5);
});
