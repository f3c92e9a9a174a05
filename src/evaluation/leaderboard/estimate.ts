import { average, interquartileMean, mean, median, optimalityGap, type Scores } from '../statistics/aggregates.ts';
import { bootstrap, type Interval } from '../statistics/bootstrap.ts';
import type { RunScores } from './contestants.ts';

/** A number and its 95 % interval, where there is anything to resample. */
export interface Estimate {
  value: number;
  interval?: Interval;
}

/** What intervals were drawn from; a single number has none. */
export type Resampled = 'runs' | 'episodes' | 'runs and episodes' | 'nothing';

export interface Aggregates {
  interquartileMean: Estimate;
  median: Estimate;
  mean: Estimate;
  optimalityGap: Estimate;
  resampled: Resampled;
}

/**
 * What is drawn anew for the intervals of a game: its runs, as Agarwal et al. 2021 do; its episodes, where there is one
 * run only. Such an interval says nothing about how another training would have ended.
 */
export function unitsOf(runs: readonly RunScores[]): number[] {
  return runs.length > 1 ? runs.map(({ episodes }) => average(episodes)) : runs[0].episodes;
}

/** Mean score in a game, with its interval. */
export function scoreEstimate(runs: readonly RunScores[], seed = 0): Estimate & { resampled: Resampled } {
  const units = unitsOf(runs);
  const value = average(units);
  const resampled = resampledIn([runs]);
  if (units.length < 2) return { value, resampled };
  const [interval] = bootstrap([[units]], ([drawn]) => [average(drawn)], { seed });
  return { value, interval, resampled };
}

/**
 * Aggregates over games.
 * @param games runs by game, their scores normalised
 */
export function aggregatesOf(games: readonly (readonly RunScores[])[], seed = 0): Aggregates {
  const units = games.map(unitsOf);
  const statistics = (drawn: Scores): number[] => {
    const table = asRuns(drawn, games);
    return [interquartileMean(table), median(table), mean(table), optimalityGap(table)];
  };
  const values = statistics(units);
  const resampled = resampledIn(games);
  const intervals = resampled === 'nothing' ? [] : bootstrap([units], drawn => statistics(drawn), { seed });
  const [first, second, third, fourth] = values.map((value, i) => ({ value, interval: intervals[i] }));
  return { interquartileMean: first, median: second, mean: third, optimalityGap: fourth, resampled };
}

/**
 * Tasks by runs, as the aggregates want them. Where games have different numbers of runs, or only one, each game counts
 * by its mean, so that none weighs more than another.
 */
export function asRuns(units: Scores, games: readonly (readonly RunScores[])[]): Scores {
  const runs = games[0].length;
  const isRectangular = runs > 1 && games.every(game => game.length === runs);
  return isRectangular ? units : units.map(game => [average(game)]);
}

function resampledIn(games: readonly (readonly RunScores[])[]): Resampled {
  const hasRuns = games.some(runs => runs.length > 1);
  const hasEpisodes = games.some(runs => runs.length === 1 && runs[0].episodes.length > 1);
  if (hasRuns) return hasEpisodes ? 'runs and episodes' : 'runs';
  return hasEpisodes ? 'episodes' : 'nothing';
}
