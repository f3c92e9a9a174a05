import { allActions } from '../actions.ts';
import { bcds, defineGame, multiplesOf, pressSelectUntil } from '../game.ts';

/**
 * Bank Heist (20th Century Fox, 1983).
 * Score: six BCD digits in RAM 0x58..0x5a. Spare cars: RAM 0x55; the game is over when there is none and the death
 * timer, RAM 0x4e, reaches 1.
 */
export const bankHeist = defineGame({
  name: 'bank_heist',
  md5: ['00ce0bdd43aed84a983bef38fe7f5ee3'],
  actions: allActions,
  lives: 5,
  modes: pressSelectUntil(multiplesOf(4, 8), ram => ram[0x00]),
  difficulties: [0, 1, 2, 3],

  read(ram) {
    const lives = ram[0x55];
    return { score: bcds(ram[0x58], ram[0x59], ram[0x5a]), lives, over: ram[0x4e] === 1 && lives === 0 };
  },
});
