import { allActions } from '../actions.ts';
import { bcds, defineGame, firstModes, pressSelectUntil } from '../game.ts';

/**
 * E.T. The Extra-Terrestrial (Atari, 1982).
 * Score: six BCD digits in RAM 0x5f..0x61, paid out only when E.T. goes home or dies for good. Revivals left: RAM 0x65,
 * 0xff after the last; ALE counts one more, as a signed byte. Over when there is none and RAM 0x00 says that the title
 * is shown (8). SELECT must be held long; RAM 0x6a shows the mode, from 1.
 */
export const et = defineGame({
  name: 'et',
  md5: ['615a3bf251a38eb6638cdc7ffbde5480'],
  actions: allActions,
  lives: 0,
  modes: pressSelectUntil(firstModes(3), ram => (ram[0x6a] - 1) & 0xff, 25),
  difficulties: [0, 1, 2, 3],

  read(ram) {
    const lives = ((ram[0x65] + 1) << 24) >> 24;
    return { score: bcds(ram[0x5f], ram[0x60], ram[0x61]), lives, over: lives === 0 && ram[0x00] === 8 };
  },
});
