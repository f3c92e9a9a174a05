import { allActions } from '../actions.ts';
import { defineGame } from '../game.ts';

/**
 * Robot Tank (Activision, 1983).
 * Score: tanks destroyed, which is RAM 0x35 and twelve for every squadron in RAM 0x36. Spare tanks of our own: RAM
 * 0x28. RAM 0x34 is 0xff after the last one.
 */
export const robotank = defineGame({
  name: 'robotank',
  md5: ['4f618c2429138e0280969193ed6c107e'],
  actions: allActions,
  lives: 4,

  read(ram) {
    const spare = ram[0x28];
    const over = spare === 0 && ram[0x34] === 0xff;
    return { score: 12 * ram[0x36] + ram[0x35], lives: over ? 0 : (spare & 0x0f) + 1, over };
  },
});
