import { bcds, defineGame } from '../game.ts';

/**
 * Kung-Fu Master (Activision, 1987).
 * Score: six BCD digits in RAM 0x18..0x1a. Spare lives: RAM 0x1d, 0xff once the game is over.
 */
export const kungFuMaster = defineGame({
  name: 'kung_fu_master',
  md5: ['5b92a93b23523ff16e2789b820e2a4c5'],
  actions: [
    'noop',
    'up',
    'right',
    'left',
    'down',
    'downright',
    'downleft',
    'rightfire',
    'leftfire',
    'downfire',
    'uprightfire',
    'upleftfire',
    'downrightfire',
    'downleftfire',
  ],
  lives: 4,

  read(ram) {
    const over = ram[0x1d] === 0xff;
    return { score: bcds(ram[0x18], ram[0x19], ram[0x1a]), lives: over ? 0 : (ram[0x1d] & 7) + 1, over };
  },
});
