import { bcds, defineGame } from '../game.ts';

/**
 * Kool-Aid Man (Mattel, 1983).
 * Score: four BCD digits of hundreds in RAM 0x00 and 0x01. RAM 0x51 is 0x80 when the game is over. There are no lives.
 */
export const koolaid = defineGame({
  name: 'koolaid',
  md5: ['534e23210dd1993c828d944c6ac4d9fb'],
  actions: ['noop', 'up', 'right', 'left', 'down', 'upright', 'upleft', 'downright', 'downleft'],
  lives: 0,

  read(ram) {
    return { score: 100 * bcds(ram[0x00], ram[0x01]), lives: 0, over: ram[0x51] === 0x80 };
  },
});
