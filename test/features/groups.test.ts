import { expect, test } from 'vitest';
import { ObjectFeatures } from '../../src/features/object-features.ts';
import { Random } from '../../src/random.ts';
import { keysOf } from './keys.ts';
import { wandering } from './pictures.ts';

const options = { tiles: [[15, 10] as const, [7, 9] as const], motionSteps: [[10, 10] as const] };

/** The definition: two features are in one group as long as no picture showed one without the other. */
test('features are in one group exactly as long as they have always held together', () => {
  const features = new ObjectFeatures(160, 210, options);
  const picture = wandering(new Random(1));
  const pictures: number[][] = [];
  for (let i = 0; i < 60; i++) {
    pictures.push(keysOf(features, picture()));
    expect(features.shares.every(share => share === 1)).toBe(true);
  }
  const history = new Map<number, string>();
  for (const key of new Set(pictures.flat())) {
    history.set(key, pictures.map(keys => (keys.includes(key) ? '1' : '0')).join(''));
  }
  const groupOf = new Map([...history].map(([key, when]) => [features.exports.groupOf(key), when]));
  for (const [key, when] of history) expect(groupOf.get(features.exports.groupOf(key))).toBe(when);
  expect(groupOf.size).toBe(new Set(history.values()).size);
  expect(features.known).toBe(history.size);
});

test('without learning nothing changes: new features are left out, and shares say how much of a group holds', () => {
  const features = new ObjectFeatures(160, 210);
  const screen = new Uint8Array(160 * 210);
  screen.fill(2, 0, 4);
  const [group] = features.see(screen);
  // One picture, one group: 2 tiles taken, 3 pairs of colours, the bias.
  expect(features.sizes[group]).toBe(6);
  features.forget();
  const other = new Uint8Array(160 * 210);
  expect([...features.see(other, false)]).toEqual([group]);
  // Its tile, itself and the bias still hold.
  expect(features.shares[0]).toBe(0.5);
  expect([features.size, features.known]).toEqual([1, 6]);
});

test('a divided group goes on as two numbers', () => {
  const features = new ObjectFeatures(160, 210);
  const screen = new Uint8Array(160 * 210);
  screen.fill(2, 0, 4);
  const [group] = features.see(screen);
  features.forget();
  const [part] = features.see(new Uint8Array(160 * 210));
  expect([...features.divided]).toEqual([group, part]);
  expect([features.sizes[group], features.sizes[part]]).toEqual([3, 3]);
});

test('loaded features give later pictures the same numbers as the original', () => {
  const picture = wandering(new Random(2));
  const one = new ObjectFeatures(160, 210, options);
  for (let i = 0; i < 50; i++) one.see(picture());
  const other = new ObjectFeatures(160, 210, options);
  other.load(one.save());
  expect([...other.active]).toEqual([...one.active]);
  for (let i = 0; i < 50; i++) {
    const next = picture();
    expect([...other.see(next)]).toEqual([...one.see(next)]);
  }
  expect(other.save()).toEqual(one.save());
});
