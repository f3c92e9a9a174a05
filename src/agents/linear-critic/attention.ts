/**
 * Which things in the picture spoke for the action that was chosen. A linear value is a sum over features, so each
 * feature's share in the choice is known exactly: its weight for that action minus the mean of its weights for all. It is
 * divided among the blobs behind the feature (src/features/blob-parts.ts).
 */
import { divide } from '../../features/blob-parts.ts';
import type { LinearValues } from '../../features/linear-values.ts';
import type { ObjectFeatures, Tile } from '../../features/object-features.ts';
import { blobAttention } from '../blob-attention.ts';
import type { Attention } from '../types.ts';

/** What each pixel of the last picture added to the advantage of an action. */
export function attentionOf(
  features: ObjectFeatures,
  weights: LinearValues,
  tiles: readonly Tile[],
  action: number,
  actions: number,
): Attention {
  const { exports } = features;
  const { sizes } = features;
  const shares = blobShares(features, tiles, key => {
    const group = exports.groupOf(key);
    if (group < 0) return 0;
    let sum = 0;
    for (let a = 0; a < actions; a++) sum += weights.valueOf(group, a);
    return (weights.valueOf(group, action) - sum / actions) / sizes[group];
  });
  return blobAttention(features.picture, features, shares);
}

/**
 * @param share what a feature, given by its key, adds to the advantage of the action
 * @returns what each blob adds
 */
export function blobShares(
  features: ObjectFeatures,
  tiles: readonly Tile[],
  share: (key: number) => number,
): Float64Array {
  const shares = new Float64Array(features.blobs.length / 5);
  divide(features, tiles, share, (i, part) => {
    shares[i] += part;
  });
  return shares;
}
