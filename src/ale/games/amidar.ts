import { bcds, defineGame } from '../game.ts';

/**
 * Amidar (Parker Brothers, 1982).
 * Score: six BCD digits, RAM 0x5b (high) down to 0x59 (low). Lives: low half of RAM 0x56, which is 0x80 when the game
 * is over.
 */
export const amidar = defineGame({
  name: 'amidar',
  md5: ['acb7750b4d0c4bd34969802a7deb2990'],
  hardware: { leftDifficulty: 'A', rightDifficulty: 'A' },
  actions: ['noop', 'fire', 'up', 'right', 'left', 'down', 'upfire', 'rightfire', 'leftfire', 'downfire'],
  lives: 3,
  difficulties: [0, 3],

  read(ram) {
    const over = ram[0x56] === 0x80;
    return { score: bcds(ram[0x5b], ram[0x5a], ram[0x59]), lives: over ? 0 : ram[0x56] & 0x0f, over };
  },
});
