import { beforeAll, describe, expect, test } from 'vitest';
import { detectCartridge } from '../../emulator/cartridges.ts';
import { AleEnvironment } from '../../src/ale/environment.ts';
import { gameNamed } from '../../src/ale/games/index.ts';
import { ReferenceEnvironment } from '../../src/ale/reference/index.ts';
import { compare, describeDifference } from '../../src/ale/verify.ts';
import { trialRom, trials } from '../fixtures/cartridges.ts';
import { prepare, setUpTime } from './compare.ts';

/**
 * Every cartridge scheme behaves as Stella's: a program that reads, writes and executes all over the cartridge, and
 * most of all at its hot spots, gets the same bytes, and the same colours of them on the screen, on both consoles.
 *
 * ALE takes an unknown ROM for the game that its file is named after. Boxing has no modes to select and Stella's
 * default properties.
 */
const game = gameNamed('boxing');
const frames = 200;

beforeAll(() => prepare([]), setUpTime);

describe.each(trials.filter(trial => !trial.crashesAle))('$scheme, $size bytes, hot spots $hot', trial => {
  test.each([1, 2])('seed %d', { timeout: 60_000 }, seed => {
    const rom = trialRom(trial, seed);
    expect(detectCartridge(rom)).toBe(trial.scheme);
    const reference = new ReferenceEnvironment(rom, game, { seed });
    const ours = new AleEnvironment(rom, game, { seed });
    try {
      const { difference, steps } = compare(ours, reference, Array(frames).fill(0));
      expect(difference && describeDifference(difference)).toBeUndefined();
      expect(steps).toBe(frames);
    } finally {
      ours.close();
      reference.close();
    }
  });
});

test.each(trials)('$scheme, $size bytes, hot spots $hot: a restored snapshot plays on as the original', trial => {
  const rom = trialRom(trial, 3);
  const played = new AleEnvironment(rom, game, {});
  const restored = new AleEnvironment(rom, game, {});
  for (let i = 0; i < 33; i++) played.act(0);
  restored.restore(played.snapshot());
  for (let i = 0; i < 20; i++) {
    played.act(0);
    restored.act(0);
    expect([...restored.ram()]).toEqual([...played.ram()]);
  }
  played.close();
  restored.close();
});
