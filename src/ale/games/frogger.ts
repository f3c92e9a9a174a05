import { bcds, defineGame, firstModes, pressSelectUntil } from '../game.ts';

/**
 * Frogger (Parker Brothers, 1982).
 * Score: four BCD digits in RAM 0x4c and 0x4e. Spare frogs: RAM 0x50, 0xff when the game is over. The cartridge numbers
 * its games from 1 and gives every other one to two players; modes 0, 1, 2 are its games 1, 3, 5.
 */
export const frogger = defineGame({
  name: 'frogger',
  md5: ['081e2c114c9c20b61acf25fc95c71bf4'],
  actions: ['noop', 'up', 'right', 'left', 'down'],
  lives: 4,
  modes: pressSelectUntil(firstModes(3), ram => (ram[0x5d] - 1) / 2, 2),
  difficulties: [0, 1],

  read(ram) {
    const over = ram[0x50] === 0xff;
    return { score: bcds(ram[0x4c], ram[0x4e]), lives: over ? 0 : ram[0x50], over };
  },
});
