import { beforeAll, describe, expect, test, vi } from 'vitest';
import { ReferenceGymnasiumEnvironment, registeredIds } from '../../src/ale/reference/index.ts';
import type { AtariEnvironment } from '../../src/env/atari.ts';
import type { ContinuousAtariEnvironment } from '../../src/env/continuous.ts';
import { gymnasiumIds } from '../../src/env/gymnasium-ids.ts';
import { type MakeOptions, make } from '../../src/env/make.ts';
import { Random } from '../../src/random.ts';
import { prepare, setUpTime } from '../parity/compare.ts';

const games = ['pong', 'space_invaders', 'breakout', 'seaquest', 'tennis', 'tic_tac_toe_3d'];

vi.setConfig({ testTimeout: 120_000 });
beforeAll(() => prepare(games), setUpTime);

test('every id that ale-py registers stands for the same settings', () => {
  const registered = Object.entries(registeredIds());
  expect(registered.length).toBe(104 + 62 * 4);
  for (const [id, kwargs] of registered) {
    const ours = gymnasiumIds.get(id);
    expect(
      {
        game: ours?.game,
        repeat_action_probability: ours?.options.repeatActionProbability,
        full_action_space: ours?.options.fullActionSpace,
        frameskip: ours?.options.frameSkip,
        max_num_frames_per_episode: ours?.options.maxFramesPerEpisode,
      },
      id,
    ).toEqual(kwargs);
    expect(ours?.options.pipeline, id).toBe('rgb');
  }
});

test.each<[string, string, MakeOptions]>([
  // The table in ale-py's documentation of earlier implementations (docs/environments.md).
  ['Adventure-ram-v0', 'adventure', { pipeline: 'ram', frameSkip: [2, 5], repeatActionProbability: 0.25 }],
  ['AdventureDeterministic-v0', 'adventure', { pipeline: 'rgb', frameSkip: 4, repeatActionProbability: 0.25 }],
  ['Adventure-ramDeterministic-v4', 'adventure', { pipeline: 'ram', frameSkip: 4, repeatActionProbability: 0 }],
  ['Adventure-ramNoFrameskip-v4', 'adventure', { pipeline: 'ram', frameSkip: 1, repeatActionProbability: 0 }],
  ['SpaceInvadersDeterministic-v4', 'space_invaders', { pipeline: 'rgb', frameSkip: 3, repeatActionProbability: 0 }],
  ['ALE/Adventure-ram-v5', 'adventure', { pipeline: 'ram', frameSkip: 4, repeatActionProbability: 0.25 }],
])('the earlier id %s', (id, game, options) => {
  expect(gymnasiumIds.get(id)?.game).toBe(game);
  expect(gymnasiumIds.get(id)?.options).toMatchObject(options);
});

test.each([
  ['ALE/Pnog-v5', 'did you mean ALE/Pong-v5'],
  ['PongNoFrameSkip-v4', 'did you mean PongNoFrameskip-v4'],
  ['ALE/Combat-v5', 'unknown environment "ALE/Combat-v5"'],
  ['Pong-v7', 'did you mean Pong-v'],
])('%s: %s', (id, message) => {
  expect(() => make(id)).toThrow(message);
});

/** Compares a step with one of ale-py's. */
function expectSame(
  ours: AtariEnvironment | ContinuousAtariEnvironment,
  theirs: ReferenceGymnasiumEnvironment,
  actions: Int32Array | Float32Array,
  seed: number,
): { ends: number; lengths: Set<number> } {
  const perStep = actions instanceof Float32Array ? 3 : 1;
  const first = theirs.reset(seed);
  expect(Buffer.compare(ours.reset({ seed }).observation, first.observations), 'after the reset').toBe(0);
  const expected = theirs.play(actions);
  const steps = actions.length / perStep;
  const bytes = first.observations.length;
  const lengths = new Set<number>();
  let ends = 0;
  let before = first.frameNumbers[0];
  for (let i = 0; i < steps; i++) {
    const step = 'discrete' in ours ? ours.step(actions.subarray(3 * i, 3 * i + 3)) : ours.step(actions[i]);
    const { observation, reward, terminated, truncated, info } = step;
    expect({ reward, terminated, truncated, ...info }, `step ${i}`).toEqual({
      reward: expected.rewards[i],
      terminated: expected.terminations[i] === 1,
      truncated: expected.truncations[i] === 1,
      lives: expected.lives[i],
      episodeFrameNumber: expected.episodeFrameNumbers[i],
      frameNumber: expected.frameNumbers[i],
    });
    const theirObservation = expected.observations.subarray(i * bytes, (i + 1) * bytes);
    expect(Buffer.compare(observation, theirObservation), `observation of step ${i}`).toBe(0);
    if (expected.sounds) {
      const sound = expected.sounds.subarray(512 * i, 512 * (i + 1));
      expect(Buffer.compare(ours.sound(), sound), `sound of step ${i}`).toBe(0);
    }
    if (!terminated && !truncated) lengths.add(info.frameNumber - before);
    before = info.frameNumber;
    if (terminated || truncated) {
      ends++;
      ours.reset();
    }
  }
  return { ends, lengths };
}

