import { bcds, defineGame } from '../game.ts';

/**
 * Asterix (Atari, 1983).
 * Score: six BCD digits in RAM 0x5e..0x60. Lives: low half of RAM 0x53.
 * The game is called over on the last frame of the last life's death (its countdown is RAM 0x47): one frame later a
 * held fire button would have begun a new game.
 */
export const asterix = defineGame({
  name: 'asterix',
  md5: ['89a68746eff7f266bbf08de2483abe55'],
  actions: ['noop', 'up', 'right', 'left', 'down', 'upright', 'upleft', 'downright', 'downleft'],
  startingActions: ['fire'],
  lives: 3,

  read(ram) {
    const lives = ram[0x53] & 0x0f;
    const over = ram[0x47] === 1 && lives === 1;
    return { score: bcds(ram[0x5e], ram[0x5f], ram[0x60]), lives: over ? 0 : lives, over };
  },
});
