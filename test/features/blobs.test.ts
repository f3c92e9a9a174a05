import { expect, test } from 'vitest';
import { ObjectFeatures } from '../../src/features/object-features.ts';
import { Random } from '../../src/random.ts';

const reach = 3;

/** "colour: row, column" of the middle of each blob, sorted. */
function listed(features: ObjectFeatures, screen: Uint8Array): string[] {
  features.see(screen);
  const { blobs } = features;
  return Array.from({ length: blobs.length / 5 }, (_, i) => {
    const [colour, left, right, upper, lower] = blobs.subarray(5 * i);
    return `${colour}: ${(upper + lower) >> 1}, ${(left + right) >> 1}`;
  }).sort();
}

/** The definition, pixel by pixel: spread from each pixel to all of its colour within `reach`. */
function byFlooding(screen: Uint8Array, width: number, height: number): string[] {
  const seen = new Set<number>();
  const found: string[] = [];
  for (let at = 0; at < screen.length; at++) {
    if (seen.has(at)) continue;
    seen.add(at);
    const blob = [at];
    for (let i = 0; i < blob.length; i++) {
      const [y, x] = [Math.floor(blob[i] / width), blob[i] % width];
      for (let v = Math.max(0, y - reach); v <= Math.min(height - 1, y + reach); v++) {
        for (let u = Math.max(0, x - reach); u <= Math.min(width - 1, x + reach); u++) {
          const other = v * width + u;
          if (seen.has(other) || screen[other] >> 1 !== screen[at] >> 1) continue;
          seen.add(other);
          blob.push(other);
        }
      }
    }
    const rows = blob.map(pixel => Math.floor(pixel / width));
    const columns = blob.map(pixel => pixel % width);
    const middle = (values: number[]) => Math.floor((Math.min(...values) + Math.max(...values)) / 2);
    found.push(`${screen[at] >> 1}: ${middle(rows)}, ${middle(columns)}`);
  }
  return found.sort();
}

test('a ball, a paddle and the field behind them are three blobs, each at the middle of its box', () => {
  const screen = new Uint8Array(160 * 210);
  const box = (x: number, y: number, w: number, h: number, index: number) => {
    for (let row = y; row < y + h; row++) screen.fill(index, row * 160 + x, row * 160 + x + w);
  };
  box(40, 100, 4, 4, 30); // columns 40..43, rows 100..103
  box(10, 190, 16, 4, 70); // columns 10..25, rows 190..193
  expect(listed(new ObjectFeatures(160, 210), screen)).toEqual(['0: 104, 79', '15: 101, 41', '35: 191, 17']);
});

test('pixels 3 apart are one blob, pixels 4 apart are two', () => {
  const features = new ObjectFeatures(16, 12);
  const withPixels = (...places: [number, number][]) => {
    // A new colour for every pixel of the field keeps it from being a blob of its own kind.
    const screen = Uint8Array.from(
      { length: 16 * 12 },
      (_, i) => 2 * (20 + ((i % 16) % 5) + 5 * (Math.floor(i / 16) % 5)),
    );
    for (const [row, column] of places) screen[row * 16 + column] = 2;
    return listed(features, screen).filter(blob => blob.startsWith('1:'));
  };
  expect(withPixels([0, 0], [3, 3])).toEqual(['1: 1, 1']);
  expect(withPixels([0, 3], [3, 0])).toEqual(['1: 1, 1']);
  expect(withPixels([0, 0], [0, 3])).toEqual(['1: 0, 1']);
  expect(withPixels([0, 0], [0, 4])).toEqual(['1: 0, 0', '1: 0, 4']);
  expect(withPixels([0, 0], [4, 0])).toEqual(['1: 0, 0', '1: 4, 0']);
  expect(withPixels([0, 0], [3, 4])).toEqual(['1: 0, 0', '1: 3, 4']);
});

test('colours that differ only in the low bit of the palette index are the same', () => {
  expect(listed(new ObjectFeatures(4, 1), Uint8Array.of(6, 7, 6, 7))).toEqual(['3: 0, 1']);
});

test('finds the same blobs as spreading from pixel to pixel, on noise and on wide shapes', () => {
  const random = new Random(1);
  for (const [width, height] of [
    [24, 18],
    [33, 11],
  ]) {
    const features = new ObjectFeatures(width, height);
    for (let trial = 0; trial < 120; trial++) {
      const coloursUsed = 2 + random.integer(12);
      const screen = Uint8Array.from({ length: width * height }, () => 2 * random.integer(coloursUsed));
      // Half of the pictures have boxes and repeated rows, as games have.
      for (let i = 0; trial % 2 === 0 && i < 6; i++) {
        const [x, y] = [random.integer(width - 6), random.integer(height - 6)];
        const index = 2 * random.integer(coloursUsed);
        for (let row = y; row < y + 6; row++) screen.fill(index, row * width + x, row * width + x + 6);
        screen.copyWithin((y + 1) * width, y * width, (y + 1) * width);
      }
      expect(listed(features, screen), `${width} x ${height}, picture ${trial}`).toEqual(
        byFlooding(screen, width, height),
      );
    }
  }
});

test('a screen of another size is refused', () => {
  expect(() => new ObjectFeatures(160, 210).see(new Uint8Array(160 * 250))).toThrow(/is not 160 x 210/);
});
