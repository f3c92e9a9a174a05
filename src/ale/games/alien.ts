import { allActions } from '../actions.ts';
import { defineGame, firstModes, pressSelectUntil } from '../game.ts';

/** A digit is kept as the place of its picture in the font. */
const digit = (byte: number) => (byte === 0x80 ? 0 : byte >> 3);

/**
 * Alien (20th Century Fox, 1982).
 * Score: five digits, the last in RAM 0x0b and each higher one two bytes before, stored as eight times their value
 * (the offset of a glyph; 0x80 is a blank), in units of ten points. Lives: low half of RAM 0x40.
 */
export const alien = defineGame({
  name: 'alien',
  md5: ['f1a0a23e6464d954e3a9579c4ccd01c8'],
  actions: allActions,
  lives: 3,
  modes: pressSelectUntil(firstModes(4), ram => ram[0x01]),
  difficulties: [0, 1, 2, 3],

  read(ram) {
    const score =
      10 * digit(ram[0x0b]) +
      100 * digit(ram[0x09]) +
      1000 * digit(ram[0x07]) +
      10_000 * digit(ram[0x05]) +
      100_000 * digit(ram[0x03]);
    const lives = ram[0x40] & 0x0f;
    return { score, lives, over: lives === 0 };
  },
});
