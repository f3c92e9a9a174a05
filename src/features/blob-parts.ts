/**
 * Which blobs of a picture are behind which features. What belongs to features of two blobs is divided between them, the
 * more to the smaller: it says more about where. (An offset to the background, whose middle never moves, is the other
 * blob's place.) Offsets in time count for the blob of now.
 */
import { basicKey, type Layout, layoutOf, pairKey, timeKey } from './layout.ts';
import type { ObjectFeatures, Tile } from './object-features.ts';

/** A blob: its colour (palette index >> 1) and the box around it. */
export interface Blob {
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
 * Divides what every feature of the last picture is worth among the blobs behind it. The bias has none and is left out.
 * @param worth of a feature, given by its key; asked once for each
 * @param give gets each blob's part of it: the blob's place in `blobs`, the part and the key; may come twice for a blob
 */
export function divide(
  features: ObjectFeatures,
  tiles: readonly Tile[],
  worth: (key: number) => number,
  give: (blob: number, part: number, key: number) => void,
): void {
  const area = blobsOf(features.blobs).map(({ left, right, upper, lower }) => (right - left + 1) * (lower - upper + 1));
  const behind = new Map<number, number[]>();
  eachFeature(features, tiles, (key, ...members) => {
    const known = behind.get(key);
    if (known) known.push(...members);
    else behind.set(key, members);
  });
  for (const [key, members] of behind) {
    const whole = worth(key);
    if (whole === 0) continue;
    const total = members.reduce((sum, i) => sum + 1 / area[i], 0);
    for (const i of members) give(i, whole / area[i] / total, key);
  }
}
