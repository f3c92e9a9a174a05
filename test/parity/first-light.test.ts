import { beforeAll, describe, expect, test } from 'vitest';
import { expectEqual, prepare, setUpTime } from './compare.ts';

/**
 * Our console is exact to the Stella inside ale-py 0.12.1: RAM, screen, reward, lives, game over and frame numbers
 * are equal after each of 3,000 random actions. Seed 3 draws from the minimal actions, which carry games further.
 */
const games = ['pong', 'breakout', 'freeway', 'space_invaders', 'seaquest', 'ms_pacman', 'qbert', 'beam_rider'];
const steps = 3000;

beforeAll(() => prepare(games), setUpTime);

describe.each(games)('%s', game => {
  describe.each([0, 0.25])('sticky %d', repeatActionProbability => {
    test.each([1, 2, 3])('seed %d', { timeout: 120_000 }, seed => {
      const actions = seed === 3 ? 'minimal' : 'all';
      expect(expectEqual(game, { seed, repeatActionProbability, actions, steps })).toBe(steps);
    });
  });
});
