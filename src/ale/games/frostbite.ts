import { allActions } from '../actions.ts';
import { bcds, defineGame, pressSelectUntil } from '../game.ts';

/**
 * Frostbite (Activision, 1983).
 * Score: six BCD digits in RAM 0x48..0x4a. Spare lives: low half of RAM 0x4c; over when there is none and the top bit
 * of RAM 0x71 is set.
 */
export const frostbite = defineGame({
  name: 'frostbite',
  md5: ['4ca73eb959299471788f0b685c3ba0b5'],
  actions: allActions,
  lives: 4,
  modes: pressSelectUntil([0, 2], ram => ram[0x00]),

  read(ram) {
    const spare = ram[0x4c] & 0x0f;
    const over = spare === 0 && (ram[0x71] & 0x80) !== 0;
    return { score: bcds(ram[0x48], ram[0x49], ram[0x4a]), lives: over ? 0 : spare + 1, over };
  },
});
