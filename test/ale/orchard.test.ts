import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { loadRom, md5Of } from '../../roms-fetch/index.ts';
import { assemble } from '../../scripts/assemble.mjs';
import { actionNumber } from '../../src/ale/actions.ts';
import { gameNamed } from '../../src/ale/games/index.ts';
import { openConsole } from '../../src/ale/open.ts';
import type { Ale, AleOptions } from '../../src/ale/types.ts';
import { Random } from '../../src/random.ts';

const source = fileURLToPath(new URL('../../roms-fetch/embedded/orchard.asm', import.meta.url));

/** Places in RAM, as the source lists them. */
const at = { frame: 0, phase: 3, mode: 7, basketX: 8, basketWidth: 9, fruitX: 10, fruitY: 11, fruitKind: 13, wind: 16 };
const nest = 16;
const modes = [0, 1, 2, 3];

const [noop, right, left] = (['noop', 'right', 'left'] as const).map(actionNumber);

type Policy = (game: Ale) => number;

const randomly = (seed: number): Policy => {
  const random = new Random(seed);
  return game => game.minimalActions[random.integer(game.minimalActions.length)];
};

/** Stands below whatever falls. */
const following: Policy = game => {
  const ram = game.ram();
  const distance = ram[at.fruitX] + 4 - (ram[at.basketX] + ram[at.basketWidth] / 2);
  return Math.abs(distance) <= 4 ? noop : distance > 0 ? right : left;
};

/** Follows apples, and goes to the far half of the picture from a nest. */
const careful: Policy = game => {
  const ram = game.ram();
  if (ram[at.fruitKind] !== nest) return following(game);
  return ram[at.fruitX] > 76 ? left : right;
};

/** Plays one game to its end, four frames a step, and says how it went. */
function play(policy: Policy, options: AleOptions, look?: (game: Ale) => void) {
  const game = openConsole('orchard', { frameSkip: 4, ...options });
  let score = 0;
  while (!game.gameOver()) {
    score += game.act(policy(game));
    look?.(game);
  }
  return { score, frames: game.episodeFrameNumber, lives: game.lives() };
}

test('the source assembles to the ROM that the game file is written for, and the build made the same', () => {
  const [md5] = gameNamed('orchard').md5;
  expect(md5Of(assemble(source))).toBe(md5);
  expect(loadRom('orchard').md5).toBe(md5);
});

describe.each(modes)('mode %d', mode => {
  test('a reset leads into it, with five lives and something about to fall', () => {
    const game = openConsole('orchard', { mode });
    expect(game.ram()[at.mode]).toBe(mode);
    expect(game.lives()).toBe(5);
    expect(game.gameOver()).toBe(false);
    game.reset();
    expect(game.ram()[at.mode]).toBe(mode);
  });

  test('random play loses five lives within two thousand frames', () => {
    for (let seed = 1; seed <= 3; seed++) {
      const { score, frames, lives } = play(randomly(seed), { mode });
      expect(lives).toBe(0);
      expect(frames).toBeLessThan(2000);
      expect(score).toBeLessThan(10);
    }
  });

  test.each([0, 1])('a player who watches the fruit scores many times more (difficulty %d)', difficulty => {
    expect(play(careful, { mode, difficulty, maxFramesPerEpisode: 5000 }).score).toBeGreaterThan(40);
  });

  test('nests and wind come with their modes only', () => {
    let nests = 0;
    let winds = 0;
    const look = (game: Ale) => {
      if (game.ram()[at.fruitKind] === nest) nests++;
      if (game.ram()[at.wind] !== 0) winds++;
    };
    play(careful, { mode, maxFramesPerEpisode: 3000 }, look);
    expect(nests > 0, 'nests').toBe((mode & 1) !== 0);
    expect(winds > 0, 'wind').toBe((mode & 2) !== 0);
  });
});

test('where nests fall, following everything costs lives that care would keep', () => {
  const options = { mode: 1, maxFramesPerEpisode: 5000 };
  expect(play(following, options).score).toBeLessThan(play(careful, options).score / 2);
});

test('the difficulty switch halves the basket, on the screen as in memory', () => {
  const rim = 0xfc;
  for (const [difficulty, width] of [
    [0, 16],
    [1, 8],
  ]) {
    const game = openConsole('orchard', { difficulty });
    game.act(noop);
    expect(game.ram()[at.basketWidth]).toBe(width);
    expect(game.screen().filter(colour => colour === rim).length).toBe(width);
  }
});

test('one point an apple, one life a loss, and as many baskets below the orchard as there are lives', () => {
  const game = openConsole('orchard', {});
  const policy: Policy = game => (game.episodeFrameNumber < 800 ? following(game) : left);
  const rewards: number[] = [];
  const losses: number[] = [];
  while (!game.gameOver()) {
    // A picture is drawn before the game moves on, so it shows the lives of the frame before.
    const lives = game.lives();
    rewards.push(game.act(policy(game)));
    losses.push(lives - game.lives());
    expect(basketsBelow(game.screen())).toBe(lives);
  }
  expect(new Set(rewards)).toEqual(new Set([0, 1]));
  expect(losses.filter(loss => loss !== 0)).toEqual([1, 1, 1, 1, 1]);
});

/** Counts the small baskets in the first line below the orchard that is not black. */
function basketsBelow(screen: Uint8Array): number {
  const line = (y: number) => screen.subarray(160 * y, 160 * (y + 1));
  for (let y = 180; y < 210; y++) {
    const baskets = line(y).filter((colour, x) => colour !== 0 && line(y)[x - 1] === 0).length;
    if (baskets > 0) return baskets;
  }
  return 0;
}

test('every frame is one whole picture that stands still', () => {
  const game = openConsole('orchard', { mode: 3 });
  const policy = randomly(4);
  const soil = (screen: Uint8Array) => Array.from({ length: 210 }, (_, y) => screen[160 * y + 2]).lastIndexOf(0xd2);
  const first = soil(game.screen());
  expect(first).toBeGreaterThan(150);
  for (let i = 0; i < 1500 && !game.gameOver(); i++) {
    const frame = game.ram()[at.frame];
    game.act(policy(game));
    expect(game.ram()[at.frame]).toBe((frame + 1) & 0xff);
    expect(soil(game.screen())).toBe(first);
  }
});

test('what falls next depends on what the player did, and on nothing else', () => {
  const secondFruit = (moves: number[]) => {
    const game = openConsole('orchard', {});
    const first = game.ram()[at.fruitX];
    for (const move of moves) game.act(move);
    while (game.lives() === 5) game.act(noop);
    for (let i = 0; i < 60; i++) game.act(noop);
    return { first, second: game.ram()[at.fruitX] };
  };
  const aside = [...Array(3).fill(right), ...Array(3).fill(left)];
  expect(secondFruit([])).toEqual(secondFruit([]));
  expect(secondFruit(aside)).toEqual(secondFruit(aside));
  expect(secondFruit(aside).first).toBe(secondFruit([]).first);
  expect(secondFruit(aside).second).not.toBe(secondFruit([]).second);
});
