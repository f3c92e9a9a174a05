import * as tf from '@tensorflow/tfjs-core';
import { pictures } from '../../nn/layers.ts';
import type { PlainNetwork } from '../../nn/layers-model/network.ts';
import { Random } from '../../random.ts';
import { type LearnerSetup, networkOf, valuesOf } from './learner.ts';
import { supportOf } from './losses.ts';
import { QNetwork } from './network.ts';
import { plainNetwork } from './plain-network.ts';

/** The network that plays: it takes over what the learner's has become when it is told to, not before. */
export class Actor {
  readonly network: QNetwork;
  private readonly observation: readonly [number, number, number];
  private readonly support: tf.Tensor1D | undefined;

  constructor(setup: Omit<LearnerSetup, 'random'>) {
    const { distribution, atoms, largestReturn } = setup.hyperparameters;
    // Its weights are another's from the start: what it draws itself does not matter.
    this.network = new QNetwork(networkOf(setup), new Random(0));
    this.observation = setup.observation;
    if (distribution === 'categorical') this.support = tf.keep(supportOf(atoms, largestReturn));
  }

  /** Q(s, a) for all actions of one observation, or of `size` behind each other. */
  values(observations: Uint8Array, size = 1): Float32Array {
    return valuesOf(this.network, this.support, pictures(observations, [size, ...this.observation]));
  }

  /** Q(s, .) in plain layers. @throws UserError where they cannot say it */
  plainNetwork(): PlainNetwork {
    return plainNetwork(this.network.parts(), this.support?.dataSync<'float32'>().slice());
  }
}
