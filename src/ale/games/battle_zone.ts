import { allActions } from '../actions.ts';
import { defineGame, pressSelectUntil } from '../game.ts';

/** A digit, of which a blank counts as 0. */
const digit = (half: number) => (half === 10 ? 0 : half);

/**
 * Battlezone (Atari, 1983).
 * Score: three digits of thousands, the units in the high half of RAM 0x1d, tens and hundreds in RAM 0x1e; 10 stands
 * for a blank. Lives: low half of RAM 0x3a.
 */
export const battleZone = defineGame({
  name: 'battle_zone',
  md5: ['41f252a66c6301f1e8ab3612c19bc5d4'],
  hardware: { hmoveBlanks: false },
  actions: allActions,
  lives: 5,
  modes: pressSelectUntil([1, 2, 3], ram => ram[0x21], 2),

  read(ram) {
    const thousands = digit(ram[0x1d] >> 4) + 10 * digit(ram[0x1e] & 0x0f) + 100 * digit(ram[0x1e] >> 4);
    const lives = ram[0x3a] & 0x0f;
    return { score: 1000 * thousands, lives, over: lives === 0 };
  },
});
