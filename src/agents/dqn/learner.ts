/**
 * One update of DQN and of each of its descendants: what the next observation promises is the target for what was done
 * (Mnih et al. 2015, algorithm 1).
 */
import * as tf from '@tensorflow/tfjs-core';
import { pack, unpack } from '../../bytes.ts';
import { pictures } from '../../nn/layers.ts';
import { Adam, type Optimizer, RmsProp } from '../../nn/optimizers.ts';
import type { Random } from '../../random.ts';
import type { DqnHyperparameters } from './hyperparameters.ts';
import { entropy, huber, logSoftmax, needFinite, ofActions, project, quantileHuber, supportOf } from './losses.ts';
import { type NetworkOptions, QNetwork } from './network.ts';
import type { Batch } from './replay.ts';

export interface LearnerSetup {
  /** Planes, height and width of an observation. */
  observation: readonly [number, number, number];
  actions: number;
  hyperparameters: DqnHyperparameters;
  random: Random;
}

/** The network that a setup describes. */
export function networkOf({ observation, actions, hyperparameters }: Omit<LearnerSetup, 'random'>): NetworkOptions {
  const [channels, height, width] = observation;
  const { network: torso, distribution, atoms, quantiles } = hyperparameters;
  const { hidden, dueling, noisy, sharedBias, torsoGradientScale } = hyperparameters;
  const outputs = { none: 1, categorical: atoms, quantile: quantiles }[distribution];
  const options = { hidden, dueling, noisy, sharedBias, torsoGradientScale };
  return { picture: [height, width, channels], actions, outputs, torso, ...options };
}

export interface UpdateResult {
  loss: number;
  /** Mean of the predicted values of the actions that were taken. */
  meanValue: number;
  /** Size of the error of each transition: what priorities are made of. */
  errors: Float32Array;
}

export class DqnLearner {
  readonly online: QNetwork;
  readonly target: QNetwork;
  updates = 0;
  private readonly optimizer: Optimizer;
  private readonly observation: readonly [number, number, number];
  private readonly options: DqnHyperparameters;
  private readonly random: Random;
  /** Returns that C51's atoms stand for. */
  private readonly support: tf.Tensor1D | undefined;

  constructor({ observation, actions, hyperparameters, random }: LearnerSetup) {
    this.observation = observation;
    this.options = hyperparameters;
    this.random = random;
    const shape = networkOf({ observation, actions, hyperparameters });
    const { distribution, atoms, largestReturn } = hyperparameters;
    this.online = new QNetwork(shape, random);
    this.target = new QNetwork(shape, random);
    this.target.copyFrom(this.online);
    this.optimizer = optimizerOf(this.online.variables, hyperparameters);
    if (distribution === 'categorical') this.support = tf.keep(supportOf(atoms, largestReturn));
  }

  /** Q(s, a) for all actions of one observation, or of `size` behind each other. */
  values(observations: Uint8Array, size = 1): Float32Array {
    return valuesOf(this.online, this.support, pictures(observations, [size, ...this.observation]));
  }

  /**
   * Learns from a batch.
   * @param random draws the noise of noisy layers
   * @throws UserError where the loss is no longer a number; the weights are then still those of before
   */
  update(batch: Batch, random = this.random): UpdateResult {
    return tf.tidy(() => {
      const targets = this.targets(batch, random);
      if (this.options.noisy) this.online.setNoise(random);
      const observations = this.input(batch.observations, batch.size);
      const actions = tf.tensor1d(batch.actions, 'int32');
      const weights = tf.tensor1d(batch.weights);
      let errors: tf.Tensor = weights;
      let predicted: tf.Tensor = weights;
      const { value: loss, grads } = tf.variableGrads(() => {
        const outputs = ofActions(this.online.outputs(observations), actions);
        const losses = this.losses(outputs, targets);
        errors = tf.keep(losses.errors);
        predicted = tf.keep(outputs);
        return tf.mean(tf.mul(weights, losses.losses)) as tf.Scalar;
      }, this.online.variables);
      const result = {
        loss: loss.dataSync()[0],
        meanValue: tf.mean(this.means(predicted)).dataSync()[0],
        errors: errors.dataSync<'float32'>(),
      };
      tf.dispose([errors, predicted]);
      needFinite(result.loss, this.updates + 1);
      this.optimizer.apply(grads);
      this.updates++;
      return result;
    });
  }

