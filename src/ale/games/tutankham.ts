import { bcds, defineGame, multiplesOf, pressSelectUntil } from '../game.ts';

/**
 * Tutankham (Parker Brothers, 1983).
 * Score: four BCD digits in RAM 0x1a and 0x1c. Lives: RAM 0x1e, 0 also before the first game, when RAM 0x01 is 0x84.
 */
export const tutankham = defineGame({
  name: 'tutankham',
  md5: ['085322bae40d904f53bdcc56df0593fc'],
  actions: ['noop', 'up', 'right', 'left', 'down', 'upfire', 'rightfire', 'leftfire'],
  lives: 3,
  modes: pressSelectUntil(multiplesOf(4, 4), ram => ram[0x2b], 2),

  read(ram) {
    const over = ram[0x1e] === 0 && ram[0x01] !== 0x84;
    return { score: bcds(ram[0x1a], ram[0x1c]), lives: over ? 0 : ram[0x1e] & 3, over };
  },
});
