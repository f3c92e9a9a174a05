/**
 * Which things in the picture spoke for the action that was chosen. A linear value is a sum over features, so each
 * feature's share in the choice is known exactly: its weight for that action minus the mean of its weights for all. What
 * belongs to features of two blobs is divided between them, the more to the smaller: it says more about where. (An offset
 * to the background, whose middle never moves, is the other blob's place.) Offsets in time count for the blob of now.
 */
import { basicKey, type Layout, layoutOf, pairKey, timeKey } from '../../features/layout.ts';
import type { LinearValues } from '../../features/linear-values.ts';
import type { ObjectFeatures, Tile } from '../../features/object-features.ts';
import type { Attention } from '../types.ts';

/** What each pixel of the last picture added to the advantage of an action. */
export function attentionOf(
  screen: Uint8Array,
  features: ObjectFeatures,
  weights: LinearValues,
  tiles: readonly Tile[],
  action: number,
  actions: number,
): Attention {
  const { exports, width, height } = features;
  const { sizes } = features;
  const shares = blobShares(features, tiles, key => {
    const group = exports.groupOf(key);
    if (group < 0) return 0;
    let sum = 0;
    for (let a = 0; a < actions; a++) sum += weights.valueOf(group, a);
    return (weights.valueOf(group, action) - sum / actions) / sizes[group];
  });
  return {
    rows: height,
    columns: width,
    weights: paintShares(screen, width, blobsOf(features.blobs), shares),
    meaning: 'what speaks for the action, and against it',
  };
}

/** A blob: its colour (palette index >> 1) and the box around it. */
interface Blob {
  colour: number;
  left: number;
  right: number;
  upper: number;
  lower: number;
}

/** Blobs from five numbers each. */
export function blobsOf(numbers: Int32Array): Blob[] {
  return Array.from({ length: numbers.length / 5 }, (_, i) => {
    const [colour, left, right, upper, lower] = numbers.subarray(5 * i, 5 * i + 5);
    return { colour, left, right, upper, lower };
  });
}

/** Calls `note` for every feature of the last picture but the bias, with the blobs behind it; equal keys come again. */
function eachFeature(
  features: ObjectFeatures,
  tiles: readonly Tile[],
  note: (key: number, ...behind: number[]) => void,
) {
  const { exports, width, height } = features;
  const now = blobsOf(features.blobs);
  const before = blobsOf(features.earlierBlobs);
  let first = 0;
  for (const tile of tiles) {
    const layout = layoutOf(width, height, tile);
    const places = now.map(blob => placeOf(layout, blob));
    const placesBefore = before.map(blob => placeOf(layout, blob));
    const base = first;
    now.forEach(({ colour }, i) => {
      const { row, column } = places[i];
      note(base + basicKey(layout, colour, row, column), i);
      for (let j = 0; j <= i; j++) {
        const [a, b] = inOrder(i, j);
        const [dy, dx] = [places[a].row - places[b].row, places[a].column - places[b].column];
        note(base + pairKey(layout, now[a].colour, now[b].colour, dy, dx), a, b);
      }
      before.forEach((other, j) => {
        const [dy, dx] = [placesBefore[j].row - row, placesBefore[j].column - column];
        note(base + timeKey(layout, other.colour, colour, dy, dx), i);
      });
    });
    first += layout.bias;

    /** As the features have it: colours ascending; of one colour the lower or righter minus the other. */
    function inOrder(i: number, j: number): [number, number] {
      if (now[i].colour !== now[j].colour) return now[i].colour < now[j].colour ? [i, j] : [j, i];
      const [one, other] = [places[i], places[j]];
      const isLater = one.row > other.row || (one.row === other.row && one.column >= other.column);
      return isLater ? [i, j] : [j, i];
    }
  }
  for (let i = 0; i < now.length; i++) {
    for (let j = 0; j < now.length; j++) {
      for (let size = 0; size < exports.stepSizes(); size++) {
        const key = exports.motionKey(size, i, j) >>> 0;
        if (key !== 0) note(key, i, j);
      }
    }
  }
}

function placeOf({ tile: [height, width] }: Layout, { left, right, upper, lower }: Blob) {
  return { row: Math.floor(((upper + lower) >> 1) / height), column: Math.floor(((left + right) >> 1) / width) };
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
  const area = blobsOf(features.blobs).map(({ left, right, upper, lower }) => (right - left + 1) * (lower - upper + 1));
  const behind = new Map<number, number[]>();
  eachFeature(features, tiles, (key, ...members) => {
    const known = behind.get(key);
    if (known) known.push(...members);
    else behind.set(key, members);
  });
  const shares = new Float64Array(area.length);
  for (const [key, members] of behind) {
    const whole = share(key);
    if (whole === 0) continue;
    const total = members.reduce((sum, i) => sum + 1 / area[i], 0);
    for (const i of members) shares[i] += whole / area[i] / total;
  }
  return shares;
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
