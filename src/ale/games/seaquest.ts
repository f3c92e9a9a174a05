import { allActions } from '../actions.ts';
import { bcds, defineGame } from '../game.ts';

/**
 * Seaquest (Activision, 1983).
 * Score: six BCD digits in RAM 0x38..0x3a. Spare submarines: RAM 0x3b. RAM 0x23 is not zero once the game is over.
 */
export const seaquest = defineGame({
  name: 'seaquest',
  md5: ['240bfbac5163af4df5ae713985386f92'],
  actions: allActions,
  lives: 4,
  difficulties: [0, 1],

  read(ram) {
    const over = ram[0x23] !== 0;
    return { score: bcds(ram[0x38], ram[0x39], ram[0x3a]), lives: over ? 0 : ram[0x3b] + 1, over };
  },
});
