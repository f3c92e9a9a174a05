import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
// For its side effect: the gradients of the operations.
import '@tensorflow/tfjs-layers';
import type { BackwardCritic } from './backward.ts';

/** Plain JavaScript: for matrices so small, what another backend takes to be called is longer than what it does. */
export async function prepareTape(): Promise<void> {
  await tf.setBackend('cpu');
}

/** A layer of all learners, once for each of their outputs, in TensorFlow.js's shapes. */
interface Stack {
  inputs: number;
  neurons: number;
  isTanh: boolean;
  /** [learners, neurons, inputs] */
  weights: Float32Array;
  /** [learners, outputs, neurons]: written out, which is quicker than having TensorFlow.js repeat them */
  biases: Float32Array;
  /** [learners, neurons, inputs]: what errors go back through instead of the weights */
  back: Float32Array | undefined;
}

/**
 * The way back: how each output depends on every neuron's sum, d mu_k / dz, by TensorFlow.js's tape. Many learners with
 * networks of the same sizes are done at once, and every output of each.
 */
export class Tape {
  private readonly outputs: number;
  private readonly stacks: readonly Stack[];
  /** [learners, outputs, inputs] */
  private readonly states: Float32Array;
  /** [learners, outputs, outputs]: row k of a learner's outputs counts for output k only */
  private readonly own: Float32Array;

  /** @param critics whose networks have the same sizes */
  constructor(private readonly critics: readonly BackwardCritic[]) {
    const [{ layers, back }] = critics;
    const learners = critics.length;
    const outputs = layers[layers.length - 1].neurons;
    this.outputs = outputs;
    this.stacks = layers.map(({ neurons, x, isTanh }, l) => {
      const inputs = x.length - 1;
      return {
        ...{ inputs, neurons, isTanh },
        weights: new Float32Array(learners * neurons * inputs),
        biases: new Float32Array(learners * outputs * neurons),
        back: l > 0 && back ? Float32Array.from(critics.flatMap(critic => [...(critic.back?.[l] ?? [])])) : undefined,
      };
    });
    this.states = new Float32Array(learners * outputs * this.stacks[0].inputs);
    const identity = Array.from({ length: outputs ** 2 }, (_, i) => (i % (outputs + 1) === 0 ? 1 : 0));
    this.own = Float32Array.from(critics.flatMap(() => identity));
  }

  /** For what every learner has just done: d mu_k / dz of its neurons, layer by layer, into its `slopes`. */
  update(): void {
    const { critics, stacks, outputs } = this;
    const learners = critics.length;
    for (const [b, critic] of critics.entries()) this.take(b, critic);
    tf.tidy(() => {
      const matrixOf = (values: Float32Array, { neurons, inputs }: Stack): tf.Tensor =>
        tf.tensor3d(values, [learners, neurons, inputs]);
      const matrices = stacks.map(stack => matrixOf(stack.weights, stack));
      const stands = stacks.map(stack => stack.back && matrixOf(stack.back, stack));
      const states = tf.tensor3d(this.states, [learners, outputs, stacks[0].inputs]);
      const own = tf.tensor3d(this.own, [learners, outputs, outputs]);
      // What z depends on as on itself: its bias.
      const biases = stacks.map(stack => tf.tensor3d(stack.biases, [learners, outputs, stack.neurons]));
      const output = (...offsets: tf.Tensor[]): tf.Tensor => {
        let a: tf.Tensor = states;
        for (const [l, { isTanh }] of stacks.entries()) {
          const z = tf.add(product(a, matrices[l], stands[l]), offsets[l]);
          a = isTanh ? tf.tanh(z) : z;
        }
        return tf.sum(tf.mul(a, own));
      };
      for (const [l, slopes] of tf.grads(output)(biases).entries()) {
        const values = slopes.dataSync();
        const size = outputs * stacks[l].neurons;
        for (const [b, critic] of critics.entries()) critic.slopes[l].set(values.subarray(b * size, (b + 1) * size));
      }
    });
  }

  /** Copies a learner's state and weights to where the tensors are made of. */
  private take(b: number, { layers }: BackwardCritic): void {
    const { outputs, states } = this;
    for (const [l, { neurons, inputs, weights, biases }] of this.stacks.entries()) {
      const { W } = layers[l];
      for (let n = 0; n < neurons; n++) {
        const row = n * (inputs + 1);
        for (let i = 0, to = (b * neurons + n) * inputs; i < inputs; i++) weights[to + i] = W[row + i];
        for (let k = 0; k < outputs; k++) biases[(b * outputs + k) * neurons + n] = W[row + inputs];
      }
    }
    const { x } = layers[0];
    const { inputs } = this.stacks[0];
    for (let k = 0; k < outputs; k++) {
      for (let i = 0, to = (b * outputs + k) * inputs; i < inputs; i++) states[to + i] = x[i];
    }
  }
}

/** W a; on its way back an error takes W too, or what stands in its place (feedback alignment). */
function product(a: tf.Tensor, W: tf.Tensor, stand: tf.Tensor | undefined): tf.Tensor {
  if (!stand) return tf.matMul(a, W, false, true);
  const through = tf.customGrad(before => ({
    value: tf.matMul(before as tf.Tensor, W, false, true),
    gradFunc: (error: tf.Tensor) => tf.matMul(error, stand),
  }));
  return through(a);
}
