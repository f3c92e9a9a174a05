import { allActions } from '../actions.ts';
import { bcd, defineGame, pressSelectUntil } from '../game.ts';

/**
 * Ice Hockey (Activision, 1981).
 * Score: our goals (RAM 0x0a, BCD) less theirs (RAM 0x0b). The clock counts down in RAM 0x07 and 0x06; the game ends
 * with it. One frame never earns more than one point.
 */
export const iceHockey = defineGame({
  name: 'ice_hockey',
  md5: ['a4c08c4994eb9d24fb78be1793e82e26'],
  actions: allActions,
  lives: 0,
  modes: pressSelectUntil([0, 2], ram => ram[0x00], 2),
  difficulties: [0, 1, 2, 3],

  read(ram, game) {
    const score = bcd(ram[0x0a]) - bcd(ram[0x0b]);
    const over = ram[0x07] === 0 && ram[0x06] === 0;
    return { score, lives: 0, over, reward: Math.min(score - game.score, 1) };
  },
});
