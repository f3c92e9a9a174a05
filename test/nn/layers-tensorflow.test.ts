import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { picturesOf, type TensorflowBackend } from '../../src/nn/tensorflow/kernels.ts';
import { onTensorflow, tensorflowName } from '../fixtures/backends.ts';
import { testLayers } from './layer-tests.ts';

onTensorflow(() => {
  testLayers({ backend: tensorflowName });

  test('bytes become pictures by the operations that CUDA has, too', () => {
    const backend = tf.backend() as TensorflowBackend;
    const cuda: TensorflowBackend = Object.create(backend, { isUsingGpuDevice: { value: true } });
    const bytes = Uint8Array.from({ length: 2 * 3 * 5 * 7 }, (_, i) => (i * 37) % 256);
    const planes = tf.tensor4d(bytes, [2, 3, 5, 7], 'bool');
    const [expected, actual] = [backend, cuda].map(each => picturesOf(each, planes, 1 / 255));
    expect(actual.shape).toEqual([2, 5, 7, 3]);
    const wanted = expected.dataSync();
    for (const [i, float] of actual.dataSync().entries()) expect(float).toBeCloseTo(wanted[i], 6);
    expect(Math.max(...wanted)).toBeCloseTo(Math.max(...bytes) / 255, 6);
    tf.dispose([planes, expected, actual]);
  });
});
