import { bcds, defineGame } from '../game.ts';

/**
 * Tetris 2600 (Colin Hughes, homebrew).
 * Score: four BCD digits in RAM 0x72 and 0x71. The top bit of RAM 0x73 is set when the game is over. ALE reports no
 * lives, and forgets the score when the game ends; a falling score is no reward.
 */
export const tetris = defineGame({
  name: 'tetris',
  md5: ['b0e1ee07fbc73493eac5651a52f90f00'],
  actions: ['noop', 'fire', 'right', 'left', 'down'],
  lives: 0,

  read(ram, game) {
    const score = bcds(ram[0x72], ram[0x71]);
    const over = (ram[0x73] & 0x80) !== 0;
    return { score: over ? 0 : score, lives: 0, over, reward: Math.max(score - game.score, 0) };
  },
});
