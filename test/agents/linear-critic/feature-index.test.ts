import { expect, test } from 'vitest';
import { FeatureIndex } from '../../../src/agents/linear-critic/feature-index.ts';

test('numbers keys in the order of first sight and remembers them through every growth of the table', () => {
  const index = new FeatureIndex();
  // 0x9e3779b1 is odd, so these 50,000 keys are all different.
  const keys = Uint32Array.from({ length: 50_000 }, (_, i) => Math.imul(i, 0x9e3779b1) >>> 0);
  expect(index.numbersOf(keys)).toEqual(Int32Array.from(keys, (_, i) => i));
  expect(index.numbersOf(keys.toReversed())).toEqual(Int32Array.from(keys, (_, i) => 49_999 - i));
  expect(index.size).toBe(50_000);
});

test('knownOf leaves out unknown keys and learns none', () => {
  const index = new FeatureIndex();
  index.numbersOf(Uint32Array.of(5, 6));
  expect(index.knownOf(Uint32Array.of(0, 5, 7, 6))).toEqual(Int32Array.of(0, 1));
  expect(index.size).toBe(2);
});

test('a loaded index gives the same numbers', () => {
  const index = new FeatureIndex();
  index.numbersOf(Uint32Array.of(9, 0, 4_000_000_000));
  const other = new FeatureIndex();
  other.numbersOf(Uint32Array.of(1, 2));
  other.load(index.save());
  expect(other.numbersOf(Uint32Array.of(4_000_000_000, 0, 9, 1))).toEqual(Int32Array.of(2, 1, 0, 3));
});
