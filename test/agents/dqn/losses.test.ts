import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  entropy,
  huber,
  logSoftmax,
  ofActions,
  project,
  quantileHuber,
  supportOf,
} from '../../../src/agents/dqn/losses.ts';
import { startBackend } from '../../../src/nn/backend.ts';
import { compute, engineName } from '../../fixtures/backends.ts';

beforeAll(() => startBackend(compute));

const close = (actual: tf.Tensor, expected: number[]) => {
  const values = [...actual.dataSync()];
  expect(values).toHaveLength(expected.length);
  for (const [i, value] of expected.entries()) expect(values[i], `element ${i}`).toBeCloseTo(value, 5);
};

describe.each(['cpu', compute.backend!])('on backend %s', backend => {
  beforeAll(async () => {
    await tf.setBackend(engineName(backend));
  });

  test('of the outputs for all actions those of the actions taken', () => {
    const outputs = tf.tensor3d([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], [2, 3, 2]);
    close(ofActions(outputs, tf.tensor1d([2, 0], 'int32')), [5, 6, 7, 8]);
  });

  test('Huber: half the square up to 1, then straight; its slope is the error cut to -1..1', () => {
    const errors = tf.tensor1d([0.5, -0.5, 2, -3]);
    close(huber(errors), [0.125, 0.125, 1.5, 2.5]);
    close(tf.grad(huber)(errors), [0.5, -0.5, 1, -1]);
  });

  test('entropy, also where a probability is 0', () => {
    // -2 * 1/2 log 1/2, and -1 log 1.
    close(
      entropy(
        tf.tensor2d([
          [0.5, 0, 0.5],
          [0, 1, 0],
        ]),
      ),
      [Math.log(2), 0],
    );
  });

  test('log softmax', () => {
    const total = Math.log(Math.exp(1) + Math.exp(2) + Math.exp(4));
    close(logSoftmax(tf.tensor2d([[1, 2, 4]])), [1 - total, 2 - total, 4 - total]);
  });

  test('C51: the projection shares each mass between its neighbours', () => {
    // Atoms at -2, -1, 0, 1, 2.
    const support = supportOf(5, 2);
    close(support, [-2, -1, 0, 1, 2]);
    const probabilities = tf.tensor2d([
      [0.1, 0.2, 0.4, 0.2, 0.1],
      [0.1, 0.2, 0.4, 0.2, 0.1],
      [0, 0, 0, 0, 1],
    ]);
    const projected = project(probabilities, tf.tensor1d([0.5, -0.25, 1]), tf.tensor1d([0.5, 0, 1]), support);
    close(projected, [
      // 0.5 + 0.5 z = -0.5, 0, 0.5, 1, 1.5: halves of 0.1 to -1 and 0, 0.2 to 0, halves of 0.4 to 0 and 1, ...
      ...[0, 0.05, 0.05 + 0.2 + 0.2, 0.2 + 0.2 + 0.05, 0.05],
      // Nothing to be expected: all mass at -0.25, three quarters of it to 0.
      ...[0, 0.25, 0.75, 0, 0],
      // 1 + 2 = 3 lies beyond the last atom and counts as 2.
      ...[0, 0, 0, 0, 1],
    ]);
  });

  test('QR-DQN: quantile Huber loss of two quantiles', () => {
    // Levels 1/4 and 3/4; quantiles 0 and 1; targets 0.5 and 3.
    // Quantile 0: errors 0.5 and 3, losses 0.125 and 2.5, both above: 1/4 * mean(0.125, 2.5).
    // Quantile 1: errors -0.5 (below: 1/4) and 2 (above: 3/4), losses 0.125 and 1.5.
    const expected = 0.25 * ((0.125 + 2.5) / 2) + (0.25 * 0.125 + 0.75 * 1.5) / 2;
    const [quantiles, targets] = [tf.tensor2d([[0, 1]]), tf.tensor2d([[0.5, 3]])];
    close(quantileHuber(quantiles, targets), [expected]);
    // Slopes: -(1/4)(0.5 + 1)/2 and (0.25 * 0.5 - 0.75 * 1)/2.
    const gradient = tf.grad((q: tf.Tensor) => tf.sum(quantileHuber(q as tf.Tensor2D, targets)))(quantiles);
    close(gradient, [-0.25 * 0.75, (0.25 * 0.5 - 0.75) / 2]);
  });
});
