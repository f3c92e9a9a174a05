import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { startBackend, trainingKernels } from '../../src/nn/backend.ts';
import { type Compute, chooseBackend } from '../../src/nn/choice.ts';
import { convolution, dense, layerNorm, pictures } from '../../src/nn/layers.ts';
import { Random } from '../../src/random.ts';
import { engineName } from '../fixtures/backends.ts';

/** Values and gradients of sum(f(inputs) * direction), by one backend. */
async function gradients(
  backend: string,
  f: (inputs: tf.Tensor[]) => tf.Tensor,
  shapes: number[][],
  seed: number,
): Promise<Float32Array[]> {
  await tf.setBackend(backend);
  const random = new Random(seed);
  const draw = (shape: number[]) =>
    tf.tensor(
      Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.normal()),
      shape,
    );
  return tf.tidy(() => {
    const inputs = shapes.map(draw);
    const value = f(inputs);
    const direction = draw(value.shape);
    const grads = tf.grads((...xs: tf.Tensor[]) => f(xs))(inputs, direction);
    return [value, ...grads].map(tensor => tensor.dataSync<'float32'>().slice());
  });
}

/** Largest difference relative to the largest element. */
function difference(actual: Float32Array, expected: Float32Array): number {
  expect(actual).toHaveLength(expected.length);
  const largest = expected.reduce((most, x) => Math.max(most, Math.abs(x)), 1e-6);
  return actual.reduce((most, x, i) => Math.max(most, Math.abs(x - expected[i])), 0) / largest;
}

/** The backend under test, as TensorFlow.js names it. */
let backend: string;

async function expectSame(f: (inputs: tf.Tensor[]) => tf.Tensor, shapes: number[][]): Promise<void> {
  const expected = await gradients('cpu', f, shapes, 1);
  const actual = await gradients(backend, f, shapes, 1);
  for (const [i, array] of expected.entries()) {
    const what = i === 0 ? 'value' : `gradient by input ${i}`;
    expect(difference(actual[i], array), what).toBeLessThan(1e-5);
  }
}

const convolutions = [
  { name: 'first layer of Nature', input: [1, 84, 84, 4], filter: [8, 8, 4, 32], stride: 4 },
  { name: 'second layer of Nature', input: [1, 20, 20, 32], filter: [4, 4, 32, 64], stride: 2 },
  { name: 'third layer of Nature', input: [1, 9, 9, 64], filter: [3, 3, 64, 64], stride: 1 },
  { name: 'one pixel', input: [1, 1, 1, 1], filter: [1, 1, 1, 1], stride: 1 },
  { name: 'odd sizes', input: [3, 11, 7, 3], filter: [3, 2, 3, 5], stride: 1 },
  { name: 'odd sizes, rows left over', input: [5, 10, 13, 5], filter: [4, 3, 5, 13], stride: 3 },
  { name: 'padded', input: [2, 7, 9, 6], filter: [3, 3, 6, 9], stride: 1, padding: 'same' as const },
  { name: 'by tiles, filter of two steps', input: [9, 14, 14, 8], filter: [4, 4, 8, 16], stride: 2 },
  { name: 'by tiles, edges of one and two outputs', input: [17, 10, 13, 8], filter: [4, 4, 8, 8], stride: 2 },
  { name: 'by tiles, large steps and pixels left over', input: [33, 18, 23, 4], filter: [8, 8, 4, 8], stride: 4 },
  { name: 'by tiles, filter of three steps', input: [5, 9, 8, 32], filter: [3, 3, 32, 16], stride: 1 },
  { name: 'by tiles, three steps of two', input: [40, 7, 9, 12], filter: [6, 6, 12, 8], stride: 2 },
  { name: 'by tiles, padded', input: [6, 7, 6, 32], filter: [3, 3, 32, 8], stride: 1, padding: 'same' as const },
  { name: 'padded on one side only', input: [2, 10, 6, 2], filter: [4, 2, 2, 3], stride: 2, padding: 'same' as const },
];

