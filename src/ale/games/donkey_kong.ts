import { allActions } from '../actions.ts';
import { bcds, defineGame } from '../game.ts';

/**
 * Donkey Kong (Coleco, 1982).
 * Score: four BCD digits in RAM 0x07 and 0x08, in units of a hundred points. Spare lives: RAM 0x23; over when there is
 * none and the death tune has ended (RAM 0x0f is 0x03, RAM 0x0b is 0x1f).
 */
export const donkeyKong = defineGame({
  name: 'donkey_kong',
  md5: ['36b20c427975760cb9cf4a47e41369e4'],
  actions: allActions,
  lives: 2,

  read(ram) {
    const lives = ram[0x23];
    const over = lives === 0 && ram[0x0f] === 0x03 && ram[0x0b] === 0x1f;
    return { score: 100 * bcds(ram[0x07], ram[0x08]), lives, over };
  },
});
