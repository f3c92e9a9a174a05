import { bcds, defineGame } from '../game.ts';

/**
 * Sir Lancelot (Xonox, 1983), the PAL cartridge.
 * Score: six BCD digits in RAM 0x1e..0x20. Lives: RAM 0x29; RAM 0x27 is 0xa0 after the last one.
 */
export const sirLancelot = defineGame({
  name: 'sir_lancelot',
  md5: ['dd0cbe5351551a538414fb9e37fc56e8'],
  actions: ['noop', 'fire', 'right', 'left', 'rightfire', 'leftfire'],
  startingActions: ['reset', 'left'],
  lives: 3,

  read(ram) {
    const lives = ram[0x29];
    const over = lives === 0 && ram[0x27] === 0xa0;
    return { score: bcds(ram[0x1e], ram[0x1f], ram[0x20]), lives: over ? 0 : lives, over };
  },
});
