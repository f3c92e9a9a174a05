import { Random } from '../../random.ts';
import { quantile } from '../statistics.ts';
import type { Scores } from './aggregates.ts';

/** Lower and upper end. */
export type Interval = [number, number];

export interface BootstrapOptions {
  /** Of the resampling: the same numbers always give the same interval. Default 0. */
  seed?: number;
  /** Default 10,000. */
  resamples?: number;
  /** Share of the resamples that the interval holds. Default 0.95. */
  confidence?: number;
}

/**
 * Stratified percentile bootstrap (Agarwal et al. 2021, section 4.1): the runs of every task are drawn anew with
 * replacement, task by task, and the statistic is taken of each such table. `tables` are resampled independently.
 * @param statistic of the resampled tables; several numbers give several intervals, of the same resamples
 */
export function bootstrap(
  tables: readonly Scores[],
  statistic: (...tables: Scores[]) => readonly number[],
  { seed = 0, resamples = 10_000, confidence = 0.95 }: BootstrapOptions = {},
): Interval[] {
  const random = new Random(seed);
  const drawn = tables.map(scores => scores.map(runs => [...runs]));
  const values: number[][] = [];
  for (let resample = 0; resample < resamples; resample++) {
    tables.forEach((scores, t) => {
      scores.forEach((runs, task) => {
        const into = drawn[t][task];
        for (let run = 0; run < runs.length; run++) into[run] = runs[random.integer(runs.length)];
      });
    });
    values.push([...statistic(...drawn)]);
  }
  const outside = (1 - confidence) / 2;
  return values[0].map((_, i) => {
    const sorted = values.map(value => value[i]).sort((a, b) => a - b);
    return [quantile(sorted, outside), quantile(sorted, 1 - outside)];
  });
}
