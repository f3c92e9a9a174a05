import { allActions } from '../actions.ts';
import { bcds, defineGame } from '../game.ts';

/**
 * Pitfall! (Activision, 1982).
 * Score: six BCD digits in RAM 0x55..0x57, 2000 at the start. The upper half of RAM 0x00 draws the spare lives: 0xa is
 * two, 0x8 one, 0 none. RAM 0x1e is not zero while Harry cannot be moved.
 */
export const pitfall = defineGame({
  name: 'pitfall',
  md5: ['3e90cf23106f2e08b2781e41299de556'],
  actions: allActions,
  startingActions: ['up'],
  lives: 3,
  initialScore: 2000,

  read(ram) {
    const spare = ram[0x00] >> 4;
    const over = spare === 0 && ram[0x1e] !== 0;
    const lives = spare === 0xa ? 3 : spare === 0x8 ? 2 : 1;
    return { score: bcds(ram[0x55], ram[0x56], ram[0x57]), lives: over ? 0 : lives, over };
  },
});
