import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { startBackend } from '../../src/nn/backend.ts';
import { type BackendName, chooseBackend } from '../../src/nn/choice.ts';
import { Adam, type Optimizer, RAdam, RmsProp } from '../../src/nn/optimizers.ts';
import { backends, engineName } from '../fixtures/backends.ts';

/** Seven weights (an odd number, longer than a vector register) and two gradients for them. */
const start = [1, -2, 3, 0.5, 0, -1, 10];
const gradients = [
  [0.1, -0.2, 0, 4, 1e-3, -1, 0.5],
  [-0.3, -0.1, 2, 1, 1e-3, -1, 0],
];

function run(make: (variable: tf.Variable) => Optimizer, steps: number = gradients.length): number[] {
  const variable = tf.variable(tf.tensor1d(start), true);
  const optimizer = make(variable);
  for (let i = 0; i < steps; i++) {
    tf.tidy(() => optimizer.apply({ [variable.name]: tf.tensor1d(gradients[i % gradients.length]) }));
  }
  const weights = [...variable.dataSync()];
  optimizer.dispose();
  variable.dispose();
  return weights;
}

describe.each(['cpu', ...backends])('on backend %s', backend => {
  beforeAll(async () => {
    if (backend !== 'cpu') await startBackend({ backend: chooseBackend(backend as BackendName) });
    await tf.setBackend(engineName(backend));
  });

  test('Adam does what algorithm 1 of the paper says, step by step', () => {
    const [alpha, beta1, beta2, epsilon] = [0.1, 0.9, 0.99, 1e-4];
    const expected = start.map((weight, i) => {
      let [theta, m, v] = [weight, 0, 0];
      for (const [k, { [i]: g }] of gradients.entries()) {
        const t = k + 1;
        m = beta1 * m + (1 - beta1) * g;
        v = beta2 * v + (1 - beta2) * g * g;
        theta -= (alpha * (m / (1 - beta1 ** t))) / (Math.sqrt(v / (1 - beta2 ** t)) + epsilon);
      }
      return theta;
    });
    const actual = run(variable => new Adam([variable], { learningRate: alpha, beta1, beta2, epsilon }));
    for (const [i, weight] of expected.entries()) expect(actual[i]).toBeCloseTo(weight, 5);
  });

  test('RAdam does what algorithm 2 of its paper says: momentum at first, then rectified steps', () => {
    const [alpha, beta1, beta2, epsilon] = [0.1, 0.9, 0.99, 1e-4];
    const expected = start.map((weight, i) => {
      let [theta, m, v] = [weight, 0, 0];
      // rho_inf = 2 / 0.01 - 1 = 199; rho_t = 199 - 2 t 0.99^t / (1 - 0.99^t).
      for (let t = 1; t <= 8; t++) {
        const g = gradients[(t - 1) % 2][i];
        m = beta1 * m + (1 - beta1) * g;
        v = beta2 * v + (1 - beta2) * g * g;
        const rho = 199 - (2 * t * beta2 ** t) / (1 - beta2 ** t);
        // By hand: rho_5 = 4.96 and rho_6 = 5.94, so the first five steps are momentum alone.
        expect(rho > 5).toBe(t >= 6);
        const r = Math.sqrt(((rho - 4) * (rho - 2) * 199) / ((199 - 4) * (199 - 2) * rho));
        const mean = m / (1 - beta1 ** t);
        theta -= alpha * (t >= 6 ? (r * mean) / (Math.sqrt(v / (1 - beta2 ** t)) + epsilon) : mean);
      }
      return theta;
    });
    const actual = run(variable => new RAdam([variable], { learningRate: alpha, beta1, beta2, epsilon }), 8);
    for (const [i, weight] of expected.entries()) expect(actual[i]).toBeCloseTo(weight, 5);
  });

  test.each([true, false])('RMSProp, centred %s', centered => {
    const [rate, decay, epsilon] = [0.05, 0.9, 0.01];
    const expected = start.map((weight, i) => {
      let [theta, mean, square] = [weight, 0, 0];
      for (const { [i]: g } of gradients) {
        mean = centered ? decay * mean + (1 - decay) * g : 0;
        square = decay * square + (1 - decay) * g * g;
        theta -= (rate * g) / Math.sqrt(square - mean * mean + epsilon);
      }
      return theta;
    });
    const actual = run(variable => new RmsProp([variable], { learningRate: rate, decay, epsilon, centered }));
    for (const [i, weight] of expected.entries()) expect(actual[i]).toBeCloseTo(weight, 5);
  });

  test('gradients longer than the largest norm are shortened to it', () => {
    // Without epsilon and moments Adam forgets lengths, so RMSProp with a large epsilon: the step is nearly rate * g.
    const options = { learningRate: 1, decay: 0, epsilon: 1e6, centered: false };
    const whole = run(variable => new RmsProp([variable], options));
    const cut = run(variable => new RmsProp([variable], { ...options, maxNorm: 0.5 }));
    // Over two steps: each gradient times min(1, 0.5 / its norm), over sqrt(1e6).
    for (const i of start.keys()) {
      const step = (scale: (norm: number) => number) =>
        gradients.reduce((sum, g) => sum + (scale(Math.hypot(...g)) * g[i]) / 1e3, 0);
      expect(start[i] - whole[i]).toBeCloseTo(
        step(() => 1),
        5,
      );
      expect(start[i] - cut[i]).toBeCloseTo(
        step(norm => Math.min(1, 0.5 / norm)),
        5,
      );
    }
  });

  test('a saved optimizer goes on as if it had never stopped, and one of another network is refused', () => {
    const once = run(variable => new Adam([variable], { learningRate: 0.1 }));
    const variable = tf.variable(tf.tensor1d(start), true);
    const before = new Adam([variable], { learningRate: 0.1 });
    before.apply({ [variable.name]: tf.tensor1d(gradients[0]) });
    const after = new Adam([variable], { learningRate: 0.1 });
    after.load(before.save());
    after.apply({ [variable.name]: tf.tensor1d(gradients[1]) });
    expect([...variable.dataSync()]).toEqual(once);
    const other = new Adam([tf.variable(tf.zeros([3]))], { learningRate: 0.1 });
    expect(() => other.load(before.save())).toThrow(/another network/);
  });

  test('whoever holds the weights of before keeps them', () => {
    const variable = tf.variable(tf.tensor1d(start), true);
    const held = variable.clone();
    new Adam([variable], { learningRate: 0.1 }).apply({ [variable.name]: tf.tensor1d(gradients[0]) });
    expect([...held.dataSync()]).toEqual(start);
    expect(variable.dataSync()[0]).toBeCloseTo(0.9, 5);
  });
});
