import { allActions } from '../actions.ts';
import { bcd, defineGame, firstModes, pressSelectUntil } from '../game.ts';

/**
 * Human Cannonball (Atari, 1979).
 * Hits: BCD in RAM 0x36; misses: RAM 0x37. Seven of either end the game. While a mode is chosen, the same two bytes
 * show its number, from 1, and the number of players. ALE reports no lives.
 */
export const humanCannonball = defineGame({
  name: 'human_cannonball',
  md5: ['7972e5101fa548b952d852db24ad6060'],
  actions: allActions,
  lives: 1,
  modes: pressSelectUntil(firstModes(8), ram => (ram[0x37] === 1 ? (ram[0x36] - 1) & 0xff : -1), 2),
  difficulties: [0, 1],

  read(ram) {
    const score = bcd(ram[0x36]);
    const over = score === 7 || bcd(ram[0x37]) === 7;
    return { score, lives: over ? 0 : 1, over };
  },
});
