/** One update of PQN: regression on given targets, without a target network (Gallici et al. 2024, algorithm 1). */
import * as tf from '@tensorflow/tfjs-core';
import { pack, unpack } from '../../bytes.ts';
import { pictures } from '../../nn/layers.ts';
import type { PlainNetwork } from '../../nn/layers-model/network.ts';
import { RAdam } from '../../nn/optimizers.ts';
import type { Random } from '../../random.ts';
import { needFinite, ofActions } from '../dqn/losses.ts';
import { QNetwork } from '../dqn/network.ts';
import { plainNetwork } from '../dqn/plain-network.ts';
import type { PqnHyperparameters } from './hyperparameters.ts';

export interface PqnLearnerSetup {
  /** Planes, height and width of an observation. */
  observation: readonly [number, number, number];
  actions: number;
  hyperparameters: PqnHyperparameters;
  random: Random;
}

export class PqnLearner {
  readonly network: QNetwork;
  updates = 0;
  private readonly optimizer: RAdam;
  private readonly observation: readonly [number, number, number];

  constructor({ observation, actions, hyperparameters, random }: PqnLearnerSetup) {
    const { network: torso, hidden, learningRate, maxGradientNorm } = hyperparameters;
    const [channels, height, width] = observation;
    this.observation = observation;
    this.network = new QNetwork(
      {
        picture: [height, width, channels],
        actions,
        outputs: 1,
        torso,
        hidden,
        dueling: false,
        noisy: false,
        normalized: true,
      },
      random,
    );
    this.optimizer = new RAdam(this.network.variables, { learningRate, maxNorm: maxGradientNorm || undefined });
  }

  /** Q(s, a) of so many observations behind each other, for all actions: [size x actions]. */
  values(observations: Uint8Array, size: number): Float32Array {
    return tf.tidy(() => this.network.outputs(this.input(observations, size)).dataSync<'float32'>());
  }

  /** Q(s, .) in plain layers. */
  plainNetwork(): PlainNetwork {
    return plainNetwork(this.network.parts());
  }

  /**
   * Moves Q(s, a) of a batch towards its targets.
   * @returns the loss, and the mean of the predicted values
   * @throws UserError where the loss is no longer a number; the weights are then still those of before
   */
  update(observations: Uint8Array, actions: Int32Array, targets: Float32Array): { loss: number; meanValue: number } {
    return tf.tidy(() => {
      const inputs = this.input(observations, actions.length);
      const [chosen, wanted] = [tf.tensor1d(actions, 'int32'), tf.tensor1d(targets)];
      let meanValue = 0;
      const { value, grads } = tf.variableGrads(() => {
        const predicted = tf.squeeze(ofActions(this.network.outputs(inputs), chosen), [1]);
        meanValue = tf.mean(predicted).dataSync()[0];
        return tf.mul(tf.mean(tf.square(tf.sub(predicted, wanted))), 0.5) as tf.Scalar;
      }, this.network.variables);
      const loss = value.dataSync()[0];
      needFinite(loss, this.updates + 1);
      this.optimizer.apply(grads);
      this.updates++;
      return { loss, meanValue };
    });
  }

  private input(bytes: Uint8Array, size: number): tf.Tensor4D {
    return pictures(bytes, [size, ...this.observation]);
  }

  save(): Uint8Array {
    const network = pack({}, this.network.save());
    return pack({ updates: this.updates }, { network, optimizer: this.optimizer.save() });
  }

  /** @throws RangeError where the weights are of another network */
  load(state: Uint8Array): void {
    const { values, arrays } = unpack<{ updates: number }>(state);
    this.network.load(unpack(arrays.network as Uint8Array).arrays);
    this.optimizer.load(arrays.optimizer as Uint8Array);
    this.updates = values.updates;
  }

  dispose(): void {
    this.network.dispose();
    this.optimizer.dispose();
  }
}
