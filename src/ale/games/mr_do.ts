import { bcds, defineGame, firstModes, pressSelectUntil } from '../game.ts';

/**
 * Mr. Do! (CBS Electronics, 1983), the PAL cartridge.
 * Score: four BCD digits of tens, RAM 0x03 and 0x02. Lives: RAM 0x5b. RAM 0x5a is 0x40 when the game is over.
 */
export const mrDo = defineGame({
  name: 'mr_do',
  md5: ['aa7bb54d2c189a31bb1fa20099e42859'],
  actions: ['noop', 'fire', 'up', 'right', 'left', 'down', 'upfire', 'rightfire', 'leftfire', 'downfire'],
  startingActions: ['fire'],
  lives: 4,
  modes: pressSelectUntil(firstModes(4), ram => ram[0x00], 5),

  read(ram) {
    const over = ram[0x5a] === 0x40;
    return { score: 10 * bcds(ram[0x03], ram[0x02]), lives: over ? 0 : ram[0x5b], over };
  },
});
