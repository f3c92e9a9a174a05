import { allActions } from '../actions.ts';
import { bcds, defineGame, pressSelectUntil } from '../game.ts';

/**
 * Lost Luggage (Apollo, 1982).
 * Score: six BCD digits in RAM 0x14..0x16. Lives: RAM 0x4a; the game is over when none is left, RAM 0x48 is 10, and RAM
 * 0x25 and 0x29 are 0. Fire begins the game and is refused afterwards.
 * While SELECT is used, RAM 0x14 shows the variation; 1 and 4 are for one player: modes 0 and 1.
 */
export const lostLuggage = defineGame({
  name: 'lost_luggage',
  md5: ['2d76c5d1aad506442b9e9fb67765e051'],
  actions: ['noop', 'up', 'right', 'left', 'down', 'upright', 'upleft', 'downright', 'downleft'],
  illegalActions: allActions.filter(action => action.endsWith('fire')),
  startingActions: ['fire'],
  lives: 3,
  modes: pressSelectUntil([0, 1], ram => (ram[0x14] - 1) / 3, 2),
  difficulties: [0, 1],

  read(ram) {
    const lives = ram[0x4a];
    const over = lives === 0 && ram[0x48] === 0x0a && ram[0x25] === 0 && ram[0x29] === 0;
    return { score: bcds(ram[0x14], ram[0x15], ram[0x16]), lives: over ? 0 : lives, over };
  },
});
