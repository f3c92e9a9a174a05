import { bcds, defineGame } from '../game.ts';

/**
 * Blackjack (Atari, 1977).
 * Chips are the score: BCD in RAM 0x06 (thousands, hundreds) and 0x09. The game ends when the bank breaks, at a
 * thousand, or when the player does, whose chips then read 0x0b 0xbb.
 */
export const blackjack = defineGame({
  name: 'blackjack',
  md5: ['0a981c03204ac2b278ba392674682560'],
  hardware: { leftController: 'paddles' },
  actions: ['noop', 'fire', 'up', 'down'],
  lives: 1,
  difficulties: [0, 1, 2, 3],
  // A little wider than usual, or not every bet could be made.
  paddleLimits: { min: 27_450, max: 795_000 },

  read(ram) {
    const bust = ram[0x06] === 0x0b && ram[0x09] === 0xbb;
    const score = bust ? 0 : bcds(ram[0x06], ram[0x09]);
    const over = bust || score >= 1000;
    return { score, lives: over ? 0 : 1, over };
  },
});
