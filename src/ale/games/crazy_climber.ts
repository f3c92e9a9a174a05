import { defineGame, firstModes, pressSelectUntil } from '../game.ts';

/**
 * Crazy Climber (Atari, 1983).
 * Score: four digits, one a byte, RAM 0x05 (high) down to 0x02 (low), in units of a hundred points; it may fall, the
 * reward may not. Lives: RAM 0x2a.
 */
export const crazyClimber = defineGame({
  name: 'crazy_climber',
  md5: ['55ef7b65066428367844342ed59f956c'],
  actions: ['noop', 'up', 'right', 'left', 'down', 'upright', 'upleft', 'downright', 'downleft'],
  lives: 5,
  modes: pressSelectUntil(firstModes(4), ram => ram[0x00], 2),
  difficulties: [0, 1],

  read(ram, game) {
    const score = 100 * (ram[0x02] + 10 * ram[0x03] + 100 * ram[0x04] + 1000 * ram[0x05]);
    const lives = ram[0x2a];
    return { score, lives, over: lives === 0, reward: Math.max(0, score - game.score) };
  },
});
