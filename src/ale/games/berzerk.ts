import { allActions } from '../actions.ts';
import { bcds, defineGame, pressSelectUntil } from '../game.ts';

const variations = pressSelectUntil([1, 2, 3, 4, 5, 6, 7, 8, 9, 0x10, 0x11, 0x12], ram => ram[0x00], 2);

/**
 * Berzerk (Atari, 1982).
 * Score: six BCD digits in RAM 0x5d..0x5f. Spare lives: RAM 0x5a, 0xff when the game is over. Modes are numbered in
 * BCD: 1..9, 0x10, 0x11, 0x12.
 */
export const berzerk = defineGame({
  name: 'berzerk',
  md5: ['136f75c4dd02c29283752b7e5799f978'],
  actions: allActions,
  lives: 3,
  modes: {
    ...variations,
    // The game looks at SELECT only after a moment.
    select(mode, controls, game) {
      for (let i = 0; i < 20; i++) controls.act('noop');
      variations.select(mode, controls, game);
    },
  },

  read(ram) {
    const over = ram[0x5a] === 0xff;
    return { score: bcds(ram[0x5d], ram[0x5e], ram[0x5f]), lives: over ? 0 : ram[0x5a] + 1, over };
  },
});
