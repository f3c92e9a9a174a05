import { beforeAll, describe, expect, test } from 'vitest';
import { AleEnvironment } from '../../src/ale/environment.ts';
import { openRom } from '../../src/ale/open.ts';
import { ReferenceEnvironment } from '../../src/ale/reference/index.ts';
import type { AleOptions } from '../../src/ale/types.ts';
import { Random } from '../../src/random.ts';
import { prepare, setUpTime } from './compare.ts';

/**
 * Sound is equal to ale-py's audio observation, sample for sample, over resets and with frame skips. The games use
 * most of the sixteen settings of AUDC between them.
 */
const games = ['pong', 'breakout', 'space_invaders', 'seaquest', 'qbert', 'pitfall2', 'berzerk', 'enduro'];

beforeAll(() => prepare(games), setUpTime);

function expectSameSound(game: string, options: AleOptions, acts: number): void {
  const { rom, game: definition } = openRom(game);
  const ours = new AleEnvironment(rom.bytes, definition, { ...options, sound: true });
  const theirs = new ReferenceEnvironment(rom.bytes, definition, { ...options, sound: true });
  try {
    const random = new Random(7);
    let audible = 0;
    expect(ours.sound()).toEqual(theirs.sound());
    for (let i = 0; i < acts; i++) {
      // Resets at the end of games, and some in the middle of them.
      if (i % 250 === 249 || ours.gameOver()) {
        ours.reset();
        theirs.reset();
        expect(ours.sound(), `${game}, reset before act ${i}`).toEqual(theirs.sound());
      }
      const action = ours.minimalActions[random.integer(ours.minimalActions.length)];
      expect(ours.act(action)).toBe(theirs.act(action));
      if (Buffer.compare(ours.sound(), theirs.sound()) !== 0) {
        expect(ours.sound(), `${game}, act ${i}`).toEqual(theirs.sound());
      }
      if (ours.sound().some(sample => sample !== 128)) audible++;
    }
    expect(audible).toBeGreaterThan(0);
  } finally {
    ours.close();
    theirs.close();
  }
}

describe.each(games)('%s sounds as in ale-py', game => {
  test.each([
    { frameSkip: 1, repeatActionProbability: 0.25, seed: 1 },
    { frameSkip: 4, repeatActionProbability: 0, seed: 2 },
  ])('%o', { timeout: 120_000 }, options => expectSameSound(game, options, 700));
});

test('a new seed starts with silence, as a new console does', () => {
  const { rom, game } = openRom('pong');
  const [again, fresh] = [0, 5].map(seed => new AleEnvironment(rom.bytes, game, { seed, sound: true }));
  for (let i = 0; i < 100; i++) again.act(1);
  again.seed(5);
  for (let i = 0; i < 300; i++) {
    expect(again.sound()).toEqual(fresh.sound());
    for (const environment of [again, fresh]) environment.act(i % 6);
  }
  again.close();
  fresh.close();
});

test('a snapshot holds the voices, so restored play sounds alike', () => {
  const { rom, game } = openRom('seaquest');
  const environment = new AleEnvironment(rom.bytes, game, { sound: true });
  for (let i = 0; i < 300; i++) environment.act(1);
  const snapshot = environment.snapshot();
  const play = (): number[][] =>
    Array.from({ length: 50 }, () => {
      environment.act(1);
      return [...environment.sound()];
    });
  const first = play();
  environment.restore(snapshot);
  expect(play()).toEqual(first);
  environment.close();
});

test('without the option there is no sound', () => {
  const { rom, game } = openRom('pong');
  const environment = new AleEnvironment(rom.bytes, game);
  expect(() => environment.sound()).toThrow(/option sound/);
  environment.close();
});