  /** The target network becomes the online one. */
  updateTarget(): void {
    this.target.copyFrom(this.online);
  }

  /**
   * What the outputs for the actions taken should have been: [B, K]. The networks that choose and that say what the
   * choice is worth have noise of their own, as has the one that learns (Fortunato et al. 2018, section 3.1).
   */
  private targets({ size, nextObservations, rewards, discounts }: Batch, random: Random): tf.Tensor2D {
    const { double, noisy } = this.options;
    if (noisy) this.target.setNoise(random);
    if (noisy && double) this.online.setNoise(random);
    return tf.tidy(() => {
      const next = this.input(nextObservations, size);
      const outputs = this.target.outputs(next);
      // Double: one network chooses, the other says what that is worth (van Hasselt et al. 2016, equation 4).
      const choosing = double ? this.online.outputs(next) : outputs;
      const best = tf.argMax(this.means(choosing), 1) as tf.Tensor1D;
      const promised = ofActions(outputs, best);
      const [reward, discount] = [tf.tensor1d(rewards), tf.tensor1d(discounts)];
      if (this.support) return project(tf.softmax(promised), reward, discount, this.support);
      return tf.add(tf.expandDims(reward, 1), tf.mul(tf.expandDims(discount, 1), promised));
    });
  }

  /** The loss of each transition, and the error that its priority is made of: [B]. */
  private losses(outputs: tf.Tensor2D, targets: tf.Tensor2D): { losses: tf.Tensor; errors: tf.Tensor } {
    switch (this.options.distribution) {
      case 'categorical': {
        const losses = tf.neg(tf.sum(tf.mul(targets, logSoftmax(outputs)), 1));
        // The divergence of Kullback and Leibler, which is 0 where nothing is left to learn (Hessel et al. 2018).
        return { losses, errors: tf.sub(losses, entropy(targets)) };
      }
      case 'quantile': {
        const losses = quantileHuber(outputs, targets);
        return { losses, errors: losses };
      }
      case 'none': {
        const errors = tf.squeeze(tf.sub(targets, outputs), [1]);
        return { losses: this.options.loss === 'huber' ? huber(errors) : tf.square(errors), errors };
      }
    }
  }

  /** Expected returns from outputs [..., K]. */
  private means(outputs: tf.Tensor): tf.Tensor {
    return meansOf(outputs, this.support);
  }

  private input(bytes: Uint8Array, size: number): tf.Tensor4D {
    return pictures(bytes, [size, ...this.observation]);
  }

  save(): Uint8Array {
    return pack(
      { updates: this.updates },
      {
        online: pack({}, this.online.save()),
        target: pack({}, this.target.save()),
        optimizer: this.optimizer.save(),
      },
    );
  }

  load(state: Uint8Array): void {
    const { values, arrays } = unpack<{ updates: number }>(state);
    this.online.load(unpack(arrays.online as Uint8Array).arrays);
    this.target.load(unpack(arrays.target as Uint8Array).arrays);
    this.optimizer.load(arrays.optimizer as Uint8Array);
    this.updates = values.updates;
  }

  dispose(): void {
    this.online.dispose();
    this.target.dispose();
    this.optimizer.dispose();
    this.support?.dispose();
  }
}

/** Q(s, a) for all actions: of a batch, behind each other. The pictures are disposed. */
export function valuesOf(network: QNetwork, support: tf.Tensor1D | undefined, batch: tf.Tensor4D): Float32Array {
  const values = tf.tidy(() => meansOf(network.outputs(batch), support).dataSync<'float32'>());
  batch.dispose();
  return values;
}

/** Expected returns from outputs [..., K]. */
function meansOf(outputs: tf.Tensor, support: tf.Tensor1D | undefined): tf.Tensor {
  if (support) return tf.sum(tf.mul(tf.softmax(outputs), support), -1);
  return tf.mean(outputs, -1);
}

function optimizerOf(variables: readonly tf.Variable[], options: DqnHyperparameters): Optimizer {
  const { optimizer, learningRate, optimizerEpsilon: epsilon, maxGradientNorm } = options;
  const maxNorm = maxGradientNorm || undefined;
  if (optimizer === 'rmsprop') return new RmsProp(variables, { learningRate, epsilon, maxNorm });
  return new Adam(variables, { learningRate, epsilon, maxNorm });
}