/** What holds for TensorFlow and for both builds of the WebAssembly kernels. */
export function testLayers(compute: Compute): void {
  beforeAll(async () => {
    chooseBackend(compute.backend, compute);
    await startBackend(compute);
    backend = tf.getBackend();
  });

  test('it is the backend, and the build of the kernels, that was asked for', () => {
    expect(backend).toBe(engineName(compute.backend));
    expect(trainingKernels()?.fused).toBe(backend === 'wasm' ? !compute.deterministic : undefined);
  });

  describe('values and gradients are those of plain JavaScript', () => {
    for (const { name, input, filter, ...options } of convolutions) {
      for (const rectify of name.includes('Nature') ? [true] : [true, false]) {
        test(`convolution ${name}${rectify ? ', rectified' : ''}`, () =>
          expectSame(
            ([x, w, b]) => convolution(x as tf.Tensor4D, w as tf.Tensor4D, b as tf.Tensor1D, { ...options, rectify }),
            [input, filter, [filter[3]]],
          ));
      }
      if (name.includes('Nature')) continue; // Plain JavaScript takes seconds for each of these.
      test(`TensorFlow.js's own conv2d, ${name}`, () =>
        expectSame(
          ([x, w]) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, options.stride, options.padding ?? 'valid'),
          [input, filter],
        ));
    }

    const matrices = [
      [1, 1, 1],
      [1, 700, 100],
      [1, 9, 7],
      [32, 512, 6],
      [32, 700, 100],
      [5, 3, 17],
      [7, 401, 9],
      [301, 2, 3],
    ];
    for (const [rows, depth, columns] of matrices) {
      for (const rectify of [true, false]) {
        test(`dense ${rows} x ${depth} x ${columns}${rectify ? ', rectified' : ''}`, () =>
          expectSame(
            ([x, w, b]) => dense(x as tf.Tensor2D, w as tf.Tensor2D, b as tf.Tensor1D, rectify),
            [[rows, depth], [depth, columns], [columns]],
          ));
      }
      for (const [transposeA, transposeB] of [
        [false, false],
        [true, false],
        [false, true],
        [true, true],
      ]) {
        test(`matMul ${rows} x ${depth} x ${columns}, transposed ${transposeA} ${transposeB}, two at a time`, () =>
          expectSame(
            ([a, b]) => tf.matMul(a, b, transposeA, transposeB),
            [transposeA ? [2, depth, rows] : [2, rows, depth], transposeB ? [2, columns, depth] : [2, depth, columns]],
          ));
      }
    }
  });

  describe('layer normalisation', () => {
    const shapes = [
      [1, 1],
      [3, 7],
      [5, 16],
      [2, 3, 4, 5],
      [2, 81, 32],
      [9, 513],
    ];
    for (const shape of shapes) {
      for (const rectify of [true, false]) {
        test(`${shape.join(' x ')}${rectify ? ', rectified' : ''}: values and gradients of plain JavaScript`, () =>
          expectSame(
            ([x, scale, shift]) => layerNorm(x, scale as tf.Tensor1D, shift as tf.Tensor1D, rectify),
            [shape, [shape.at(-1)!], [shape.at(-1)!]],
          ));
      }
    }

    test('a row by hand', async () => {
      await tf.setBackend(backend);
      // 1, 2, 3, 6 have mean 3 and variance (4 + 1 + 0 + 9) / 4 = 3.5.
      const row = layerNorm(
        tf.tensor2d([1, 2, 3, 6], [1, 4]),
        tf.tensor1d([1, 2, 3, 1]),
        tf.tensor1d([0, 0, 5, 1]),
        true,
      );
      const root = Math.sqrt(3.5);
      for (const [i, expected] of [0, 0, 5, 3 / root + 1].entries()) expect(row.dataSync()[i]).toBeCloseTo(expected, 5);
    });

    test('its gradient is the slope found by moving each number a little', async () => {
      await tf.setBackend(backend);
      const random = new Random(3);
      const shapes = [[3, 6], [6], [6]];
      const values = shapes.map(([a, b = 1]) => Float32Array.from({ length: a * b }, () => random.normal()));
      const direction = Float32Array.from({ length: 18 }, () => random.normal());
      const f = ([x, scale, shift]: tf.Tensor[]): tf.Scalar =>
        tf.sum(tf.mul(layerNorm(x, scale as tf.Tensor1D, shift as tf.Tensor1D, false), tf.tensor(direction, [3, 6])));
      const at = (arrays: Float32Array[]) =>
        tf.tidy(() => f(arrays.map((array, i) => tf.tensor(array, shapes[i]))).dataSync()[0]);
      const grads = tf.tidy(() =>
        tf
          .grads((...xs: tf.Tensor[]) => f(xs))(values.map((array, i) => tf.tensor(array, shapes[i])))
          .map(gradient => gradient.dataSync<'float32'>().slice()),
      );
      const delta = 1e-2;
      for (const [i, array] of values.entries()) {
        for (const k of array.keys()) {
          const moved = (by: number) => values.map((other, j) => (j === i ? other.with(k, other[k] + by) : other));
          const slope = (at(moved(delta)) - at(moved(-delta))) / (2 * delta);
          expect(Math.abs(grads[i][k] - slope), `input ${i}, element ${k}`).toBeLessThan(5e-3);
        }
      }
    });
  });

  test('the gradient of a small network is the slope found by moving each weight a little', async () => {
    await tf.setBackend(backend);
    const random = new Random(7);
    // A picture of 6 x 5 has 2 x 2 places for a filter of 3 x 3 that moves by 2.
    const shapes = [[2, 6, 5, 3], [3, 3, 3, 5], [5], [2 * 2 * 5, 7], [7], [7, 2], [2]];
    const values = shapes.map(shape =>
      Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => 0.5 * random.normal()),
    );
    const network = ([x, f, c, w, b, v, d]: tf.Tensor[]): tf.Scalar => {
      const hidden = convolution(x as tf.Tensor4D, f as tf.Tensor4D, c as tf.Tensor1D, { stride: 2 });
      const flat = tf.reshape(hidden, [2, -1]) as tf.Tensor2D;
      const last = dense(
        dense(flat, w as tf.Tensor2D, b as tf.Tensor1D, true),
        v as tf.Tensor2D,
        d as tf.Tensor1D,
        false,
      );
      return tf.sum(tf.square(last));
    };
    const loss = (arrays: Float32Array[]) =>
      tf.tidy(() => network(arrays.map((array, i) => tf.tensor(array, shapes[i]))).dataSync()[0]);
    const grads = tf.tidy(() =>
      tf
        .grads((...xs: tf.Tensor[]) => network(xs))(values.map((array, i) => tf.tensor(array, shapes[i])))
        .map(gradient => gradient.dataSync<'float32'>().slice()),
    );
    const delta = 1e-2;
    for (const [i, array] of values.entries()) {
      for (let probe = 0; probe < 6; probe++) {
        const at = random.integer(array.length);
        const moved = (by: number) => values.map((other, j) => (j === i ? other.with(at, other[at] + by) : other));
        const slope = (loss(moved(delta)) - loss(moved(-delta))) / (2 * delta);
        const scale = grads[i].reduce((most, g) => Math.max(most, Math.abs(g)), 0);
        expect(Math.abs(grads[i][at] - slope) / scale, `input ${i}, element ${at}`).toBeLessThan(0.02);
      }
    }
  });

  test('a NaN does not disappear in a rectifier, forwards or backwards', async () => {
    await tf.setBackend(backend);
    tf.tidy(() => {
      const x = tf.tensor2d([Number.NaN, 1], [1, 2]);
      const out = dense(x, tf.ones([2, 1]), tf.zeros([1]), true);
      expect(out.dataSync()[0]).toBeNaN();
      const [byWeights] = tf.grads((w: tf.Tensor) => dense(x, w as tf.Tensor2D, tf.zeros([1]), true))([
        tf.ones([2, 1]),
      ]);
      // TensorFlow's own gradient ends where the output is no number; by then the loss is none either.
      if (backend === 'wasm') expect(byWeights.dataSync()[1]).not.toBe(0);
    });
  });

  describe('pictures', () => {
    test.each([
      [2, 4, 3, 5],
      [1, 4, 84, 84],
      [3, 1, 7, 3],
      [2, 3, 2, 2],
    ])('%i x %i planes of %i x %i bytes become floats with channels last', async (batch, channels, height, width) => {
      const planes = Uint8Array.from({ length: batch * channels * height * width }, (_, i) => (i * 37) % 256);
      for (const name of ['cpu', backend]) {
        await tf.setBackend(name);
        const tensor = pictures(planes, [batch, channels, height, width]);
        expect(tensor.shape).toEqual([batch, height, width, channels]);
        const floats = tensor.dataSync();
        tensor.dispose();
        let at = 0;
        for (let b = 0; b < batch; b++) {
          for (let pixel = 0; pixel < height * width; pixel++) {
            for (let c = 0; c < channels; c++, at++) {
              const byte = planes[(b * channels + c) * height * width + pixel];
              if (Math.abs(floats[at] - byte / 255) > 1e-6)
                expect(floats[at], `${name}, ${at}`).toBeCloseTo(byte / 255);
            }
          }
        }
      }
    });
  });

  test('nothing is left behind by forward and backward passes', async () => {
    await tf.setBackend(backend);
    const pass = () =>
      tf.tidy(() => {
        const shapes = [[4, 12, 12, 2], [4, 4, 2, 8], [8]];
        const inputs = shapes.map(shape => tf.ones(shape));
        tf.grads((x: tf.Tensor, w: tf.Tensor, b: tf.Tensor) =>
          convolution(x as tf.Tensor4D, w as tf.Tensor4D, b as tf.Tensor1D, { stride: 2 }),
        )(inputs);
      });
    pass();
    const before = tf.memory();
    for (let i = 0; i < 20; i++) pass();
    expect(tf.memory().numTensors).toBe(before.numTensors);
    expect(tf.memory().numBytes).toBe(before.numBytes);
  });
}
