import { bcds, defineGame, firstModes, pressSelectUntil } from '../game.ts';

/**
 * Orchard, the game that comes with openbrain (roms-fetch/embedded/orchard.asm). ALE does not know it.
 * Score: four BCD digits, thousands and hundreds in RAM 4, tens and units in RAM 5, one point an apple. Lives: RAM 6,
 * which is 0 only once the game is over.
 * Modes: 0 apples, 1 apples and wasps' nests, 2 apples in the wind, 3 nests and wind. Difficulty 1 halves the basket.
 */
export const orchard = defineGame({
  name: 'orchard',
  md5: ['b3dead15738a7502b2dcc4f0b4be44c4'],
  actions: ['noop', 'right', 'left'],
  lives: 5,
  modes: pressSelectUntil(firstModes(4), ram => ram[7]),
  difficulties: [0, 1],

  read(ram) {
    const lives = ram[6];
    return { score: bcds(ram[4], ram[5]), lives, over: lives === 0 };
  },
});
