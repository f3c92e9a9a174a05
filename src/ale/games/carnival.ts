import { bcds, defineGame } from '../game.ts';

/**
 * Carnival (Coleco, 1982).
 * Score: four BCD digits in RAM 0x2d and 0x2e, in units of ten points. Over when the ammunition, RAM 0x03, is spent. No
 * lives.
 */
export const carnival = defineGame({
  name: 'carnival',
  md5: ['028024fb8e5e5f18ea586652f9799c96'],
  hardware: { yStart: 26, height: 214 },
  actions: ['noop', 'fire', 'right', 'left', 'rightfire', 'leftfire'],
  lives: 0,

  read(ram) {
    return { score: 10 * bcds(ram[0x2d], ram[0x2e]), lives: 0, over: ram[0x03] === 0 };
  },
});
