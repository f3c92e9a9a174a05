/**
 * What things in a picture speak for, by agents that see object features. Where values are no plain sum over features, a
 * thing's share is found by leaving it out: its part of every feature (src/features/blob-parts.ts) is taken away, and how far
 * the lead of the chosen action falls is what the thing spoke for it. For a linear value that is its exact share.
 */
import { type Blob, blobsOf, divide } from '../features/blob-parts.ts';
import type { ObjectFeatures, Tile } from '../features/object-features.ts';
import type { Attention } from './types.ts';

/** The division that `ObjectFeatures` has unless told otherwise. */
const usualTiles: readonly Tile[] = [[15, 10]];

/** What is left out of the features that hold: by their places among `active`, a part of their shares. */
export type Missing = ReadonlyMap<number, number>;

/**
 * @param screen the last picture that the features saw
 * @param features with the usual tiles
 * @param lead by how much the chosen action is ahead of the mean of all, were this missing
 */
export function attentionByLeavingOut(
  screen: Uint8Array,
  features: ObjectFeatures,
  lead: (missing: Missing) => number,
): Attention {
  const { exports, sizes } = features;
  const places = new Map(Array.from(features.active, (group, place) => [group, place]));
  const parts = Array.from({ length: features.blobs.length / 5 }, () => new Map<number, number>());
  const placeOf = (key: number): number | undefined => places.get(exports.groupOf(key));
  divide(
    features,
    usualTiles,
    key => (placeOf(key) === undefined ? 0 : 1 / sizes[exports.groupOf(key)]),
    (i, part, key) => {
      const place = placeOf(key)!;
      parts[i].set(place, (parts[i].get(place) ?? 0) + part);
    },
  );
  const all = lead(new Map());
  return blobAttention(
    screen,
    features,
    Float64Array.from(parts, missing => all - lead(missing)),
  );
}

/** How far a value is above the mean of all. */
export function leadOf(values: ArrayLike<number>, chosen: number): number {
  let sum = 0;
  for (let a = 0; a < values.length; a++) sum += values[a];
  return values[chosen] - sum / values.length;
}

/** @param shares what each blob of the last picture adds to the lead of the chosen action */
export function blobAttention(screen: Uint8Array, features: ObjectFeatures, shares: Float64Array): Attention {
  const { width, height, blobs } = features;
  return {
    rows: height,
    columns: width,
    weights: paintShares(screen, width, blobsOf(blobs), shares),
    meaning: 'what speaks for the action, and against it',
  };
}

/** Shares as a picture: every pixel of a blob has the blob's. */
export function paintShares(
  screen: Uint8Array,
  width: number,
  blobs: readonly Blob[],
  shares: Float64Array,
): Float32Array {
  const weights = new Float32Array(screen.length);
  blobs.forEach(({ colour, left, right, upper, lower }, i) => {
    for (let y = upper; y <= lower; y++) {
      for (let at = y * width + left; at <= y * width + right; at++) {
        // Boxes of one colour may overlap: what matters more is seen.
        if (screen[at] >> 1 === colour && Math.abs(shares[i]) > Math.abs(weights[at])) weights[at] = shares[i];
      }
    }
  });
  return weights;
}
