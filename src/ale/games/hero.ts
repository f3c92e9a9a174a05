import { allActions } from '../actions.ts';
import { bcds, defineGame, firstModes, pressSelectUntil } from '../game.ts';

/**
 * H.E.R.O. (Activision, 1984).
 * Score: six BCD digits in RAM 0x37..0x39. Lives: RAM 0x33.
 */
export const hero = defineGame({
  name: 'hero',
  md5: ['fca4a5be1251927027f2c24774a02160'],
  actions: allActions,
  lives: 4,
  modes: pressSelectUntil(firstModes(5), ram => ram[0x00]),

  read(ram) {
    const lives = ram[0x33];
    return { score: bcds(ram[0x37], ram[0x38], ram[0x39]), lives, over: lives === 0 };
  },
});
