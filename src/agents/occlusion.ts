/**
 * What a network looks at, found out from outside: a place of its picture is blurred, and how far its outputs move says how
 * much it mattered. Greydanus, Koul, Dodge & Fern (2018), "Visualizing and Understanding Atari Agents", ICML,
 * arXiv:1711.00138, equations 1 and 2, with values in place of a policy's logits. The places are a grid.
 */
import type { Attention } from './types.ts';

/** Places along each side of the picture. */
const grid = 12;

/** A network's outputs for `size` observations behind each other, those of one after those of the other. */
export type Evaluate = (observations: Uint8Array, size: number) => ArrayLike<number>;

/** Places are blurred in batches of this many: enough to keep the processor busy, few enough for the memory. */
const batchSize = 24;

export class Occlusion {
  private readonly planes: number;
  private readonly height: number;
  private readonly width: number;
  private readonly weights = new Float32Array(grid * grid);
  /** The place that is looked at next. */
  private next = 0;

  /**
   * @param shape planes, height and width of an observation
   * @param meaning what the outputs are, in a few words
   */
  constructor(
    [planes, height, width]: readonly [number, number, number],
    private readonly evaluate: Evaluate,
    private readonly meaning: string,
  ) {
    this.planes = planes;
    this.height = height;
    this.width = width;
  }

  /** @param places so many are looked at, in turn; the others keep what they had before */
  look(observation: Uint8Array, places = Infinity): Attention {
    const blurred = this.blurred(observation);
    const whole = this.evaluate(observation, 1);
    const wanted = Math.min(places, grid * grid);
    for (let done = 0; done < wanted; done += batchSize) {
      const size = Math.min(batchSize, wanted - done);
      const batch = new Uint8Array(size * observation.length);
      for (let i = 0; i < size; i++) {
        const one = batch.subarray(i * observation.length, (i + 1) * observation.length);
        one.set(observation);
        this.occlude(one, blurred, (this.next + i) % (grid * grid));
      }
      const outputs = this.evaluate(batch, size);
      for (let i = 0; i < size; i++) {
        this.weights[(this.next + i) % (grid * grid)] = distance(whole, outputs, i * whole.length);
      }
      this.next = (this.next + size) % (grid * grid);
    }
    return { rows: grid, columns: grid, weights: this.weights.slice(), meaning: this.meaning };
  }

  /** Mixes the blurred picture in around a place, by a mask that is 1 in its middle and falls off as a bell. */
  private occlude(observation: Uint8Array, blurred: Uint8Array, place: number): void {
    const { planes, height, width } = this;
    const [sigmaY, sigmaX] = [height / grid, width / grid].map(size => 0.7 * size);
    const middleY = (Math.floor(place / grid) + 0.5) * (height / grid) - 0.5;
    const middleX = ((place % grid) + 0.5) * (width / grid) - 0.5;
    const [top, bottom] = reach(middleY, sigmaY, height);
    const [left, right] = reach(middleX, sigmaX, width);
    for (let y = top; y <= bottom; y++) {
      for (let x = left; x <= right; x++) {
        const mask = Math.exp(-(((y - middleY) / sigmaY) ** 2 + ((x - middleX) / sigmaX) ** 2) / 2);
        for (let at = y * width + x; at < planes * height * width; at += height * width) {
          observation[at] += Math.round(mask * (blurred[at] - observation[at]));
        }
      }
    }
  }

  /** Each plane through a bell curve, as two passes of a box in each direction (nearly one, and quick). */
  private blurred(observation: Uint8Array): Uint8Array {
    const { planes, height, width } = this;
    const radius = Math.max(1, Math.round(height / 24));
    const blurred = Float32Array.from(observation);
    for (let plane = 0; plane < planes; plane++) {
      const first = plane * height * width;
      for (let pass = 0; pass < 2; pass++) {
        for (let y = 0; y < height; y++) boxBlur(blurred, first + y * width, 1, width, radius);
        for (let x = 0; x < width; x++) boxBlur(blurred, first + x, width, height, radius);
      }
    }
    return Uint8Array.from(blurred, Math.round);
  }
}

/** Means of the values within `radius`, along a line of them; at the ends of those there are. */
function boxBlur(values: Float32Array, first: number, step: number, count: number, radius: number): void {
  const line = Float32Array.from({ length: count }, (_, i) => values[first + i * step]);
  for (let i = 0; i < count; i++) {
    const [from, to] = [Math.max(0, i - radius), Math.min(count - 1, i + radius)];
    let sum = 0;
    for (let j = from; j <= to; j++) sum += line[j];
    values[first + i * step] = sum / (to - from + 1);
  }
}

/** Pixels from which to which a mask is felt. */
function reach(middle: number, sigma: number, size: number): [number, number] {
  return [Math.max(0, Math.ceil(middle - 3 * sigma)), Math.min(size - 1, Math.floor(middle + 3 * sigma))];
}

function distance(a: ArrayLike<number>, b: ArrayLike<number>, offset: number): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[offset + i]) ** 2;
  return Math.sqrt(sum);
}
