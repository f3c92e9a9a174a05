import { allActions } from '../actions.ts';
import { bcds, defineGame, firstModes, pressSelectUntil } from '../game.ts';

/**
 * Private Eye (Activision, 1984).
 * Score: six BCD digits in RAM 0x48..0x4a, 1000 at the start. RAM 0x42 is 0 or 1 while the game runs.
 * There are no lives.
 */
export const privateEye = defineGame({
  name: 'private_eye',
  md5: ['ef3a4f64b6494ba770862768caf04b86'],
  actions: allActions,
  startingActions: ['up'],
  lives: 0,
  initialScore: 1000,
  modes: pressSelectUntil(firstModes(5), ram => ram[0x00], 2),
  difficulties: [0, 1, 2, 3],

  read(ram) {
    return { score: bcds(ram[0x48], ram[0x49], ram[0x4a]), lives: 0, over: ram[0x42] > 1 };
  },
});
