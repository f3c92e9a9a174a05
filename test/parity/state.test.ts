import { beforeAll, describe, expect, test } from 'vitest';
import { AleEnvironment } from '../../src/ale/environment.ts';
import { openRom } from '../../src/ale/open.ts';
import { ReferenceEnvironment } from '../../src/ale/reference/index.ts';
import type { Ale, AleOptions } from '../../src/ale/types.ts';
import { Random } from '../../src/random.ts';
import { prepare, setUpTime } from './compare.ts';

/**
 * Going back to a cloned state means the same in ale-py and here: from then on RAM, screen, rewards and ends are equal
 * again. What ALE leaves out of its states is kept out of sight: the sound generators, the action a sticky draw would
 * repeat (the no-ops below make it the same), and variables of chopper_command, hangman, miniature_golf,
 * video_checkers and video_cube, which are no games of this test.
 */
const games = ['pong', 'breakout', 'seaquest', 'ms_pacman', 'pitfall2', 'elevator_action', 'robotank', 'tennis'];

beforeAll(() => prepare(games), setUpTime);

function expectSameRestore(game: string, options: AleOptions, includeRandom: boolean): void {
  const { rom, game: definition } = openRom(game);
  const ours = new AleEnvironment(rom.bytes, definition, options);
  const theirs = new ReferenceEnvironment(rom.bytes, definition, options);
  const both: Ale[] = [ours, theirs];
  const random = new Random(5);
  const seen = (environment: Ale, reward: number): string =>
    [
      reward,
      environment.lives(),
      environment.gameOver(),
      environment.frameNumber,
      environment.episodeFrameNumber,
      Buffer.from(environment.ram()).toString('hex'),
      Buffer.from(environment.screen()).toString('base64'),
    ].join(' ');
  const play = (acts: number, actions: readonly number[]): void => {
    for (let i = 0; i < acts; i++) {
      const action = actions[random.integer(actions.length)];
      const [a, b] = both.map(environment => {
        if (environment.gameOver()) environment.reset();
        return seen(environment, environment.act(action));
      });
      if (a !== b) expect(a, `act ${i}`).toBe(b);
    }
  };
  try {
    for (let round = 0; round < 3; round++) {
      play(120, ours.legalActions);
      play(8, [0]);
      const states = both.map(environment => environment.cloneState(includeRandom));
      play(80, ours.legalActions);
      play(8, [0]);
      for (const [i, environment] of both.entries()) environment.restoreState(states[i]);
      expect(ours.ram()).toEqual(theirs.ram());
      expect(ours.frameNumber).toBe(theirs.frameNumber);
      play(80, ours.legalActions);
    }
  } finally {
    for (const environment of both) environment.close();
  }
}

describe.each(games)('%s goes back as in ale-py', game => {
  test.each([true, false])('with the generator: %s', { timeout: 120_000 }, includeRandom =>
    expectSameRestore(game, { frameSkip: 2, repeatActionProbability: 0.25, seed: 3 }, includeRandom),
  );
});
