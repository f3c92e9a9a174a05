import { beforeAll, describe, expect, test } from 'vitest';
import { AleEnvironment } from '../../src/ale/environment.ts';
import { openRom } from '../../src/ale/open.ts';
import { ReferenceEnvironment } from '../../src/ale/reference/index.ts';
import type { Ale, AleOptions } from '../../src/ale/types.ts';
import { Random } from '../../src/random.ts';
import { prepare, setUpTime } from './compare.ts';

/** The rest of ALEInterface means the same here as in ale-py. */
const games = ['pong', 'asteroids', 'seaquest', 'adventure', 'skiing', 'kaboom'];

beforeAll(() => prepare(games), setUpTime);

/** Plays random actions on both consoles and compares after each. */
function compare(
  game: string,
  options: AleOptions,
  acts: number,
  look: (environment: Ale) => unknown,
  before: (environment: Ale, random: Random) => void = () => {},
  strength: (random: Random) => number = () => 1,
): void {
  const { rom, game: definition } = openRom(game);
  const ours = new AleEnvironment(rom.bytes, definition, options);
  const theirs = new ReferenceEnvironment(rom.bytes, definition, options);
  try {
    const [forOurs, forTheirs] = [new Random(2), new Random(2)];
    const both: [Ale, Random][] = [
      [ours, forOurs],
      [theirs, forTheirs],
    ];
    for (let i = 0; i < acts; i++) {
      const [a, b] = both.map(([environment, random]) => {
        if (environment.gameOver()) environment.reset();
        before(environment, random);
        const reward = environment.act(random.integer(18), strength(random));
        return [reward, environment.gameOver(), environment.gameTruncated(), look(environment)];
      });
      expect(a, `act ${i}`).toEqual(b);
    }
  } finally {
    ours.close();
    theirs.close();
  }
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

describe.each(games)('%s', { timeout: 120_000 }, game => {
  test('colours and grey levels', () =>
    compare(game, { frameSkip: 7 }, 40, environment => [hex(environment.screenRgb()), hex(environment.screenGray())]));

  test('colour averaging', () =>
    compare(game, { colourAveraging: true, frameSkip: 3 }, 120, environment => [
      hex(environment.screen()),
      hex(environment.screenRgb()),
      hex(environment.screenGray()),
    ]));

  test('RAM that is written to', () =>
    compare(
      game,
      { repeatActionProbability: 0.25 },
      200,
      environment => [hex(environment.ram()), hex(environment.screen())],
      // High bytes, where the stack is, are left alone: no game survives that long enough to be of use.
      (environment, random) => {
        if (random.chance(0.2)) {
          const index = random.integer(100);
          environment.setRam(index, random.integer(256));
          expect(environment.ram()[index]).toBeLessThan(256);
        }
      },
    ));

  test('paddle strength', () =>
    compare(
      game,
      { frameSkip: 2 },
      150,
      environment => hex(environment.ram()),
      () => {},
      random => random.uniform() * 1.5 - 0.25,
    ));

  test('reward bounds, life loss and frame cap', () =>
    compare(
      game,
      { frameSkip: 5, rewardMin: -1, rewardMax: 1, truncateOnLossOfLife: true, maxFramesPerEpisode: 400 },
      300,
      environment => [
        environment.lives(),
        environment.episodeFrameNumber,
        environment.frameNumber,
        hex(environment.ram()),
      ],
    ));
});

test('only bytes of RAM can be written', () => {
  const { rom, game } = openRom('pong');
  const environment = new AleEnvironment(rom.bytes, game);
  expect(() => environment.setRam(128, 0)).toThrow('RAM has no byte 128');
  expect(() => environment.setRam(0, 256)).toThrow('256 is not a byte');
  environment.setRam(127, 7);
  expect(environment.ram()[127]).toBe(7);
  environment.close();
});
