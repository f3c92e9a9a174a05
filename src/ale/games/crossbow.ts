import { allActions } from '../actions.ts';
import { bcds, defineGame, pressSelectUntil } from '../game.ts';

/**
 * Crossbow (Atari, 1987).
 * Score: six BCD digits in RAM 0x0b..0x0d; while a mode is chosen, the last byte shows its number, from 1. RAM 0x67
 * says where the game is: 0x80 title, 0x81 choice of a level, 0x00 play, 0x82 game over. ALE reports no lives.
 * Modes 0, 2, 4 and 6 are those for one player.
 */
export const crossbow = defineGame({
  name: 'crossbow',
  md5: ['8cd26dcf249456fe4aeb8db42d49df74'],
  actions: allActions,
  lives: 1,
  modes: pressSelectUntil([0, 2, 4, 6], ram => (ram[0x0d] - 1) & 0xff, 2),
  difficulties: [0, 1],

  read(ram) {
    const over = ram[0x67] === 0x82;
    return { score: bcds(ram[0x0b], ram[0x0c], ram[0x0d]), lives: over ? 0 : 1, over };
  },
});
