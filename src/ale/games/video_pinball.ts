import { bcds, defineGame, pressSelectUntil } from '../game.ts';

/**
 * Video Pinball (Atari, 1980).
 * Score: six BCD digits in RAM 0x34 (highest), 0x32 and 0x30. RAM 0x19 is the number of the ball, from 1 to 3; bit 0 of
 * RAM 0x28 is an extra ball, bit 0 of RAM 0x2f the end of the game.
 */
export const videoPinball = defineGame({
  name: 'video_pinball',
  md5: ['107cc025334211e6d29da0b6be46aec7'],
  actions: ['noop', 'fire', 'up', 'right', 'left', 'down', 'upfire', 'rightfire', 'leftfire'],
  lives: 3,
  modes: pressSelectUntil([0, 2], ram => ram[0x41], 2),
  difficulties: [0, 1],

  read(ram) {
    const over = (ram[0x2f] & 1) !== 0;
    const lives = 4 + (ram[0x28] & 1) - (ram[0x19] & 7);
    return { score: bcds(ram[0x34], ram[0x32], ram[0x30]), lives: over ? 0 : lives, over };
  },
});
