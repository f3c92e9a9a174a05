import { allActions } from '../actions.ts';
import { bcds, defineGame, firstModes, pressSelectUntil } from '../game.ts';

/**
 * Gravitar (Atari, 1983).
 * Score: six BCD digits in RAM 0x07..0x09. RAM 0x01 is the screen: 0 the start, where lives count as six, 1 the end.
 * Spare ships: RAM 0x04.
 */
export const gravitar = defineGame({
  name: 'gravitar',
  md5: ['8ac18076d01a6b63acf6e2cab4968940'],
  actions: allActions,
  startingActions: Array<'fire'>(16).fill('fire'),
  lives: 6,
  modes: pressSelectUntil(firstModes(5), ram => ram[0x00], 10),

  read(ram) {
    const screen = ram[0x01];
    const over = screen === 1;
    const lives = screen === 0 ? 6 : ram[0x04] + 1;
    return { score: bcds(ram[0x07], ram[0x08], ram[0x09]), lives: over ? 0 : lives, over };
  },
});
