import { defineGame, firstModes, pressSelectUntil } from '../game.ts';

/**
 * Pong, which is Video Olympics (Atari, 1977) playing its first games.
 * Score: the player's points (RAM 14) less the computer's (RAM 13); 21 points end the match. There are no lives.
 * The left difficulty switch sets the length of the computer's bat, the right one that of the player's.
 */
export const pong = defineGame({
  name: 'pong',
  md5: ['60e0ea3cbe0913d39803477945e9e5ec'],
  hardware: { leftController: 'paddles', rightController: 'paddles', swapPaddles: true },
  actions: ['noop', 'fire', 'right', 'left', 'rightfire', 'leftfire'],
  lives: 0,
  modes: pressSelectUntil(firstModes(2), ram => ram[0x16], 2),
  difficulties: [0, 1, 2, 3],

  read(ram) {
    const computer = ram[13];
    const player = ram[14];
    return { score: player - computer, lives: 0, over: computer === 21 || player === 21 };
  },
});
