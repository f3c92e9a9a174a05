import { allActions } from '../actions.ts';
import { bcds, defineGame } from '../game.ts';

/**
 * Pitfall II: Lost Caverns (Activision, 1984), the only game with the DPC chip.
 * Score: six BCD digits in RAM 0x47..0x49, 4000 at the start. Harry cannot die; the game ends with the highest score
 * there is, 199,000.
 */
export const pitfall2 = defineGame({
  name: 'pitfall2',
  md5: ['6d842c96d5a01967be9680080dd5be54'],
  actions: allActions,
  startingActions: ['up'],
  lives: 1,
  initialScore: 4000,

  read(ram) {
    const score = bcds(ram[0x47], ram[0x48], ram[0x49]);
    const over = score === 199_000;
    return { score, lives: over ? 0 : 1, over };
  },
});
