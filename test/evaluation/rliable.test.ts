/** Our statistics against what the Python package rliable computed from the same scores (rliable.py, rliable.json). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  interquartileMean,
  mean,
  median,
  optimalityGap,
  performanceProfile,
  probabilityOfImprovement,
} from '../../src/evaluation/statistics/aggregates.ts';
import { bootstrap, type Interval } from '../../src/evaluation/statistics/bootstrap.ts';
import { packageRoot } from '../../src/package-root.ts';

interface Estimate {
  value: number;
  interval: Interval;
}
interface Reference {
  thresholds: number[];
  agents: Record<
    string,
    {
      scores: number[][];
      aggregates: Record<'mean' | 'median' | 'interquartileMean' | 'optimalityGap', Estimate>;
      profile: number[];
      profileIntervals: Interval[];
    }
  >;
  probabilityOfImprovement: Estimate;
}

const reference: Reference = JSON.parse(readFileSync(join(packageRoot, 'test/evaluation/rliable.json'), 'utf8'));
const aggregates = { mean, median, interquartileMean, optimalityGap };
const names = ['mean', 'median', 'interquartileMean', 'optimalityGap'] as const;

/**
 * The 2.5 % quantile of n normal draws scatters by sqrt(0.025 * 0.975 / n) / 0.0584 standard deviations: 0.027 for our
 * 10,000, and the interval is 3.92 wide. Four times that, for both ends of a lumpy distribution, is 3 % of the width.
 */
function expectSameInterval(ours: Interval, theirs: Interval, what: string): void {
  const most = 0.03 * (theirs[1] - theirs[0]);
  expect(Math.abs(ours[0] - theirs[0]), `${what}: lower end ${ours[0]} against ${theirs[0]}`).toBeLessThan(most);
  expect(Math.abs(ours[1] - theirs[1]), `${what}: upper end ${ours[1]} against ${theirs[1]}`).toBeLessThan(most);
}

test.each(Object.entries(reference.agents))('agent %s: every aggregate and its interval', (_, agent) => {
  for (const name of names) {
    const { value } = agent.aggregates[name];
    expect(Math.abs(aggregates[name](agent.scores) - value), name).toBeLessThan(1e-9);
  }
  const intervals = bootstrap([agent.scores], scores => names.map(name => aggregates[name](scores)), { seed: 1 });
  for (const [i, name] of names.entries()) expectSameInterval(intervals[i], agent.aggregates[name].interval, name);
});

test.each(Object.entries(reference.agents))('agent %s: the performance profile', (_, { scores, profile }) => {
  const ours = performanceProfile(scores, reference.thresholds);
  for (const [i, share] of ours.entries()) expect(Math.abs(share - profile[i])).toBeLessThan(1e-9);
});

test('probability of improvement, ties included', () => {
  const { a, b } = reference.agents;
  const { value, interval } = reference.probabilityOfImprovement;
  expect(Math.abs(probabilityOfImprovement(a.scores, b.scores) - value)).toBeLessThan(1e-9);
  expect(probabilityOfImprovement(b.scores, a.scores)).toBeCloseTo(1 - value, 9);
  const [ours] = bootstrap([a.scores, b.scores], (x, y) => [probabilityOfImprovement(x, y)], { seed: 1 });
  expectSameInterval(ours, interval, 'probability of improvement');
});
