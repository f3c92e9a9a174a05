import { bcd, defineGame, pressSelectUntil } from '../game.ts';

/**
 * Basic Math, also Fun with Numbers (Atari, 1977).
 * Score: two BCD digits in RAM 0x04, one point a right answer. After ten problems the final screen sets RAM 0x06.
 * Modes 5 to 8 are those with random problems. The left switch asks for two digits, the right one sets a time limit.
 */
export const basicMath = defineGame({
  name: 'basic_math',
  md5: ['819aeeb9a2e11deb54e6de334f843894'],
  actions: ['noop', 'fire', 'up', 'right', 'left', 'down'],
  lives: 1,
  modes: pressSelectUntil([5, 6, 7, 8], ram => ram[0x45], 2),
  difficulties: [0, 2, 3],

  read(ram) {
    const over = ram[0x06] !== 0;
    return { score: bcd(ram[0x04]), lives: over ? 0 : 1, over };
  },
});
