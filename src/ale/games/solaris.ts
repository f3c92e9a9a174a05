import { allActions } from '../actions.ts';
import { bcds, defineGame } from '../game.ts';

/**
 * Solaris (Atari, 1986).
 * Score: six BCD digits of tens, RAM 0x5e (highest) down to 0x5c; the screen shows five. Lives: RAM 0x59.
 */
export const solaris = defineGame({
  name: 'solaris',
  md5: ['e72eb8d4410152bdcb69e7fba327b420'],
  actions: allActions,
  lives: 3,

  read(ram) {
    const over = ram[0x59] === 0;
    return { score: 10 * bcds(ram[0x5e], ram[0x5d], ram[0x5c]), lives: over ? 0 : ram[0x59] & 0x0f, over };
  },
});
