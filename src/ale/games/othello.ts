import { bcd, defineGame, firstModes, pressSelectUntil } from '../game.ts';

/**
 * Othello (Atari, 1981).
 * Score: white's counters (RAM 0x4e, BCD), which the player has, less black's (RAM 0x50).
 * RAM 0x40 says whose turn it is, and 0 when it is nobody's. More than 50 frames of that are the end: by then the last
 * counters have turned. The right difficulty switch decides who begins; the left one must stay in position B.
 */
export const othello = defineGame({
  name: 'othello',
  md5: ['113cd09c9771ac278544b7e90efe7df2'],
  actions: ['noop', 'fire', 'up', 'right', 'left', 'down', 'upright', 'upleft', 'downright', 'downleft'],
  lives: 1,
  modes: pressSelectUntil(firstModes(3), ram => ram[0x5e] - 1, 2),
  difficulties: [0, 2],
  variables: { idleFrames: 0 },

  read(ram, game) {
    game.idleFrames = ram[0x40] === 0 ? game.idleFrames + 1 : 0;
    const over = game.idleFrames > 50;
    return { score: bcd(ram[0x4e]) - bcd(ram[0x50]), lives: over ? 0 : 1, over };
  },
});
