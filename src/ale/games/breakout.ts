import { bcd, defineGame, multiplesOf, pressSelectUntil } from '../game.ts';

/**
 * Breakout (Atari, 1978).
 * Score: three BCD digits, hundreds in RAM 76, tens and units in RAM 77. Lives: RAM 57; the game can be over only once
 * they have been five.
 * The paddle is moved by left and right; the ball is served with fire.
 */
export const breakout = defineGame({
  name: 'breakout',
  md5: ['f34f08e5eb96e500e851a80be3277a56'],
  hardware: { leftController: 'paddles' },
  actions: ['noop', 'fire', 'right', 'left'],
  lives: 5,
  modes: pressSelectUntil(multiplesOf(4, 12), ram => ram[50]),
  difficulties: [0, 1],
  variables: { started: 0 },

  read(ram, game) {
    const lives = ram[57];
    if (lives === 5) game.started = 1;
    const over = game.started === 1 && lives === 0;
    return { score: 100 * (ram[76] & 0x0f) + bcd(ram[77]), lives, over };
  },
});
