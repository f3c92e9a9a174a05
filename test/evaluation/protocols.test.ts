import { expect, test } from 'vitest';
import { deviationsFrom } from '../../src/evaluation/deviations.ts';
import { exploring } from '../../src/evaluation/exploring.ts';
import { playerNamed } from '../../src/evaluation/player.ts';
import { protocolNamed, protocols } from '../../src/evaluation/protocols.ts';
import { Random } from '../../src/random.ts';
import { environmentConfig } from '../../src/training/config.ts';

test('the conditions that the papers print', () => {
  const conditions = Object.fromEntries(
    protocols.map(({ name, ...p }) => [
      name,
      [p.repeatActionProbability, p.frameSkip, p.fullActionSpace, p.maxFramesPerEpisode, p.epsilon, p.noopMax],
    ]),
  );
  expect(conditions).toEqual({
    'ale-v5': [0.25, 4, false, 108_000, 0, 0],
    machado2018: [0.25, 5, true, 18_000, 0, 0],
    // Five minutes at sixty frames a second; half an hour likewise.
    'dqn-nature': [0, 4, false, 5 * 60 * 60, 0.05, 30],
    dopamine: [0.25, 4, false, 27_000 * 4, 0.001, 0],
    atari100k: [0, 4, false, 30 * 60 * 60, 0.001, 30],
  });
  expect(protocolNamed('atari100k').trainingFrames).toBe(100_000 * 4);
  expect(protocols.every(({ terminalOnLifeLoss }) => !terminalOnLifeLoss)).toBe(true);
});

test.each([
  ['dopamin', 'unknown protocol "dopamin": did you mean dopamine?'],
  ['machado', 'unknown protocol "machado": did you mean machado2018?'],
])('protocol %s is refused with the nearest names', (name, message) => {
  expect(() => protocolNamed(name)).toThrow(message);
});

test('random play takes everything from the protocol; no-op starts are 0 to 30 frames', () => {
  const { environment, data, deviations } = playerNamed('random', {
    game: 'pong',
    protocol: protocolNamed('dqn-nature'),
  });
  expect(environment).toMatchObject({
    frameSkip: 4,
    repeatActionProbability: 0,
    maxFramesPerEpisode: 18_000,
    fullActionSpace: false,
    // The environment draws below its limit.
    noopMax: 31,
  });
  expect(data.epsilon).toBe(0.05);
  expect(deviations).toEqual([]);
});

test('departures from a protocol are said, one by one', () => {
  const environment = environmentConfig.parse({ pipeline: 'screen', frameSkip: 5, mode: 4, difficulty: 0 });
  expect(deviationsFrom(protocolNamed('atari100k'), 'venture', environment, 400_004)).toEqual([
    'frame skip 5 instead of 4',
    'game mode 4',
    'trained for 400004 frames instead of at most 400000',
    'not one of the 26 games',
  ]);
  expect(deviationsFrom(protocolNamed('machado2018'), 'venture', environment, 1e9)).toEqual([
    'the game’s minimal actions',
    'game mode 4',
  ]);
});

test('epsilon: that share of the actions is drawn anew, the others are the agent’s; 0 is the agent itself', () => {
  const agent = {
    learning: false,
    begin: () => 7,
    step: () => 7,
    metrics: () => ({}),
    save: () => new Uint8Array(0),
    load: () => {},
  };
  expect(exploring(agent, 0, 18, new Random())).toBe(agent);
  const random = new Random(3);
  const explorer = exploring(agent, 0.05, 18, random);
  const outcome = { observation: new Uint8Array(0), reward: 0, terminated: false, truncated: false };
  const actions = [explorer.begin(new Uint8Array(0)), ...Array.from({ length: 99_999 }, () => explorer.step(outcome))];
  const other = actions.filter(action => action !== 7);
  // 17 of 18 draws are another action: 0.0472, with a binomial deviation of 0.00067.
  expect(Math.abs(other.length / 100_000 - (0.05 * 17) / 18)).toBeLessThan(4 * 0.00067);
  expect(new Set(other).size).toBe(17);
  explorer.learning = true;
  expect(agent.learning).toBe(true);
});
