import { defineGame, firstModes, pressSelectUntil } from '../game.ts';

/**
 * 3-D Tic-Tac-Toe (Atari, 1980).
 * A won game leaves the return address 0xf310 on the stack, RAM 0x7e and 0x7f; RAM 0x61 is 8 where the player's X won.
 * A game is drawn when none of the 64 places, RAM 0x1a..0x59, is empty. The reward is 1, -1 or 0.
 * The right difficulty switch decides who begins; the left one sets up positions and is not used.
 */
export const ticTacToe3d = defineGame({
  name: 'tic_tac_toe_3d',
  md5: ['0db4f4150fecf77e4ce72ca4d04c052f'],
  actions: ['noop', 'fire', 'up', 'right', 'left', 'down', 'upright', 'upleft', 'downright', 'downleft'],
  lives: 1,
  modes: pressSelectUntil(firstModes(9), ram => ram[0x08], 2),
  difficulties: [0, 2],

  read(ram, game) {
    const decided = ram[0x7f] === 0xf3 && ram[0x7e] === 0x10;
    const full = !ram.subarray(0x1a, 0x5a).includes(0);
    const over = game.over === 1 || decided || full;
    const reward = decided ? (ram[0x61] === 0x08 ? 1 : -1) : 0;
    return { score: game.score + reward, lives: over ? 0 : 1, over };
  },
});
