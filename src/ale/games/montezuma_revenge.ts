import { allActions } from '../actions.ts';
import { bcds, defineGame } from '../game.ts';

/**
 * Montezuma's Revenge (Parker Brothers, 1984).
 * Score: six BCD digits in RAM 0x13..0x15. Spare lives: RAM 0x3a.
 * The game is over when none is left and RAM 0x7e is 0x60.
 */
export const montezumaRevenge = defineGame({
  name: 'montezuma_revenge',
  md5: ['3347a6dd59049b15a38394aa2dafa585'],
  actions: allActions,
  lives: 6,

  read(ram) {
    const spare = ram[0x3a];
    const over = spare === 0 && ram[0x7e] === 0x60;
    return { score: bcds(ram[0x13], ram[0x14], ram[0x15]), lives: over ? 0 : (spare & 7) + 1, over };
  },
});
