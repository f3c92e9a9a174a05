import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { loadRom } from '../../roms-fetch/index.ts';
import { assemble } from '../../scripts/assemble.mjs';
import { AleEnvironment } from '../../src/ale/environment.ts';
import { gameNamed } from '../../src/ale/games/index.ts';
import { ReferenceEnvironment } from '../../src/ale/reference/index.ts';
import { Random } from '../../src/random.ts';
import { prepare, setUpTime } from './compare.ts';

/**
 * Our own programs on both consoles. ALE takes a ROM it does not know for the game it is named after, and so do we
 * here: as Montezuma's Revenge they get all actions, and what it finds in RAM ends no game.
 */
const guise = gameNamed('montezuma_revenge');

const testProgram = (name: string) => assemble(fileURLToPath(new URL(`../roms/${name}.asm`, import.meta.url)));

beforeAll(() => prepare([]), setUpTime);

test.each([
  ['orchard', 2000, () => loadRom('orchard').bytes],
  ['processor', 200, () => testProgram('processor')],
  ['timer', 20, () => testProgram('timer')],
  ['collisions', 20, () => testProgram('collisions')],
] as const)('%s: RAM and screen are equal after each of %d random actions', { timeout: 120_000 }, (_, steps, load) => {
  const rom = load();
  const options = { seed: 1, repeatActionProbability: 0.25 };
  const random = new Random(7);
  const actions = Array.from({ length: steps }, () => random.integer(18));

  const reference = new ReferenceEnvironment(rom, guise, options);
  const expected = reference.playMany(actions);
  reference.close();

  const ours = new AleEnvironment(rom, guise, options);
  for (const [i, action] of actions.entries()) {
    ours.act(action);
    const { ram, screen, gameOver } = expected[i];
    expect(gameOver).toBe(false);
    if (!ours.ram().every((byte, at) => byte === ram[at])) expect([...ours.ram()], `RAM, step ${i}`).toEqual([...ram]);
    const different = ours.screen().findIndex((colour, at) => colour !== screen![at]);
    expect(different, `first different pixel, step ${i}`).toBe(-1);
  }
});
