import * as tf from '@tensorflow/tfjs-core';
import { convolution, dense, layerNorm, pictures } from '../layers.ts';
import type { PlainLayer, PlainNetwork, Weights } from './network.ts';

/** Computes a network of plain layers. */
export class RunningNetwork {
  private readonly tensors = new Map<Weights, tf.Tensor>();

  constructor(private readonly network: PlainNetwork) {}

  /**
   * @param planes bytes of pictures behind one another, plane behind plane
   * @param size how many pictures
   * @returns what comes out, one number for each action, those of a picture after those of the one before
   */
  values(planes: Uint8Array, size = 1): Float32Array {
    const [height, width, channels] = this.network.input;
    return tf.tidy(() => {
      const levels = tf.mul(pictures(planes, [size, channels, height, width]), 255);
      return this.network.layers.reduce((x, layer) => this.apply(x, layer), levels as tf.Tensor).dataSync<'float32'>();
    });
  }

  private apply(x: tf.Tensor, layer: PlainLayer): tf.Tensor {
    switch (layer.type) {
      case 'scaled':
        return tf.mul(x, layer.scale);
      case 'convolution': {
        const [filter, bias] = [this.tensor(layer.filter), this.tensor(layer.bias)];
        const { stride, rectify } = layer;
        return convolution(x as tf.Tensor4D, filter as tf.Tensor4D, bias as tf.Tensor1D, { stride, rectify });
      }
      case 'normalized': {
        const [scale, shift] = [this.tensor(layer.scale), this.tensor(layer.shift)] as tf.Tensor1D[];
        return layerNorm(x, scale, shift, false, layer.epsilon);
      }
      case 'rectified':
        return tf.relu(x);
      case 'flattened':
        return tf.reshape(x, [x.shape[0], -1]);
      case 'shaped':
        return tf.reshape(x, [x.shape[0], ...layer.shape]);
      case 'dense': {
        // The layer works on the last axis, whatever lies in front of it.
        const flat = tf.reshape(x, [-1, layer.weights.shape[0]]) as tf.Tensor2D;
        const [weights, bias] = [this.tensor(layer.weights) as tf.Tensor2D, this.tensor(layer.bias) as tf.Tensor1D];
        const out = dense(flat, weights, bias, layer.rectify);
        return tf.reshape(out, [...x.shape.slice(0, -1), layer.weights.shape[1]]);
      }
      case 'softmax':
        return tf.softmax(x, -1);
    }
  }

  private tensor(weights: Weights): tf.Tensor {
    const known = this.tensors.get(weights);
    if (known) return known;
    const tensor = tf.keep(tf.tensor(weights.values, [...weights.shape]));
    this.tensors.set(weights, tensor);
    return tensor;
  }

  dispose(): void {
    for (const tensor of this.tensors.values()) tensor.dispose();
    this.tensors.clear();
  }
}
