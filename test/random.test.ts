import { expect, test } from 'vitest';
import { derivedSeed, Random } from '../src/random.ts';

test('is xoshiro128**: the numbers of the authors’ C program from the state 1, 2, 3, 4', () => {
  const random = new Random();
  random.restore([1, 2, 3, 4]);
  const numbers = Array.from({ length: 10 }, () => random.next());
  // Printed by xoshiro128starstar.c of prng.di.unimi.it. By hand for the first: rotl(2 * 5, 7) * 9 = 1280 * 9.
  expect(numbers).toEqual([
    11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
  ]);
});

test('a saved state goes on with the same numbers, whatever was drawn', () => {
  const random = new Random(7);
  random.normal();
  const state = random.save();
  const draw = (r: Random) => [r.next(), r.uniform(), r.integer(10), Number(r.chance(0.5)), r.normal()];
  const first = draw(random);
  const other = new Random(8);
  other.restore(state);
  expect(draw(other)).toEqual(first);
});

test('seeds that differ by one, or only above 32 bits, begin differently', () => {
  const first = (seed: number) => new Random(seed).next();
  expect(new Set([0, 1, 2, 2 ** 32, 2 ** 33].map(first)).size).toBe(5);
});

test('uniform() is evenly spread over [0, 1)', () => {
  const random = new Random(1);
  const counts = new Array<number>(10).fill(0);
  for (let i = 0; i < 100_000; i++) counts[Math.floor(10 * random.uniform())]++;
  // 10,000 expected in each; the standard deviation is sqrt(100000 * 0.1 * 0.9) = 95.
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(5 * 95);
});

test('integer(n) hits every value equally often, also where n does not divide 2^32', () => {
  const random = new Random(2);
  const counts = [0, 0, 0];
  // A plain remainder would give 0 twice as often as 2 for n = 3 * 2^30, seen here by thirds.
  for (let i = 0; i < 30_000; i++) counts[Math.floor(random.integer(3 * 2 ** 30) / 2 ** 30)]++;
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(5 * 82);
  expect(() => random.integer(0)).toThrow(RangeError);
});

test('normal() has mean 0, variance 1 and the tails of a normal distribution', () => {
  const random = new Random(3);
  const draws = Array.from({ length: 100_000 }, () => random.normal());
  const mean = draws.reduce((sum, x) => sum + x) / draws.length;
  const variance = draws.reduce((sum, x) => sum + x * x, 0) / draws.length - mean * mean;
  const beyondTwo = draws.filter(x => Math.abs(x) > 2).length / draws.length;
  expect(Math.abs(mean)).toBeLessThan(0.016); // 5 / sqrt(100000)
  expect(Math.abs(variance - 1)).toBeLessThan(0.023); // 5 * sqrt(2 / 100000)
  expect(beyondTwo).toBeGreaterThan(0.0422); // P(|x| > 2) = 0.0455, 5 standard deviations of 0.00066
  expect(beyondTwo).toBeLessThan(0.0488);
});

test('chance(p) comes true in a share p of draws', () => {
  const random = new Random(4);
  let hits = 0;
  for (let i = 0; i < 40_000; i++) if (random.chance(0.25)) hits++;
  expect(Math.abs(hits - 10_000)).toBeLessThan(5 * 87); // sqrt(40000 * 0.25 * 0.75) = 87
});

test('derived seeds differ from each other and between parents', () => {
  const seeds = [0, 1].flatMap(seed => Array.from({ length: 1000 }, (_, i) => derivedSeed(seed, i)));
  expect(new Set(seeds).size).toBe(2000);
  expect(derivedSeed(5, 3)).toBe(derivedSeed(5, 3));
});
