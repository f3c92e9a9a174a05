import { expect, test } from 'vitest';
import { RandomAgent } from '../../src/agents/random/agent.ts';
import type { Agent, Outcome } from '../../src/agents/types.ts';
import { evaluate } from '../../src/evaluation/evaluate.ts';
import { humanRandom } from '../../src/evaluation/human-random.ts';
import { protocolNamed } from '../../src/evaluation/protocols.ts';
import { report } from '../../src/evaluation/report.ts';
import { Random } from '../../src/random.ts';
import { Catch } from '../fixtures/catch.ts';

const play = (episodes: number, seed: number) => {
  const random = new Random(99);
  return evaluate(new RandomAgent(3, random), new Catch(), random, { episodes, seed });
};

test('the same seed gives the same scores; an episode depends on its own seed only', async () => {
  const three = await play(3, 1);
  expect(await play(3, 1)).toEqual(three);
  expect((await play(2, 1))[1]).toEqual(three[1]);
  expect((await play(3, 2)).map(score => score.seed)).not.toEqual(three.map(score => score.seed));
  for (const score of three) {
    // Ten balls fall 180 pixels each, 3 a frame; the last decision may be cut short by the end of the game.
    expect(score).toMatchObject({ frames: 600, steps: 120, truncated: false });
  }
});

test('the agent plays in evaluation mode, and returns add up over steps', async () => {
  const rewards: number[] = [];
  const agent: Agent = {
    learning: true,
    begin: () => 0,
    step: ({ reward }: Outcome) => {
      rewards.push(reward);
      expect(agent.learning).toBe(false);
      return 0;
    },
    metrics: () => ({}),
    save: () => new Uint8Array(0),
    load: () => {},
  };
  const [score] = await evaluate(agent, new Catch(), new Random(), { episodes: 1, seed: 0 });
  expect(rewards).toHaveLength(score.steps);
  expect(score.return).toBe(rewards.reduce((sum, reward) => sum + reward));
});

test('stopped, it gives the episodes that were finished', async () => {
  const stop = new AbortController();
  const random = new Random();
  const scores = await evaluate(new RandomAgent(3, random), new Catch(), random, {
    episodes: 1e9,
    seed: 0,
    signal: stop.signal,
    onProgress: finished => finished.length >= 3 && stop.abort(),
  });
  expect(scores.length).toBeGreaterThanOrEqual(3);
});

test('a report normalises by the published scores: Pong at -3.05 is half of the way from -20.7 to 14.6', () => {
  const facts = {
    openbrain: '0',
    game: 'pong',
    agent: 'random',
    protocol: protocolNamed('ale-v5'),
    frameSkip: 4,
    console: 'openbrain' as const,
    seed: 0,
    seeds: [0],
    deviations: [],
    emulator: 'openbrain 0',
    romMd5: '0'.repeat(32),
  };
  const score = (value: number) => ({ seed: 0, return: value, frames: 1, steps: 1, truncated: false });
  const { humanNormalised, summary } = report(facts, [score(-3), score(-3.1)]);
  expect(summary.mean).toBeCloseTo(-3.05, 10);
  expect(humanNormalised?.score).toBeCloseTo(0.5, 10);
  expect(report({ ...facts, game: 'orchard' }, [score(1)]).humanNormalised).toBeUndefined();
});

test('the table holds 57 games, with the figures that papers print', () => {
  expect(Object.keys(humanRandom)).toHaveLength(57);
  expect(humanRandom.breakout).toEqual({ random: 1.7, human: 30.5 });
  expect(humanRandom.montezuma_revenge).toEqual({ random: 0, human: 4753.3 });
  expect(humanRandom.video_pinball).toEqual({ random: 16256.9, human: 17667.9, randomInMostPapers: 0 });
});

test('an unknown protocol is refused with the nearest name', () => {
  expect(() => protocolNamed('ale-5')).toThrow('unknown protocol "ale-5": did you mean ale-v5?');
});
