import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { fetchRoms, romNames } from '../../roms-fetch/index.ts';
import type { AleEnvironment } from '../../src/ale/environment.ts';
import { stateVersion } from '../../src/ale/state.ts';
import type { AleOptions } from '../../src/ale/types.ts';
import { temporaryFolder } from '../fixtures/folder.ts';
import { openOurs, playOn, seen } from './play.ts';

/**
 * Every cartridge scheme, paddles, two frame heights, games with variables of their own, games with short frames.
 * OPENBRAIN_ALL_GAMES=1 takes all games of ALE in place of these.
 */
const sample = [
  'adventure',
  'asteroids',
  'breakout',
  'chopper_command',
  'elevator_action',
  'enduro',
  'hangman',
  'klax',
  'kung_fu_master',
  'miniature_golf',
  'montezuma_revenge',
  'ms_pacman',
  'pitfall2',
  'pong',
  'robotank',
  'skiing',
  'tennis',
  'tetris',
  'video_checkers',
  'video_cube',
  'zaxxon',
]; // prettier-ignore
const games = process.env.OPENBRAIN_ALL_GAMES ? [...romNames] : sample;

beforeAll(() => fetchRoms(games), 600_000);

const actionList = (maxLength: number): fc.Arbitrary<number[]> =>
  fc.array(fc.integer({ min: 0, max: 17 }), { minLength: 5, maxLength });

const situation = fc.record({
  seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  repeatActionProbability: fc.constantFrom(0, 0.25),
  frameSkip: fc.integer({ min: 1, max: 5 }),
  /** Frames of one act that are drawn in any case. */
  drawnFrames: fc.constantFrom(0, 1, Infinity),
  colourAveraging: fc.boolean(),
  before: actionList(150),
  after: actionList(60),
  elsewhere: actionList(30),
});

test.each(games)('%s: restored play is equal to play, screens and sound included', { timeout: 300_000 }, game => {
  fc.assert(
    fc.property(situation, ({ seed, drawnFrames, before, after, elsewhere, ...settings }) => {
      const options: AleOptions = { ...settings, sound: true };
      const here = openOurs(game, { ...options, seed });
      const there = openOurs(game, options);
      here.drawnFrames = drawnFrames;
      for (const action of before) here.act(action);
      const [raw, state] = [here.snapshot(), here.cloneState()];
      // A raw snapshot cannot make pictures again that hold lines of frames long ago.
      const isWhole = here.console.pictureSnapshot() === undefined;
      const screen = here.screen().slice();
      const expected = playOn(here, after);

      if (isWhole) here.restore(raw);
      else here.restoreState(state);
      expect(Buffer.compare(here.screen(), screen), 'the screen after restoring').toBe(0);
      expect(playOn(here, after), 'in the same console').toEqual(expected);

      playOn(there, elsewhere);
      there.restoreState(state);
      expect(playOn(there, after), 'in another console').toEqual(expected);
      here.close();
      there.close();
    }),
    { numRuns: process.env.OPENBRAIN_ALL_GAMES ? 8 : 4 },
  );
});

test.each(['pong', 'pitfall2', 'elevator_action'])('%s: another process plays on alike', { timeout: 60_000 }, game => {
  const options = { repeatActionProbability: 0.25, frameSkip: 2 };
  const here = openOurs(game, { ...options, seed: 11 });
  const actions = Array.from({ length: 80 }, (_, i) => (i * 7) % 18);
  for (const action of actions) here.act(action);
  const file = join(temporaryFolder(), 'state');
  writeFileSync(file, here.cloneState());
  const script = join(import.meta.dirname, 'resume-elsewhere.mjs');
  const words = [script, game, JSON.stringify(options), file, JSON.stringify(actions)];
  const lines = execFileSync(process.execPath, words, { encoding: 'utf8' }).trim().split('\n');
  const expected = actions.map(action => {
    if (here.gameOver()) here.reset();
    here.act(action);
    return `${here.frameNumber} ${createHash('sha1').update(here.ram()).update(here.screen()).digest('hex')}`;
  });
  expect(lines).toEqual(expected);
  here.close();
});

test('without the generator, the draws of whoever restores go on', () => {
  const options = { repeatActionProbability: 0.5 };
  const [first, second] = [1, 2].map(seed => openOurs('breakout', { ...options, seed }));
  const actions = Array.from({ length: 400 }, (_, i) => [1, 3, 4][i % 3]);
  for (const environment of [first, second]) playOn(environment, actions);
  const state = first.cloneState(false);
  const draws = (environment: AleEnvironment): number[] => [1, 2, 3].map(() => environment.console.random());

  const generators = second.cloneState();
  const own = draws(second);
  second.restoreState(generators);
  second.restoreState(state);
  expect(seen(second)).toBe(seen(first));
  expect(draws(second)).toEqual(own);
  expect(draws(first)).not.toEqual(own);
  first.close();
  second.close();
});

test('bytes of something else are refused in one line, and nothing changes', () => {
  const [pong, breakout] = ['pong', 'breakout'].map(game => openOurs(game));
  for (const action of [1, 3, 3, 4]) pong.act(action);
  const before = seen(pong);
  const state = pong.cloneState();
  const changed = (at: number): Uint8Array => state.slice().fill(99, at, at + 1);

  expect(() => pong.restoreState(breakout.cloneState())).toThrow('the saved state is of breakout, not of this pong');
  expect(() => breakout.restoreState(state)).toThrow('the saved state is of pong, not of this breakout');
  expect(() => pong.restoreState(changed(0))).toThrow('not a saved state');
  expect(() => pong.restoreState(new Uint8Array(3))).toThrow('not a saved state');
  expect(() => pong.restoreState(changed(8))).toThrow(`version 99, this program reads version ${stateVersion}`);
  expect(() => pong.restoreState(changed(12))).toThrow('of the kind 99');
  expect(() => pong.restoreState(changed(16))).toThrow('another ROM (MD5 63');
  expect(() => pong.restoreState(state.subarray(0, -1))).toThrow('incomplete');
  expect(() => pong.restore(new Uint8Array(5))).toThrow(RangeError);
  expect(seen(pong)).toBe(before);
  pong.close();
  breakout.close();
});
