import { type ActionName, allActions } from '../actions.ts';
import { bcds, defineGame, pressSelectUntil } from '../game.ts';

/**
 * Mario Bros. (Atari, 1983).
 * Score: four BCD digits of hundreds in RAM 0x09 and 0x0a. Lives: RAM 0x07, which is 0 before the game begins.
 * Fire begins the game, but only after some frames of rest and when held for seven.
 */
export const marioBros = defineGame({
  name: 'mario_bros',
  md5: ['e908611d99890733be31733a979c62d8'],
  actions: allActions,
  startingActions: [...Array<ActionName>(10).fill('noop'), ...Array<ActionName>(7).fill('fire')],
  lives: 0,
  modes: pressSelectUntil([0, 2, 4, 6], ram => ram[0x00], 5),

  read(ram) {
    const lives = ram[0x07];
    return { score: 100 * bcds(ram[0x09], ram[0x0a]), lives, over: lives === 0 };
  },
});
