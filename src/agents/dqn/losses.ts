/**
 * What the networks of DQN and its descendants are taught, as functions of tensors: B transitions, A actions, and K
 * numbers for each action (1 value, or the atoms or quantiles of a distribution).
 */
import * as tf from '@tensorflow/tfjs-core';
import { UserError } from '../../errors.ts';

/** The K numbers of one action a transition. @returns [B, K] from outputs [B, A, K] */
export function ofActions(outputs: tf.Tensor3D, actions: tf.Tensor1D): tf.Tensor2D {
  // Cast: the WebAssembly backend writes integers whatever type is asked for.
  const mask = tf.expandDims(tf.cast(tf.oneHot(actions, outputs.shape[1]), 'float32'), 2);
  return tf.sum(tf.mul(outputs, mask), 1);
}

/** Huber's loss: quadratic up to 1, linear beyond (the "clipped error" of Mnih et al. 2015). */
export function huber(error: tf.Tensor): tf.Tensor {
  const size = tf.abs(error);
  const inner = tf.minimum(size, 1);
  return tf.add(tf.mul(tf.square(inner), 0.5), tf.sub(size, inner));
}

/** Sum of -p log p over the last axis; nothing where p is 0. */
export function entropy(probabilities: tf.Tensor): tf.Tensor {
  return tf.neg(tf.sum(tf.mul(probabilities, tf.log(tf.maximum(probabilities, 1e-30))), -1));
}

/** The returns that C51's atoms stand for: evenly spaced. */
export function supportOf(atoms: number, largestReturn: number): tf.Tensor1D {
  return tf.linspace(-largestReturn, largestReturn, atoms);
}

/** log softmax over the last axis. */
export function logSoftmax(logits: tf.Tensor): tf.Tensor {
  return tf.sub(logits, tf.logSumExp(logits, -1, true));
}

/**
 * The distribution of reward + discount * return, brought back on to the atoms: each atom's mass is shared by the two
 * atoms next to where it was moved (Bellemare et al. 2017, algorithm 1).
 * @param probabilities [B, K] of the return after the next observation
 * @param support [K], evenly spaced
 * @returns [B, K]
 */
export function project(
  probabilities: tf.Tensor2D,
  rewards: tf.Tensor1D,
  discounts: tf.Tensor1D,
  support: tf.Tensor1D,
): tf.Tensor2D {
  const [low, second] = support.dataSync();
  const spacing = second - low;
  const moved = tf.add(tf.expandDims(rewards, 1), tf.mul(tf.expandDims(discounts, 1), tf.expandDims(support, 0)));
  const kept = tf.clipByValue(moved, low, -low);
  // [B, to, from]: how near atom `to` lies to where atom `from` was moved, 1 at it and 0 from the next atom on.
  const distance = tf.abs(tf.sub(tf.expandDims(kept, 1), tf.reshape(support, [1, -1, 1])));
  const nearness = tf.relu(tf.sub(1, tf.div(distance, spacing)));
  return tf.sum(tf.mul(nearness, tf.expandDims(probabilities, 1)), 2);
}

/**
 * Quantile regression with Huber's loss: summed over the quantiles, mean over the samples of the target (Dabney et al.
 * 2018, equation 10, kappa = 1).
 * @param quantiles [B, K]
 * @param targets [B, K] samples of the target distribution
 * @returns [B]
 */
export function quantileHuber(quantiles: tf.Tensor2D, targets: tf.Tensor2D): tf.Tensor1D {
  const count = quantiles.shape[1];
  // Midpoints of the K steps of the cumulative distribution.
  const levels = tf.reshape(tf.div(tf.add(tf.range(0, count), 0.5), count), [1, count, 1]);
  // [B, quantile, target]
  const errors = tf.sub(tf.expandDims(targets, 1), tf.expandDims(quantiles, 2));
  const above = tf.mul(levels, huber(tf.relu(errors)));
  const below = tf.mul(tf.sub(1, levels), huber(tf.relu(tf.neg(errors))));
  return tf.sum(tf.mean(tf.add(above, below), 2), 1);
}

/** @throws UserError where nothing sound would be learned any more; before the weights have changed */
export function needFinite(loss: number, update: number): void {
  if (Number.isFinite(loss)) return;
  throw new UserError(`the loss became ${loss} at update ${update}: a smaller learningRate may help`);
}
