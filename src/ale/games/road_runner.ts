import { allActions } from '../actions.ts';
import { defineGame } from '../game.ts';

/**
 * Road Runner (Atari, 1989).
 * Score: four digits of hundreds, units first, in the lower halves of RAM 0x49..0x4c; 10 is a blank. Spare lives: RAM
 * 0x44. The game is over when none is left and the bird moves up or down (RAM 0x39) or dies (RAM 0x3d).
 */
export const roadRunner = defineGame({
  name: 'road_runner',
  md5: ['ce5cc62608be2cd3ed8abd844efb8919'],
  actions: allActions,
  lives: 3,

  read(ram) {
    const score = 100 * [0x4c, 0x4b, 0x4a, 0x49].reduce((value, place) => 10 * value + digit(ram[place]), 0);
    const spare = ram[0x44] & 7;
    const over = spare === 0 && (ram[0x39] !== 0 || ram[0x3d] !== 0);
    return { score, lives: over ? 0 : spare + 1, over };
  },
});

function digit(byte: number): number {
  const value = byte & 0x0f;
  return value === 10 ? 0 : value;
}
