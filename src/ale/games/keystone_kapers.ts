import { bcds, defineGame } from '../game.ts';

/**
 * Keystone Kapers (Activision, 1983), the PAL cartridge.
 * Score: four BCD digits in RAM 0x1b and 0x1c. Lives: RAM 0x16; the last is gone for good when RAM 0x08 is 0 too.
 */
export const keystoneKapers = defineGame({
  name: 'keystone_kapers',
  md5: ['6c1f3f2e359dbf55df462ccbcdd2f6bf'],
  actions: [
    'noop',
    'fire',
    'up',
    'right',
    'left',
    'down',
    'upright',
    'upleft',
    'downright',
    'downleft',
    'upfire',
    'rightfire',
    'leftfire',
    'downfire',
  ],
  startingActions: ['reset'],
  lives: 3,

  read(ram) {
    const lives = ram[0x16];
    const over = lives === 0 && ram[0x08] === 0;
    return { score: bcds(ram[0x1b], ram[0x1c]), lives: over ? 0 : lives, over };
  },
});
