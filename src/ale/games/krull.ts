import { allActions } from '../actions.ts';
import { bcds, defineGame } from '../game.ts';

/**
 * Krull (Atari, 1983).
 * Score: six BCD digits in RAM 0x1c..0x1e. Spare lives: RAM 0x1f.
 * The game is over when none is left, RAM 0x22 is 3 and RAM 0x00 is 0x80.
 */
export const krull = defineGame({
  name: 'krull',
  md5: ['4baada22435320d185c95b7dd2bcdb24'],
  actions: allActions,
  lives: 3,

  read(ram) {
    const spare = ram[0x1f];
    const over = spare === 0 && ram[0x22] === 0x03 && ram[0x00] === 0x80;
    return { score: bcds(ram[0x1c], ram[0x1d], ram[0x1e]), lives: over ? 0 : (spare & 7) + 1, over };
  },
});
