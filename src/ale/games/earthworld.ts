import { allActions } from '../actions.ts';
import { bcd, defineGame } from '../game.ts';

/**
 * SwordQuest: Earthworld (Atari, 1982).
 * The number of the last clue found, BCD in RAM 0x27, stands for the score; the tenth ends the game. ALE reports no
 * lives.
 */
export const earthworld = defineGame({
  name: 'earthworld',
  md5: ['5aea9974b975a6a844e6df10d2b861c4'],
  actions: allActions,
  lives: 1,

  read(ram) {
    const score = bcd(ram[0x27]);
    const over = score === 10;
    return { score, lives: over ? 0 : 1, over };
  },
});
