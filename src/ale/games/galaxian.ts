import { bcds, defineGame, pressSelectUntil } from '../game.ts';

/**
 * Galaxian (Atari, 1983).
 * Score: six BCD digits in RAM 0x2c..0x2e; it wraps at a million, and the reward looks through that. Spare ships: RAM
 * 0x39. Over: top bit of RAM 0x3f.
 */
export const galaxian = defineGame({
  name: 'galaxian',
  md5: ['211774f4c5739042618be8ff67351177'],
  actions: ['noop', 'fire', 'right', 'left', 'rightfire', 'leftfire'],
  lives: 3,
  modes: pressSelectUntil([1, 2, 3, 4, 5, 6, 7, 8, 9], ram => ram[0x33]),
  difficulties: [0, 1],

  read(ram, game) {
    const score = bcds(ram[0x2c], ram[0x2d], ram[0x2e]);
    const gain = score - game.score;
    const over = (ram[0x3f] & 0x80) !== 0;
    return { score, lives: over ? 0 : ram[0x39] + 1, over, reward: gain < 0 ? gain + 1_000_000 : gain };
  },
});
