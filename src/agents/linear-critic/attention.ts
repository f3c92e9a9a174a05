/**
 * Which things in the picture spoke for the action that was chosen. A linear value is a sum over features, so each
 * feature's share in the choice is known exactly: its weight for that action minus the mean of its weights for all. What
 * belongs to features of two blobs is divided between them, the more to the smaller: it says more about where. (An offset
 * to the background, whose middle never moves, is the other blob's place.) Offsets in time count for the blob of now.
 */
import { basicKey, type Layout, pairKey, tileColumn, tileRow, timeKey } from './blob-prost.ts';
import type { Blobs } from './blobs.ts';

/**
 * @param before basic features of the picture before
 * @param share what a feature, given by its key, adds to the advantage of the action
 * @returns what each blob adds
 */
export function blobShares(
  layout: Layout,
  blobs: Blobs,
  before: Uint32Array | undefined,
  share: (key: number) => number,
): Float64Array {
  const { count, colour } = blobs;
  const rows = Array.from({ length: count }, (_, i) => tileRow(blobs.row[i]));
  const columns = Array.from({ length: count }, (_, i) => tileColumn(blobs.column[i]));
  const area = Array.from({ length: count }, (_, i) => {
    const box = boxOf(blobs, i);
    return (box.right - box.left + 1) * (box.lower - box.upper + 1);
  });
  /** Blobs behind each feature; of pairs, two entries. */
  const behind = new Map<number, number[]>();
  const note = (key: number, ...members: number[]): void => {
    const known = behind.get(key);
    if (known) known.push(...members);
    else behind.set(key, members);
  };

  for (let i = 0; i < count; i++) {
    note(basicKey(layout, colour[i], rows[i], columns[i]), i);
    for (let j = 0; j <= i; j++) {
      const [a, b] = inOrder(i, j);
      note(pairKey(layout, colour[a], colour[b], rows[a] - rows[b], columns[a] - columns[b]), a, b);
    }
    for (const key of before ?? []) {
      const tile = key % layout.tiles;
      const [row, column] = [Math.floor(tile / layout.columns), tile % layout.columns];
      note(timeKey(layout, Math.floor(key / layout.tiles), colour[i], row - rows[i], column - columns[i]), i);
    }
  }

  const shares = new Float64Array(count);
  for (const [key, members] of behind) {
    const whole = share(key);
    if (whole === 0) continue;
    const total = members.reduce((sum, i) => sum + 1 / area[i], 0);
    for (const i of members) shares[i] += whole / area[i] / total;
  }
  return shares;

  /** As the features have it: colours ascending; of one colour the lower or righter minus the other. */
  function inOrder(i: number, j: number): [number, number] {
    if (colour[i] !== colour[j]) return colour[i] < colour[j] ? [i, j] : [j, i];
    const isLater = rows[i] > rows[j] || (rows[i] === rows[j] && columns[i] >= columns[j]);
    return isLater ? [i, j] : [j, i];
  }
}

/** Shares as a picture: every pixel of a blob has the blob's. */
export function paintShares(screen: Uint8Array, width: number, blobs: Blobs, shares: Float64Array): Float32Array {
  const weights = new Float32Array(screen.length);
  for (let i = 0; i < blobs.count; i++) {
    const { left, right, upper, lower } = boxOf(blobs, i);
    for (let y = upper; y <= lower; y++) {
      for (let at = y * width + left; at <= y * width + right; at++) {
        // Boxes of one colour may overlap: what matters more is seen.
        if (screen[at] >> 1 === blobs.colour[i] && Math.abs(shares[i]) > Math.abs(weights[at])) weights[at] = shares[i];
      }
    }
  }
  return weights;
}

function boxOf({ left, right, upper, lower }: Blobs, i: number) {
  return { left: left[i], right: right[i], upper: upper[i], lower: lower[i] };
}