describe('equal to ale_py.AtariEnv with a seed, number by number', () => {
  test.each<[string, Record<string, unknown>, MakeOptions, number]>([
    ['ALE/Pong-v5', {}, {}, 0],
    ['ALE/SpaceInvaders-v5', { mode: 3, difficulty: 1 }, { mode: 3, difficulty: 1 }, 9],
    ['ALE/TicTacToe3D-v5', { obs_type: 'ram' }, { pipeline: 'ram' }, 4],
    ['Breakout-v0', { obs_type: 'ram' }, { pipeline: 'ram' }, 1],
    ['Seaquest-v4', { obs_type: 'grayscale' }, { pipeline: 'gray' }, 2],
    ['BreakoutNoFrameskip-v4', { obs_type: 'ram' }, { pipeline: 'ram' }, 7],
    ['ALE/Seaquest-v5', { obs_type: 'ram', sound_obs: true }, { pipeline: 'ram', sound: true }, 3],
    [
      'Seaquest-v0',
      { obs_type: 'ram', max_num_frames_per_episode: 100, full_action_space: true },
      { pipeline: 'ram', maxFramesPerEpisode: 100, fullActionSpace: true },
      5,
    ],
    ['ALE/Tennis-v5', { obs_type: 'ram', frameskip: [1, 9] }, { pipeline: 'ram', frameSkip: [1, 9] }, 6],
  ])('%s %o', (id, theirOptions, ourOptions, seed) => {
    const theirs = new ReferenceGymnasiumEnvironment(id, theirOptions);
    const ours = make(id, ourOptions);
    try {
      const random = new Random(seed);
      const steps = ourOptions.pipeline === 'ram' ? 1500 : 150;
      const actions = Int32Array.from({ length: steps }, () => random.integer(ours.actionSpace.n));
      const { ends, lengths } = expectSame(ours, theirs, actions, seed);
      if (ourOptions.maxFramesPerEpisode) expect(ends).toBeGreaterThan(10);
      if (/^[A-Z][a-z]+-v[04]$/.test(id)) expect([...lengths].sort()).toEqual([2, 3, 4]);
      // Another seed later starts everything over.
      expectSame(ours, theirs, actions.subarray(0, 50), seed + 1);
    } finally {
      theirs.close();
      ours.close();
    }
  });

  test.each(['pong', 'breakout', 'seaquest'])('continuous actions: %s', game => {
    const id = `ALE/${game[0].toUpperCase()}${game.slice(1)}-v5`;
    const theirs = new ReferenceGymnasiumEnvironment(id, {
      obs_type: 'ram',
      continuous: true,
      continuous_action_threshold: 0.3,
    });
    const ours = make(id, { pipeline: 'ram', continuous: true, continuousActionThreshold: 0.3 });
    try {
      const random = new Random(1);
      const actions = Float32Array.from({ length: 3 * 600 }, (_, i) =>
        i % 3 === 1 ? (2 * random.uniform() - 1) * Math.PI : random.uniform(),
      );
      expectSame(ours, theirs, actions, 12);
    } finally {
      theirs.close();
      ours.close();
    }
  });
});

test('what is no continuous action is refused', () => {
  const environment = make('pong', { continuous: true });
  environment.reset();
  expect(environment.actionSpace.shape).toEqual([3]);
  expect(() => environment.step([0.5, 1])).toThrow(RangeError);
  expect(() => environment.step([0.5, Number.NaN, 1])).toThrow(RangeError);
  environment.close();
});

test('a snapshot holds the generator of frame skips', () => {
  const environment = make('Pong-v4', { pipeline: 'ram', seed: 3 });
  environment.reset();
  for (let i = 0; i < 20; i++) environment.step(0);
  const snapshot = environment.snapshot();
  const frames = (): number[] => Array.from({ length: 30 }, () => environment.step(1).info.frameNumber);
  const expected = frames();
  environment.restore(snapshot);
  expect(frames()).toEqual(expected);
  environment.close();
});
