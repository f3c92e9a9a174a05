import { allActions } from '../actions.ts';
import { bcd, defineGame, pressSelectUntil } from '../game.ts';

/**
 * Space War (Atari, 1978), the PAL cartridge from the 32-in-1.
 * Score: RAM 0x27 (BCD), which shows the mode while SELECT is used. RAM 0x00 is a clock that counts up and wraps to 0
 * after ten minutes. Ten points or the clock end the game. Modes 1 to 5 are left out: there the missiles run out before
 * ten points.
 */
export const spaceWar = defineGame({
  name: 'space_war',
  md5: ['b702641d698c60bcdc922dbd8c9dd49c'],
  actions: allActions,
  lives: 1,
  modes: pressSelectUntil([6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17], ram => bcd(ram[0x27]), 2),

  read(ram) {
    const score = bcd(ram[0x27]);
    const over = score === 10 || ram[0x00] === 0;
    return { score, lives: over ? 0 : 1, over };
  },
});
