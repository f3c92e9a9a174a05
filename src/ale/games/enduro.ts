import { bcds, defineGame } from '../game.ts';

/**
 * Enduro (Activision, 1983).
 * The score is the number of cars passed. The game counts down those still to pass on this day (four BCD digits, RAM
 * 0x2c and 0x2b): 200 on the first, 300 on every later one. The day is RAM 0x2d, 0 before the start. Over when RAM 0x2f
 * is 0xff. No lives.
 */
export const enduro = defineGame({
  name: 'enduro',
  md5: ['94b92a882f6dbaa6993a46e2dcc58402'],
  actions: ['noop', 'fire', 'right', 'left', 'down', 'downright', 'downleft', 'rightfire', 'leftfire'],
  startingActions: ['fire'],
  lives: 0,

  read(ram) {
    const day = ram[0x2d];
    const carsLeft = bcds(ram[0x2c], ram[0x2b]);
    // Every day but the first adds 300 to the goal of 200.
    const score = day === 0 ? 0 : 200 + 300 * (day - 1) - carsLeft;
    return { score, lives: 0, over: ram[0x2f] === 0xff };
  },
});
