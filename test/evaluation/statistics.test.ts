import { expect, test } from 'vitest';
import { quantile, summarise } from '../../src/evaluation/statistics.ts';
import { Random } from '../../src/random.ts';

test('mean, median and deviations by hand', () => {
  // 2, 4, 4, 10: mean 5, squares 9 + 1 + 1 + 25 = 36, / 3 = 12.
  expect(summarise([10, 4, 2, 4])).toMatchObject({
    count: 4,
    mean: 5,
    median: 4,
    standardDeviation: Math.sqrt(12),
    min: 2,
    max: 10,
  });
  expect(summarise([7])).toMatchObject({ mean: 7, median: 7, standardDeviation: 0, confidence95: [7, 7] });
  expect(() => summarise([])).toThrow(RangeError);
});

test('quantiles lie between neighbours', () => {
  expect(quantile([0, 10, 20], 0.5)).toBe(10);
  expect(quantile([0, 10, 20], 0.25)).toBe(5);
  expect(quantile([3], 0.9)).toBe(3);
});

test('the bootstrap interval has the width that the normal approximation gives for many numbers', () => {
  const random = new Random(1);
  const values = Array.from({ length: 400 }, () => random.normal());
  const { confidence95, mean, standardDeviation } = summarise(values);
  const half = (1.96 * standardDeviation) / Math.sqrt(400);
  expect(Math.abs(confidence95[0] - (mean - half))).toBeLessThan(0.1 * half);
  expect(Math.abs(confidence95[1] - (mean + half))).toBeLessThan(0.1 * half);
  expect(summarise(values).confidence95).toEqual(confidence95);
});

test('about 95 of 100 intervals hold the true mean', () => {
  const random = new Random(2);
  let held = 0;
  for (let trial = 0; trial < 100; trial++) {
    const [low, high] = summarise(
      Array.from({ length: 30 }, () => random.normal()),
      trial,
    ).confidence95;
    if (low <= 0 && high >= 0) held++;
  }
  // The percentile method is a little narrow for 30 numbers; the binomial deviation is about 2.4.
  expect(held).toBeGreaterThan(85);
  expect(held).toBeLessThan(100);
});
