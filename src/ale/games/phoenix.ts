import { bcds, defineGame } from '../game.ts';

/**
 * Phoenix (Atari, 1982).
 * Score: five BCD digits of tens, RAM 0x49, RAM 0x48 and the upper half of RAM 0x47. Lives: RAM 0x4b.
 * RAM 0x4c is 0x80 when the game is over.
 */
export const phoenix = defineGame({
  name: 'phoenix',
  md5: ['7e52a95074a66640fcfde124fffd491a'],
  actions: ['noop', 'fire', 'right', 'left', 'down', 'rightfire', 'leftfire', 'downfire'],
  lives: 5,

  read(ram) {
    const score = 10 * (10 * bcds(ram[0x49], ram[0x48]) + (ram[0x47] >> 4));
    const over = ram[0x4c] === 0x80;
    return { score, lives: over ? 0 : ram[0x4b] & 7, over };
  },
});
