import { type ActionName, allActions } from '../actions.ts';
import { bcds, defineGame } from '../game.ts';

/**
 * Skiing (Activision, 1980).
 * The score is the time taken, in hundredths of a second: minutes in RAM 0x68, then four BCD digits in RAM 0x69 and
 * 0x6a. Every hundredth costs a point of reward. RAM 0x11 is 0xff at the end of the run. There are no lives.
 * Actions with fire are refused.
 */
export const skiing = defineGame({
  name: 'skiing',
  md5: ['b76fbadc8ffb1f83e2ca08b6fb4d6c9f'],
  actions: ['noop', 'right', 'left'],
  illegalActions: allActions.filter(action => action.endsWith('fire')),
  startingActions: Array<ActionName>(16).fill('down'),
  lives: 0,

  read(ram, game) {
    const time = 6000 * ram[0x68] + bcds(ram[0x69], ram[0x6a]);
    return { score: time, lives: 0, over: ram[0x11] === 0xff, reward: game.score - time };
  },
});
