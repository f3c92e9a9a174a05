import { allActions } from '../actions.ts';
import { bcds, defineGame } from '../game.ts';

/**
 * TRON: Deadly Discs (Mattel, 1982).
 * Score: six BCD digits in RAM 0x3d..0x3f. RAM 0x48 counts the hits taken; the fifth is the last.
 */
export const trondead = defineGame({
  name: 'trondead',
  md5: ['fb27afe896e7c928089307b32e5642ee'],
  actions: allActions,
  lives: 5,
  difficulties: [0, 1],

  read(ram) {
    const lives = 5 - ram[0x48];
    return { score: bcds(ram[0x3d], ram[0x3e], ram[0x3f]), lives, over: lives === 0 };
  },
});
