import { bcds, defineGame, firstModes, pressSelectUntil } from '../game.ts';

/**
 * Asteroids (Atari, 1981).
 * Score: four BCD digits in RAM 0x3d and 0x3e, in units of ten points; it wraps at 100,000, and the reward looks
 * through that. Lives: high half of RAM 0x3c. Mode 0x80 is the children's game.
 */
export const asteroids = defineGame({
  name: 'asteroids',
  md5: ['ccbd36746ed4525821a8083b0d6d2c2c'],
  hardware: { hmoveBlanks: false },
  actions: [
    'noop',
    'fire',
    'up',
    'right',
    'left',
    'down',
    'upright',
    'upleft',
    'upfire',
    'rightfire',
    'leftfire',
    'downfire',
    'uprightfire',
    'upleftfire',
  ],
  lives: 4,
  modes: pressSelectUntil([...firstModes(32), 0x80], ram => ram[0x00], 2),
  difficulties: [0, 3],

  read(ram, game) {
    const score = 10 * bcds(ram[0x3d], ram[0x3e]);
    const gain = score - game.score;
    const lives = ram[0x3c] >> 4;
    return { score, lives, over: lives === 0, reward: gain < 0 ? gain + 100_000 : gain };
  },
});
