import { allActions } from '../actions.ts';
import { bcd, defineGame } from '../game.ts';

/**
 * Fishing Derby (Activision, 1980).
 * Score: the player's catch (BCD, RAM 0x3d) less the opponent's (RAM 0x3e). The first to reach 99 ends the game. No
 * lives.
 */
export const fishingDerby = defineGame({
  name: 'fishing_derby',
  md5: ['b8865f05676e64f3bec72b9defdacfa7'],
  actions: allActions,
  lives: 0,
  difficulties: [0, 1, 2, 3],

  read(ram) {
    const over = ram[0x3d] === 0x99 || ram[0x3e] === 0x99;
    return { score: bcd(ram[0x3d]) - bcd(ram[0x3e]), lives: 0, over };
  },
});
