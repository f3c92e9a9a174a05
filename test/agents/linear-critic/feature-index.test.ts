import { expect, test } from 'vitest';
import { FeatureIndex } from '../../../src/agents/linear-critic/feature-index.ts';
import { Random } from '../../../src/random.ts';

/** Keys as they come: ascending, without repetition, some close together and some not. */
function someKeys(random: Random, count: number): Uint32Array {
  const keys = new Set<number>();
  while (keys.size < count) {
    const first = random.integer(20_000_000);
    for (let key = first; key < first + 40; key++) if (random.chance(0.3)) keys.add(key);
  }
  return Uint32Array.from(keys).sort();
}

test('every key keeps its own number through every growth of the table', () => {
  const index = new FeatureIndex();
  const random = new Random(1);
  const numberOf = new Map<number, number>();
  for (let picture = 0; picture < 200; picture++) {
    const keys = someKeys(random, 300);
    const numbers = index.numbersOf(keys);
    for (const [i, key] of keys.entries()) {
      if (numberOf.has(key)) expect(numbers[i]).toBe(numberOf.get(key));
      numberOf.set(key, numbers[i]);
    }
  }
  expect(new Set(numberOf.values()).size).toBe(numberOf.size);
  expect(Math.max(...numberOf.values())).toBeLessThan(index.size);
  expect(index.known).toBe(numberOf.size);
  // 12 of 40 neighbours seen fill blocks of 16 to no less than a fifth.
  expect(index.size).toBeLessThan(5 * index.known);
});

test('knownOf leaves out unknown keys, also those beside known ones, and learns none', () => {
  const index = new FeatureIndex();
  const [five, six] = index.numbersOf(Uint32Array.of(5, 600));
  expect(index.knownOf(Uint32Array.of(0, 5, 7, 600, 20_000_000))).toEqual(Int32Array.of(five, six));
  expect(index.known).toBe(2);
  expect(index.knownOf(Uint32Array.of(7))).toHaveLength(0);
});

test('a loaded index gives the same numbers, and to new keys the same as the original', () => {
  const random = new Random(2);
  const index = new FeatureIndex();
  const first = someKeys(random, 5000);
  index.numbersOf(first);
  const other = new FeatureIndex();
  other.numbersOf(Uint32Array.of(1, 2));
  other.load(index.save());
  const second = someKeys(random, 5000);
  expect(other.known).toBe(index.known);
  expect(other.numbersOf(first)).toEqual(index.numbersOf(first));
  expect(other.numbersOf(second)).toEqual(index.numbersOf(second));
  expect(other.known).toBe(index.known);
});
