import { subsetEstimators } from '../human-random.ts';

/** An estimate of the median human-normalised score over 57 games, from a few games. */
export interface MedianEstimate {
  /** `Atari-3`, `Atari-5` or `Atari-10`. */
  name: string;
  /** A share: 1 is a person's score. */
  median: number;
  games: readonly string[];
  /** What must be said with it. */
  caveat: string;
}

/** Percent below which the estimators extrapolate: few of the algorithms they were fitted to lie there. */
const leastMedianPercent = 40;

/**
 * The estimates that the games played allow: Aitchison, Sweetser & Hutter 2023, "Atari-5: Distilling the Arcade Learning
 * Environment down to Five Games", arXiv:2210.02019. x = log10(1 + max(0, 100 HNS)), median % = 10^(sum c x) - 1.
 * @param normalised human-normalised mean score, by game
 */
export function medianEstimates(normalised: Readonly<Record<string, number>>): MedianEstimate[] {
  return Object.entries(subsetEstimators)
    .filter(([, { games }]) => games.every(game => game in normalised))
    .map(([name, { games, coefficients, algorithms, relativeErrorPercent }]) => {
      const log = games.reduce(
        (sum, game, i) => sum + coefficients[i] * Math.log10(1 + Math.max(0, 100 * normalised[game])),
        0,
      );
      const percent = 10 ** log - 1;
      const error = `fitted to ${algorithms} published algorithms, mean relative error ${relativeErrorPercent} %`;
      const caveat =
        percent < leastMedianPercent ? `${error}; below a median of ${leastMedianPercent} % it extrapolates` : error;
      return { name, median: percent / 100, games, caveat };
    });
}
