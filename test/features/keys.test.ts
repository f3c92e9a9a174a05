import { expect, test } from 'vitest';
import { basicKey, layoutOf, pairKey, timeKey } from '../../src/features/layout.ts';
import { ObjectFeatures } from '../../src/features/object-features.ts';
import { Random } from '../../src/random.ts';
import { keysOf } from './keys.ts';

/** A field of colour 0 with a ball of colour 15, 4 x 4 pixels. */
function field(ballX: number, ballY: number): Uint8Array {
  const screen = new Uint8Array(160 * 210);
  for (let row = ballY; row < ballY + 4; row++) screen.fill(30, row * 160 + ballX, row * 160 + ballX + 4);
  return screen;
}

/*
 * By hand. 210 / 15 = 14 rows and 160 / 10 = 16 columns make 224 tiles; dy is -13..13 and dx -15..15, so there are
 * 27 * 31 = 837 offsets, and (0, 0) is number 13 * 31 + 15 = 418.
 *   basic features   0 .. 128 * 224 - 1 = 28,671
 *   pairs            from 28,672, 128 * 129 / 2 * 837 = 6,910,272 of them
 *   time             from 6,938,944, 128 * 128 * 837 = 13,713,408 of them
 *   bias             20,652,352
 */
test('the layout of a 160 x 210 screen is the paper’s', () => {
  expect(layoutOf(160, 210)).toMatchObject({
    rows: 14,
    columns: 16,
    tiles: 224,
    offsets: 837,
    firstPair: 28_672,
    firstTime: 6_938_944,
    bias: 20_652_352,
  });
});

test('a first picture has its basic features, its offsets and the bias', () => {
  const keys = keysOf(new ObjectFeatures(160, 210), field(40, 100));
  // The field's middle (104, 79) lies in tile (6, 7), the ball's (101, 41) in tile (6, 4).
  expect([...keys]).toEqual([
    6 * 16 + 7, // colour 0
    15 * 224 + 6 * 16 + 4, // colour 15
    28_672 + 418, // 0 and 0 at (0, 0)
    28_672 + 15 * 837 + 418 + 3, // 0 and 15: the 16th pair, at (0, 7 - 4)
    28_672 + 1815 * 837 + 418, // 15 and 15: pair 128 + 127 + … + 114 = 1815, at (0, 0)
    20_652_352,
  ]);
});

test('a second picture has time offsets from the first as well', () => {
  const features = new ObjectFeatures(160, 210);
  keysOf(features, field(40, 100));
  const keys = keysOf(features, field(40, 116)); // the ball's middle (117, 41) in tile (7, 4)
  expect([...keys].filter(key => key >= 6_938_944 && key < 20_652_352)).toEqual([
    6_938_944 + 418, // 0 was where 0 is
    6_938_944 + 15 * 837 + 12 * 31 + 18, // 0 then, 15 now: (6 - 7, 7 - 4) = (-1, 3)
    6_938_944 + 15 * 128 * 837 + 13 * 31 + 12, // 15 then, 0 now: (6 - 6, 4 - 7) = (0, -3)
    6_938_944 + (15 * 128 + 15) * 837 + 12 * 31 + 15, // 15 then, 15 now: (6 - 7, 0) = (-1, 0)
  ]);
  features.forget();
  expect(keysOf(features, field(40, 100))).toHaveLength(6);
});

test('two things of one colour have one offset between them, and an offset that occurs twice is one feature', () => {
  const screen = new Uint8Array(160 * 210);
  // Four single pixels of colour 3 in tiles (0, 0), (0, 2), (0, 4) and (2, 0): no two within reach.
  for (const [row, column] of [
    [2, 5],
    [2, 25],
    [2, 45],
    [32, 5],
  ])
    screen[row * 160 + column] = 6;
  const features = new ObjectFeatures(160, 210);
  const layout = layoutOf(160, 210);
  const keys = new Set(keysOf(features, screen));
  const within = [...keys].filter(
    key => key >= pairKey(layout, 3, 3, -13, -15) && key <= pairKey(layout, 3, 3, 13, 15),
  );
  expect(within).toEqual([
    pairKey(layout, 3, 3, 0, 0),
    pairKey(layout, 3, 3, 0, 2), // twice on the screen
    pairKey(layout, 3, 3, 0, 4),
    pairKey(layout, 3, 3, 2, -4),
    pairKey(layout, 3, 3, 2, -2),
    pairKey(layout, 3, 3, 2, 0),
  ]);
  expect(keys.has(basicKey(layout, 3, 2, 0))).toBe(true);
});

test('keys ascend without repetition on a crowded screen', () => {
  const random = new Random(1);
  const crowded = () => {
    const screen = new Uint8Array(160 * 250);
    for (let i = 0; i < 400; i++) screen[random.integer(screen.length)] = 2 * random.integer(8);
    return screen;
  };
  const features = new ObjectFeatures(160, 250);
  keysOf(features, crowded());
  const keys = [...keysOf(features, crowded())];
  expect(keys.length).toBeGreaterThan(10_000); // 36 pairs and 64 pairs in time, most of 1,023 offsets each
  expect(keys).toEqual([...new Set(keys)].sort((a, b) => a - b));
});

test('no two families of features share a key', () => {
  const layout = layoutOf(160, 250); // 17 rows of tiles
  expect(basicKey(layout, 127, 16, 15)).toBe(layout.firstPair - 1);
  expect(pairKey(layout, 0, 0, -16, -15)).toBe(layout.firstPair);
  expect(pairKey(layout, 127, 127, 16, 15)).toBe(layout.firstTime - 1);
  expect(timeKey(layout, 0, 0, -16, -15)).toBe(layout.firstTime);
  expect(timeKey(layout, 127, 127, 16, 15)).toBe(layout.bias - 1);
});
