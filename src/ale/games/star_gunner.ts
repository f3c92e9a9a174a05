import { allActions } from '../actions.ts';
import { defineGame, firstModes, pressSelectUntil } from '../game.ts';

/**
 * Star Gunner (Telesys, 1982).
 * Score: four digits of hundreds, units first, in the lower halves of RAM 0x03..0x06; 10 is a blank. Lives: RAM 0x07,
 * to be believed only once it has been 5.
 */
export const starGunner = defineGame({
  name: 'star_gunner',
  md5: ['a3c1c70024d7aabb41381adbfb6d3b25'],
  actions: allActions,
  lives: 5,
  modes: pressSelectUntil(firstModes(4), ram => ram[0x74], 15),
  variables: { started: 0 },

  read(ram, game) {
    const score = 100 * [0x06, 0x05, 0x04, 0x03].reduce((value, place) => 10 * value + digit(ram[place]), 0);
    const over = ram[0x07] === 0;
    if (ram[0x07] === 5) game.started = 1;
    const lives = game.started ? ram[0x07] & 0x0f : 5;
    return { score, lives: over ? 0 : lives, over };
  },
});

function digit(byte: number): number {
  const value = byte & 0x0f;
  return value === 10 ? 0 : value;
}
