import { expect, test } from 'vitest';
import { benchLinearCritic } from '../../src/bench/linear-critic.ts';

test('plays the frames it was asked for, learning', async () => {
  const { game, frames, cpuFramesPerSecond, cpuDecisionsPerSecond, metrics } = await benchLinearCritic(
    'orchard',
    2000,
    {
      warmUp: 500,
      settings: { alpha: 0.25 },
    },
  );
  expect(game).toBe('orchard');
  expect(frames).toBeGreaterThanOrEqual(2000);
  expect(frames).toBeLessThan(2005);
  // Five frames a decision.
  expect(cpuFramesPerSecond / cpuDecisionsPerSecond).toBeCloseTo(5, 0);
  expect(metrics.featuresKnown).toBeGreaterThan(100);
});

test('an unknown game is said to be one', async () => {
  await expect(benchLinearCritic('orchad', 10)).rejects.toThrow(/unknown game/);
});
