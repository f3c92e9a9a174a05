import { allActions } from '../actions.ts';
import { defineGame, pressSelectUntil } from '../game.ts';

/** A digit, of which a blank counts as 0. */
const digit = (byte: number) => ((byte & 0x0f) === 10 ? 0 : byte & 0x0f);

/**
 * Defender (Atari, 1982).
 * Score: six digits, one in the low half of each byte, RAM 0x1c (units) to 0x21; 10 is a blank. Lives: RAM 0x42.
 * Mode 16 is the easy game.
 */
export const defender = defineGame({
  name: 'defender',
  md5: ['0f643c34e40e3f1daafd9c524d3ffe64'],
  actions: allActions,
  lives: 3,
  modes: pressSelectUntil([1, 2, 3, 4, 5, 6, 7, 8, 9, 16], ram => ram[0x1b], 2),
  difficulties: [0, 1],

  read(ram) {
    let score = 0;
    for (let place = 0x21; place >= 0x1c; place--) score = 10 * score + digit(ram[place]);
    const lives = ram[0x42];
    return { score, lives, over: lives === 0 };
  },
});
