import { bcds, defineGame, firstModes, pressSelectUntil } from '../game.ts';

/**
 * King Kong (Tigervision, 1982), the PAL cartridge.
 * Score: four BCD digits in RAM 0x02 and 0x03. Lives: RAM 0x6e.
 * RAM 0x6c numbers eight variations; the odd ones are for two players, so mode m is variation 2m.
 */
export const kingKong = defineGame({
  name: 'king_kong',
  md5: ['0dd4c69b5f9a7ae96a7a08329496779a'],
  actions: ['noop', 'fire', 'up', 'right', 'left', 'down'],
  lives: 3,
  modes: pressSelectUntil(firstModes(4), ram => ram[0x6c] / 2, 2),

  read(ram) {
    const lives = ram[0x6e];
    return { score: bcds(ram[0x02], ram[0x03]), lives, over: lives === 0 };
  },
});
