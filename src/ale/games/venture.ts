import { allActions } from '../actions.ts';
import { bcds, defineGame } from '../game.ts';

/**
 * Venture (Coleco, 1982).
 * Score: four BCD digits of hundreds in RAM 0x47 and 0x48. Spare lives: RAM 0x46. After the last one the game is over
 * when the tune has ended (RAM 0x4d is 0xff) and the top bit of RAM 0x3f is set.
 */
export const venture = defineGame({
  name: 'venture',
  md5: ['3e899eba0ca8cd2972da1ae5479b4f0d'],
  actions: allActions,
  lives: 4,
  difficulties: [0, 1, 2, 3],

  read(ram) {
    const spare = ram[0x46];
    const over = spare === 0 && ram[0x4d] === 0xff && (ram[0x3f] & 0x80) !== 0;
    return { score: 100 * bcds(ram[0x47], ram[0x48]), lives: over ? 0 : (spare & 7) + 1, over };
  },
});
