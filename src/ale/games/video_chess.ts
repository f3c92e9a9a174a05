import { defineGame, firstModes, pressSelectUntil } from '../game.ts';

/**
 * Video Chess (Atari, 1979).
 * RAM 0x61 is 0x82 when it is white's turn, which is the player's; else the computer tries moves in the same RAM and
 * nothing there counts. RAM 0x6e is 0 where black is mated, 1 where white is. The reward is 1 or -1.
 */
export const videoChess = defineGame({
  name: 'video_chess',
  md5: ['f0b7db930ca0e548c41a97160b9f6275'],
  actions: ['noop', 'fire', 'up', 'right', 'left', 'down', 'upright', 'upleft', 'downright', 'downleft'],
  lives: 1,
  modes: pressSelectUntil(firstModes(5), ram => ram[0x6a]),

  read(ram, game) {
    const playersTurn = ram[0x61] === 0x82;
    const won = playersTurn && ram[0x6e] === 0;
    const lost = playersTurn && ram[0x6e] === 1;
    const over = game.over === 1 || won || lost;
    return { score: game.score + Number(won) - Number(lost), lives: over ? 0 : 1, over };
  },
});
