import { Random } from '../random.ts';

/** Some numbers in a few. */
export interface Summary {
  count: number;
  mean: number;
  median: number;
  /** Standard deviation of the sample (n - 1); 0 for a single number. */
  standardDeviation: number;
  min: number;
  max: number;
  /** 95 % bootstrap interval of the mean (percentile method, 10,000 resamples). */
  confidence95: [number, number];
}

/** @param seed of the bootstrap, so that the same numbers always give the same interval */
export function summarise(values: readonly number[], seed = 0): Summary {
  if (values.length === 0) throw new RangeError('nothing to summarise');
  const average = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - average) ** 2, 0);
  return {
    count: values.length,
    mean: average,
    median: quantile([...values].sort(ascending), 0.5),
    standardDeviation: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0,
    min: Math.min(...values),
    max: Math.max(...values),
    confidence95: bootstrapOfMean(values, seed),
  };
}

/** Percentile bootstrap (Efron 1979): the middle 95 % of the means of resamples drawn with replacement. */
function bootstrapOfMean(values: readonly number[], seed: number, resamples = 10_000): [number, number] {
  const random = new Random(seed);
  const means = Array.from({ length: resamples }, () => {
    let sum = 0;
    for (let i = 0; i < values.length; i++) sum += values[random.integer(values.length)];
    return sum / values.length;
  }).sort(ascending);
  return [quantile(means, 0.025), quantile(means, 0.975)];
}

/** The quantile of sorted numbers, linear between neighbours. */
export function quantile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

const ascending = (a: number, b: number) => a - b;
