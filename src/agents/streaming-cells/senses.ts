import type { Box } from '../../env/types.ts';
import { ObjectFeatures } from '../../features/object-features.ts';
import type { Observation } from '../types.ts';
import type { StreamingCellsHyperparameters } from './hyperparameters.ts';
import { InputScale } from './scaling.ts';

/** What turns observations into the inputs of the first cell. */
export interface Senses {
  /** Numbers that `see` writes. */
  readonly inputs: number;
  /** A new episode: the next observation has none before it. */
  forget(): void;
  /** @param learning whether running scales, or the numbers of features, take this observation into account */
  see(observation: Observation, learning: boolean, into: Float32Array): void;
  save(): Record<string, Uint8Array | Float32Array | Float64Array>;
  load(arrays: Record<string, ArrayBufferView>): void;
}

export function sensesOf(space: Box, { input, hashed }: StreamingCellsHyperparameters): Senses {
  return input === 'pixels' ? new Pixels(space) : new Objects(space, hashed);
}

/** A picture and its difference from the one before, each number scaled by what it was so far; then a 1. */
class Pixels implements Senses {
  readonly inputs: number;
  private readonly before: Float32Array;
  private readonly scale: InputScale;
  private isFirst = true;

  constructor(space: Box) {
    const size = space.shape.reduce((product, n) => product * n, 1);
    this.before = new Float32Array(size);
    this.scale = new InputScale(2 * size);
    this.inputs = 2 * size + 1;
  }

  forget(): void {
    this.isFirst = true;
  }

  see(observation: Observation, learning: boolean, into: Float32Array): void {
    const { before, scale } = this;
    const size = before.length;
    for (let j = 0; j < size; j++) {
      into[j] = observation[j];
      into[size + j] = this.isFirst ? 0 : observation[j] - before[j];
    }
    before.set(observation);
    this.isFirst = false;
    if (learning) scale.note(into);
    scale.apply(into);
    into[2 * size] = 1;
  }

  save(): ReturnType<Senses['save']> {
    const { means, squares, count } = this.scale;
    return { before: this.before, means, squares, counts: Float64Array.of(count, this.isFirst ? 1 : 0) };
  }

  load({ before, means, squares, counts }: Record<string, Float64Array>): void {
    this.before.set(before);
    this.scale.means.set(means);
    this.scale.squares.set(squares);
    this.scale.count = counts[0];
    this.isFirst = counts[1] === 1;
  }
}

/**
 * Object features (Blob-PROST), hashed: each feature has one of a fixed number of inputs, which is 1 over the root of the
 * number of features that hold, so that a picture with many is not louder; then a 1.
 */
class Objects implements Senses {
  readonly inputs: number;
  private readonly hashed: number;
  private readonly space: Box;
  private features: ObjectFeatures;

  constructor(space: Box, hashed: number) {
    this.space = space;
    this.features = this.fresh();
    this.hashed = hashed;
    this.inputs = hashed + 1;
  }

  forget(): void {
    this.features.forget();
  }

  see(observation: Observation, learning: boolean, into: Float32Array): void {
    const active = this.features.see(observation as Uint8Array, learning);
    const { shares } = this.features;
    into.fill(0);
    const loudness = 1 / Math.sqrt(Math.max(1, active.length));
    for (let i = 0; i < active.length; i++) into[hashOf(active[i]) % this.hashed] += loudness * shares[i];
    into[this.hashed] = 1;
  }

  save(): ReturnType<Senses['save']> {
    return { features: this.features.save() };
  }

  load({ features }: Record<string, Uint8Array>): void {
    this.features = this.fresh();
    this.features.load(features);
  }

  private fresh(): ObjectFeatures {
    const [height, width] = this.space.shape;
    return new ObjectFeatures(width, height);
  }
}

/** Numbers are given out one after another: spread them (Knuth's multiplicative hash; 2^32 over the golden ratio). */
function hashOf(number: number): number {
  return (Math.imul(number, 0x9e3779b1) >>> 0) >>> 8;
}
