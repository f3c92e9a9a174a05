/**
 * A network said in plain layers, one after the other, from pictures to the value of each action: what every program that
 * knows Keras's layers can compute. Weights are arrays, not tensors: it belongs to no backend.
 */
export interface PlainNetwork {
  /** Height, width and channels of the grey levels that go in, 0 to 255. */
  input: readonly [number, number, number];
  layers: readonly PlainLayer[];
}

export interface Weights {
  shape: readonly number[];
  values: Float32Array;
}

export type PlainLayer =
  /** Times a number. */
  | { type: 'scaled'; scale: number }
  /** Without padding. Filter: [height, width, channels, filters]. */
  | { type: 'convolution'; filter: Weights; bias: Weights; stride: number; rectify: boolean }
  /** Mean 0 and variance 1 over the last axis, scaled and shifted (Ba et al. 2016). */
  | { type: 'normalized'; scale: Weights; shift: Weights; epsilon: number }
  | { type: 'rectified' }
  | { type: 'flattened' }
  /** Another shape of the same numbers, but for the batch. */
  | { type: 'shaped'; shape: readonly number[] }
  /** Over the last axis. Weights: [inputs, units]. */
  | { type: 'dense'; weights: Weights; bias: Weights; rectify: boolean }
  /** Over the last axis. */
  | { type: 'softmax' };
