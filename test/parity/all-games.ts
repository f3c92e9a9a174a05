import { beforeAll, describe, expect, test } from 'vitest';
import { romNames, twoPlayerRoms } from '../../roms-fetch/index.ts';
import { actionNames } from '../../src/ale/actions.ts';
import { AleEnvironment } from '../../src/ale/environment.ts';
import type { GameDefinition } from '../../src/ale/game.ts';
import { openRom } from '../../src/ale/open.ts';
import { randomActions } from '../../src/ale/random-actions.ts';
import { ReferenceEnvironment } from '../../src/ale/reference/index.ts';
import type { AleOptions } from '../../src/ale/types.ts';
import { compare, describeDifference } from '../../src/ale/verify.ts';
import { prepare, setUpTime } from './compare.ts';

/** Every game that ALE offers to one player. */
export const allGames = romNames.filter(name => !twoPlayerRoms.includes(name));

const allActions = actionNames.map((_, action) => action);

/**
 * The parity suite for one part of the games: 2 seeds x 2,000 random actions with sticky 0.25 (the second seed cut
 * short by a frame cap again and again), then every mode and difficulty for 200 actions. Compared at every step: RAM,
 * screen, reward, lives, game over, truncation, frame numbers. Parts run side by side.
 */
export function testPart(part: number, parts: number): void {
  const games = allGames.filter((_, i) => i % parts === part);
  beforeAll(() => prepare(games), setUpTime);

  describe.each(games)('%s', name => {
    test('random play, ends and resets', { timeout: 300_000 }, () => {
      onBoth(name, { seed: 1, repeatActionProbability: 0.25 }, (ours, reference) => {
        expectSame(ours, reference, 1, allActions, 2000);
      });
      onBoth(name, { seed: 2, repeatActionProbability: 0.25, maxFramesPerEpisode: 700 }, (ours, reference) => {
        expectSame(ours, reference, 2, reference.minimalActions, 2000);
      });
    });

    test('every mode and difficulty', { timeout: 600_000 }, () => {
      onBoth(name, { seed: 3, repeatActionProbability: 0.25 }, (ours, reference) => {
        const { game } = ours;
        for (const mode of modesOf(game)) {
          for (const difficulty of game.difficulties ?? [0]) {
            for (const console of [ours, reference]) {
              console.setMode(mode);
              console.setDifficulty(difficulty);
              console.reset();
            }
            const seed = 1000 * mode + difficulty;
            expectSame(ours, reference, seed, allActions, 200, `mode ${mode}, difficulty ${difficulty}`);
          }
        }
      });
    });
  });
}

function modesOf(game: GameDefinition): readonly number[] {
  return game.modes?.available ?? [0];
}

function onBoth(
  name: string,
  options: AleOptions,
  use: (ours: AleEnvironment, reference: ReferenceEnvironment) => void,
): void {
  const { rom, game } = openRom(name);
  const reference = new ReferenceEnvironment(rom.bytes, game, options);
  const ours = new AleEnvironment(rom.bytes, game, options);
  try {
    use(ours, reference);
  } finally {
    ours.close();
    reference.close();
  }
}

function expectSame(
  ours: AleEnvironment,
  reference: ReferenceEnvironment,
  seed: number,
  choice: readonly number[],
  steps: number,
  where = '',
): void {
  const { difference, steps: same } = compare(ours, reference, randomActions(seed, choice, steps));
  if (difference) throw new Error(`${describeDifference(difference)} ${where}`);
  expect(same).toBe(steps);
}
