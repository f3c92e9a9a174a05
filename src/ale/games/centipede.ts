import { allActions } from '../actions.ts';
import { bcds, defineGame, pressSelectUntil } from '../game.ts';

/**
 * Centipede (Atari, 1983).
 * Score: six BCD digits in RAM 116..118. Spare lives: three bits in the high half of RAM 0x6d. Over: bit 6 of RAM 0x26.
 * The score may be cleared before the game is over, so no reward is negative.
 */
export const centipede = defineGame({
  name: 'centipede',
  md5: ['91c2098e88a6b13f977af8c003e0bca5'],
  actions: allActions,
  lives: 3,
  modes: pressSelectUntil([0x16, 0x56], ram => ram[0x27], 2),

  read(ram, game) {
    const score = bcds(ram[116], ram[117], ram[118]);
    const lives = ((ram[0x6d] >> 4) & 0x07) + 1;
    const over = (ram[0x26] & 0x40) !== 0;
    return { score, lives: over ? 0 : lives, over, reward: Math.max(0, score - game.score) };
  },
});
