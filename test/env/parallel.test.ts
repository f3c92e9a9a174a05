import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { fetchRoms } from '../../roms-fetch/index.ts';
import { actionNames, allActions } from '../../src/ale/actions.ts';
import { AleEnvironment } from '../../src/ale/environment.ts';
import { defineGame } from '../../src/ale/game.ts';
import { make } from '../../src/env/make.ts';
import { makeParallel, type ParallelEnvironment, type ParallelOptions } from '../../src/env/parallel.ts';
import { twoPlayerGame, twoPlayerGames } from '../../src/env/two-players.ts';
import { Random } from '../../src/random.ts';

/**
 * ale-py plays for one: its `act` gives player B nothing to do, so there is nothing to compare with. What is tested in
 * its place: that the second player's actions arrive where ALE's C++ puts them (JoystickOne of its events is the right
 * jack, with the same directions), that both players are treated alike, and that a second player who does nothing is
 * the same as none.
 */

beforeAll(() => fetchRoms(twoPlayerGames), 600_000);

const opened: { close(): void }[] = [];
afterEach(() => {
  for (const environment of opened.splice(0)) environment.close();
});

function open(game: string, options: ParallelOptions = {}): ParallelEnvironment {
  const environment = makeParallel(game, { pipeline: 'ram', ...options });
  opened.push(environment);
  return environment;
}

test('the second player holds the right joystick as the first one holds the left', () => {
  // A program that copies port A and both fire buttons to RAM, once a frame.
  const program = [
    ...[0xa9, 0x02, 0x85, 0x00, 0x85, 0x02, 0x85, 0x02, 0x85, 0x02, 0xa9, 0x00, 0x85, 0x00], // VSYNC of three lines
    ...[0xad, 0x80, 0x02, 0x85, 0x80, 0xa5, 0x0c, 0x85, 0x81, 0xa5, 0x0d, 0x85, 0x82], // SWCHA, INPT4, INPT5
    ...[0xa2, 0xf0, 0x85, 0x02, 0xca, 0xd0, 0xfb, 0x4c, 0x00, 0xf0], // 240 lines, again
  ];
  const rom = new Uint8Array(4096);
  rom.set(program);
  rom.set([0x00, 0xf0], 0xffc);
  const probe = defineGame({
    name: 'probe',
    md5: [],
    actions: allActions,
    lives: 0,
    read: () => ({ score: 0, lives: 0, over: false }),
  });
  const environment = new AleEnvironment(rom, probe);
  opened.push(environment);
  const seen = (first: number, second: number): { left: number; right: number; fires: number[] } => {
    environment.actBoth(first, second);
    const ram = environment.ram();
    return { left: ram[0] >> 4, right: ram[0] & 0x0f, fires: [ram[1] >> 7, ram[2] >> 7] };
  };
  // Directions as SWCHA shows them: bit 0 up, 1 down, 2 left, 3 right, 0 = pressed.
  expect(seen(actionNames.indexOf('upfire'), actionNames.indexOf('downleft'))).toEqual({
    left: 0b1110,
    right: 0b1001,
    fires: [0, 1],
  });
  for (let first = 0; first < 18; first++) {
    for (let second = 0; second < 18; second++) {
      const there = seen(first, second);
      const swapped = seen(second, first);
      expect(swapped).toEqual({ left: there.right, right: there.left, fires: there.fires.toReversed() });
    }
  }
});

test('a second player who does nothing is the same as none', () => {
  const alone = make('pong', { pipeline: 'ram', seed: 3 });
  const together = make('pong', { pipeline: 'ram', seed: 3 });
  opened.push(alone, together);
  alone.reset();
  together.reset();
  const random = new Random(3);
  for (let i = 0; i < 300; i++) {
    const action = random.integer(6);
    alone.play(action);
    together.playBoth(together.actions[action], 0);
    expect(together.observation).toEqual(alone.observation);
  }
});

const modes = twoPlayerGames.flatMap(game =>
  (twoPlayerGame(game).modes?.available ?? [0]).map(mode => [game, mode] as const),
);

