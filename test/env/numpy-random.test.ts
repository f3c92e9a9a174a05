import { expect, test } from 'vitest';
import { Pcg64, seedSequence } from '../../src/env/numpy-random.ts';

test.each([
  // np.random.SeedSequence(seed).generate_state(2), NumPy 2.4
  [0, 2968811710, 3677149159],
  [1, 1835504127, 1731038949],
  [9, 3225285948, 4275914066],
  [42, 3444837047, 2669555309],
  [5_000_000_000, 734913572, 2516330648],
])('the seed %d spreads as in NumPy', (seed, first, second) => {
  expect([...seedSequence(seed, 2)]).toEqual([first, second]);
});

test('whole numbers are drawn as in NumPy', () => {
  // np.random.Generator(np.random.PCG64(3225285948)).integers(2, 5), ten times
  const random = new Pcg64(3225285948);
  expect(Array.from({ length: 10 }, () => random.integer(2, 5))).toEqual([4, 3, 4, 2, 3, 4, 4, 3, 4, 3]);
  // ... .integers(0, 3_000_000_000), where draws are refused now and then
  const large = new Pcg64(7);
  expect(Array.from({ length: 6 }, () => large.integer(0, 3_000_000_000))).toEqual([
    2834714867, 2052539810, 2691641402, 1734877356, 2327057070, 2500953064,
  ]);
});

test('a saved generator goes on where it stood', () => {
  const random = new Pcg64(5);
  random.integer(0, 10);
  const saved = random.save();
  const draws = (from: Pcg64): number[] => Array.from({ length: 20 }, () => from.integer(2, 5));
  const expected = draws(random);
  const other = new Pcg64(0);
  other.load(saved);
  expect(draws(other)).toEqual(expected);
});
