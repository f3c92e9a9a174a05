/**
 * Aggregates over runs and tasks: Agarwal et al. 2021, "Deep Reinforcement Learning at the Edge of the Statistical
 * Precipice", arXiv:2108.13264. Equal to the Python package rliable (test/evaluation/rliable.py).
 *
 * Scores are given task by task: `scores[task][run]`, normalised so that tasks can be compared.
 */
export type Scores = readonly (readonly number[])[];

/** One number for a table of scores. */
export type Aggregate = (scores: Scores) => number;

/** Mean over tasks of the mean over runs. */
export const mean: Aggregate = scores => average(scores.map(average));

/** Median over tasks of the mean over runs. */
export const median: Aggregate = scores => middle(scores.map(average));

/**
 * Interquartile mean: the mean of the middle half of all scores, runs and tasks together. As scipy's `trim_mean`, a
 * quarter of the scores, rounded down, is cut at each end.
 */
export const interquartileMean: Aggregate = scores => {
  const all = Float64Array.from(scores.flat()).sort();
  const cut = Math.floor(0.25 * all.length);
  return average(all.subarray(cut, all.length - cut));
};

/** How far scores stay behind `target` on average; what is above it does not make good for others. */
export function optimalityGap(scores: Scores, target = 1): number {
  return target - average(scores.flat().map(score => Math.min(score, target)));
}

/**
 * The chance that a run of X beats a run of Y on a task drawn at random; a tie counts half (Mann-Whitney's U over the
 * number of pairs, averaged over tasks).
 * @throws RangeError where the numbers of tasks differ
 */
export function probabilityOfImprovement(x: Scores, y: Scores): number {
  if (x.length !== y.length) throw new RangeError(`${x.length} tasks against ${y.length}`);
  return average(
    x.map((runs, task) => {
      let wins = 0;
      for (const a of runs) for (const b of y[task]) wins += a > b ? 1 : a === b ? 0.5 : 0;
      return wins / (runs.length * y[task].length);
    }),
  );
}

/** Share of all scores above each threshold: the performance profile ("score distribution" in the paper). */
export function performanceProfile(scores: Scores, thresholds: readonly number[]): number[] {
  const all = Float64Array.from(scores.flat()).sort();
  return thresholds.map(threshold => (all.length - countUpTo(all, threshold)) / all.length);
}

/** How many of the sorted numbers are at most `limit`. */
function countUpTo(sorted: Float64Array, limit: number): number {
  let low = 0;
  for (let high = sorted.length; low < high; ) {
    const half = (low + high) >> 1;
    if (sorted[half] <= limit) low = half + 1;
    else high = half;
  }
  return low;
}

/** @throws RangeError for no numbers at all */
export function average(values: ArrayLike<number>): number {
  if (values.length === 0) throw new RangeError('no scores');
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}

function middle(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