test.each(modes)('%s, mode %d: either player changes what happens', (game, mode) => {
  const play = (active: 'first_0' | 'second_0' | undefined): string[] => {
    const environment = makeParallel(game, { pipeline: 'ram', mode, repeatActionProbability: 0 });
    environment.reset();
    const random = new Random(mode);
    const seen: string[] = [];
    for (let i = 0; i < 40; i++) {
      const actions = { first_0: 0, second_0: 0 };
      const action = random.integer(environment.actionSpace('first_0').n);
      if (active) actions[active] = action;
      seen.push(Buffer.from(environment.step(actions).observations.first_0).toString('hex'));
      if (environment.agents.length === 0) environment.reset();
    }
    environment.close();
    return seen;
  };
  const [nobody, first, second] = [play(undefined), play('first_0'), play('second_0')];
  expect(first).not.toEqual(nobody);
  expect(second).not.toEqual(nobody);
  expect(second).not.toEqual(first);
});

test.each(['tennis', 'ice_hockey'])(
  '%s: in the modes for one, the second joystick is not connected to anything',
  game => {
    const play = (second: number): Uint8Array => {
      const environment = make(game, { pipeline: 'ram' });
      environment.reset();
      for (let i = 0; i < 100; i++) environment.playBoth(i % 18, (second * i) % 18);
      const seen = environment.observation.slice();
      environment.close();
      return seen;
    };
    expect(play(5)).toEqual(play(0));
  },
);

describe('rewards', () => {
  test.each(['pong', 'boxing', 'surround'])('%s: what one gains the other loses', game => {
    const environment = open(game, { seed: 1 });
    environment.reset({ seed: 2 });
    const random = new Random(1);
    const n = environment.actionSpace('second_0').n;
    let total = 0;
    let points = 0;
    for (let i = 0; i < 1500; i++) {
      const { rewards } = environment.step({ first_0: random.integer(n), second_0: random.integer(n) });
      expect(rewards.first_0 + rewards.second_0).toBe(0);
      expect(Object.is(rewards.second_0, -0)).toBe(false);
      total += rewards.first_0;
      points += Math.abs(rewards.first_0);
      if (game === 'pong') {
        const ram = environment.game.ram();
        expect(total).toBe(ram[14] - ram[13]);
      }
      if (environment.agents.length === 0) {
        environment.reset();
        total = 0;
      }
    }
    expect(points).toBeGreaterThan(3);
  });

  test('combat has none, and ends at the frame cap', () => {
    const environment = open('combat', { maxFramesPerEpisode: 40 });
    environment.reset();
    expect(environment.agents).toEqual(['first_0', 'second_0']);
    for (let i = 1; i <= 10; i++) {
      const { rewards, terminations, truncations } = environment.step({ first_0: 1, second_0: 2 });
      expect(rewards).toEqual({ first_0: 0, second_0: 0 });
      expect(terminations).toEqual({ first_0: false, second_0: false });
      expect(truncations).toEqual({ first_0: i === 10, second_0: i === 10 });
    }
    expect(environment.agents).toEqual([]);
    expect(() => environment.step({ first_0: 0, second_0: 0 })).toThrow(/has ended/);
  });
});

test('the same seed gives the same game, and both see the same', () => {
  const play = (): string[] => {
    const environment = open('pong', { pipeline: 'dqn', repeatActionProbability: 0.25 });
    environment.reset({ seed: 5 });
    return Array.from({ length: 60 }, (_, i) => {
      const { observations } = environment.step({ first_0: i % 6, second_0: (i * 5) % 6 });
      expect(observations.first_0).toBe(observations.second_0);
      return Buffer.from(observations.first_0).toString('base64');
    });
  };
  expect(play()).toEqual(play());
});

test('what is wrong is said in one line', () => {
  expect(() => makeParallel('breakout')).toThrow('no two-player modes are known of breakout');
  expect(() => makeParallel('tenis')).toThrow('unknown game "tenis": did you mean tennis');
  expect(() => makeParallel('tennis', { mode: 1 })).toThrow('tennis has no mode 1: its modes are 2, 4');
  const environment = open('tennis');
  environment.reset();
  expect(() => environment.step({ first_0: 0, second_0: 18 })).toThrow('second_0: 18 is not an action');
});
