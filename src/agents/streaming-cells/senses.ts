import type { Box } from '../../env/types.ts';
import { ObjectFeatures } from '../../features/object-features.ts';
import { stepsOf } from '../../features/tiles.ts';
import { attentionByLeavingOut, leadOf } from '../blob-attention.ts';
import { InputScale } from '../input-scale.ts';
import { Occlusion } from '../occlusion.ts';
import { isPicture, planesOf, screenOf } from '../pictures.ts';
import type { Attention, Observation } from '../types.ts';
import type { StreamingCellsHyperparameters } from './hyperparameters.ts';

/** What turns observations into the inputs of the first cell. */
export interface Senses {
  /** Numbers that `see` writes. */
  readonly inputs: number;
  /** About what the sum of their squares is. */
  readonly squareLength: number;
  /** A new episode: the next observation has none before it. */
  forget(): void;
  /** @param learning whether running scales, or the numbers of features, take this observation into account */
  see(observation: Observation, learning: boolean, into: Float32Array): void;
  /**
   * What mattered in what was seen last; absent where that is no picture.
   * @param seen what `see` wrote then
   * @param values of the actions, were these the inputs of the first cell
   * @param chosen the action
   */
  readonly look?: (
    seen: Float32Array,
    values: (inputs: Float32Array) => ArrayLike<number>,
    chosen: number,
    places?: number,
  ) => Attention;
  save(): Record<string, Uint8Array | Float32Array | Float64Array>;
  load(arrays: Record<string, ArrayBufferView>): void;
}

export function sensesOf(space: Box, { input, hashed, motionSteps }: StreamingCellsHyperparameters): Senses {
  return input === 'pixels' ? new Pixels(space) : new Objects(space, hashed, motionSteps);
}

/** A picture and its difference from the one before, each number scaled by what it was so far; then a 1. */
class Pixels implements Senses {
  readonly inputs: number;
  readonly squareLength: number;
  readonly look: Senses['look'];
  private readonly now: Float32Array;
  private readonly before: Float32Array;
  private readonly scale: InputScale;
  private isFirst = true;
  /** What the cells make of inputs, while it is asked for. */
  private evaluate: (inputs: Float32Array) => ArrayLike<number> = () => [];

  constructor(space: Box) {
    const size = space.shape.reduce((product, n) => product * n, 1);
    this.now = new Float32Array(size);
    this.before = new Float32Array(size);
    this.scale = new InputScale(2 * size);
    this.inputs = 2 * size + 1;
    this.squareLength = this.inputs;
    if (isPicture(space)) this.look = this.looking(space.shape);
  }

  forget(): void {
    this.isFirst = true;
  }

  see(observation: Observation, learning: boolean, into: Float32Array): void {
    const { now, before, scale } = this;
    before.set(this.isFirst ? observation : now);
    now.set(observation);
    this.isFirst = false;
    this.combine(now, before, into);
    if (learning) scale.note(into);
    this.finish(into);
  }

  private combine(now: ArrayLike<number>, before: ArrayLike<number>, into: Float32Array): void {
    for (let j = 0; j < now.length; j++) {
      into[j] = now[j];
      into[now.length + j] = now[j] - before[j];
    }
  }

  private finish(inputs: Float32Array): void {
    this.scale.apply(inputs);
    inputs[inputs.length - 1] = 1;
  }

  /** Places are blurred in both pictures, this one and the one before. */
  private looking(shape: readonly number[]): Senses['look'] {
    const [planes, height, width] = planesOf(shape, 'streaming-cells');
    const size = this.now.length;
    const inputs = new Float32Array(this.inputs);
    const meaning = 'where a blur changes what it expects';
    const occlusion = new Occlusion(
      [2 * planes, height, width],
      (observations, count) =>
        Array.from({ length: count }, (_, i) => {
          const pair = observations.subarray(2 * i * size, 2 * (i + 1) * size);
          this.combine(pair.subarray(0, size), pair.subarray(size), inputs);
          this.finish(inputs);
          return Array.from(this.evaluate(inputs));
        }).flat(),
      meaning,
    );
    return (_seen, values, _chosen, places) => {
      this.evaluate = values;
      return occlusion.look(Uint8Array.from([...this.now, ...this.before]), places);
    };
  }

  save(): ReturnType<Senses['save']> {
    const { means, squares, count } = this.scale;
    return { before: this.now, means, squares, counts: Float64Array.of(count, this.isFirst ? 1 : 0) };
  }

  load({ before, means, squares, counts }: Record<string, Float64Array>): void {
    this.now.set(before);
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
  /** All features together have 1, the last input another. */
  readonly squareLength = 2;
  private readonly hashed: number;
  private readonly shape: readonly [height: number, width: number];
  private features: ObjectFeatures;
  /** The last picture, as it was given. */
  private screen: Uint8Array = new Uint8Array(0);

  constructor(
    space: Box,
    hashed: number,
    private readonly motionSteps: string,
  ) {
    this.shape = screenOf(space, 'streaming-cells with input=objects');
    this.features = this.fresh();
    this.hashed = hashed;
    this.inputs = hashed + 1;
  }

  forget(): void {
    this.features.forget();
  }

  see(observation: Observation, learning: boolean, into: Float32Array): void {
    this.screen = observation as Uint8Array;
    const active = this.features.see(this.screen, learning);
    const { shares } = this.features;
    into.fill(0);
    for (let i = 0; i < active.length; i++) into[this.placeOf(active[i])] += this.loudness * shares[i];
    into[this.hashed] = 1;
  }

  private placeOf(feature: number): number {
    return hashOf(feature) % this.hashed;
  }

  private get loudness(): number {
    return 1 / Math.sqrt(Math.max(1, this.features.active.length));
  }

  look(seen: Float32Array, values: (inputs: Float32Array) => ArrayLike<number>, chosen: number): Attention {
    const { features, loudness } = this;
    const { active } = features;
    return attentionByLeavingOut(this.screen, features, missing => {
      const inputs = seen.slice();
      for (const [place, part] of missing) inputs[this.placeOf(active[place])] -= loudness * part;
      return leadOf(values(inputs), chosen);
    });
  }

  save(): ReturnType<Senses['save']> {
    return { features: this.features.save() };
  }

  load({ features }: Record<string, Uint8Array>): void {
    this.features = this.fresh();
    this.features.load(features);
  }

  private fresh(): ObjectFeatures {
    const [height, width] = this.shape;
    return new ObjectFeatures(width, height, { motionSteps: stepsOf(this.motionSteps) });
  }
}

/** Numbers are given out one after another: spread them (Knuth's multiplicative hash; 2^32 over the golden ratio). */
function hashOf(number: number): number {
  return (Math.imul(number, 0x9e3779b1) >>> 0) >>> 8;
}
