import { allActions } from '../actions.ts';
import { bcds, defineGame, pressSelectUntil } from '../game.ts';

/**
 * Kangaroo (Atari, 1983).
 * Score: four BCD digits of hundreds in RAM 0x27 and 0x28. Spare lives: RAM 0x2d, 0xff once the game is over.
 * The mode is in RAM 0x3a, with its top bit set on the title screen.
 */
export const kangaroo = defineGame({
  name: 'kangaroo',
  md5: ['4326edb70ff20d0ee5ba58fa5cb09d60'],
  actions: allActions,
  lives: 3,
  modes: pressSelectUntil([0, 1], ram => ram[0x3a] & 0x7f, 2),

  read(ram) {
    const over = ram[0x2d] === 0xff;
    return { score: 100 * bcds(ram[0x27], ram[0x28]), lives: over ? 0 : (ram[0x2d] & 7) + 1, over };
  },
});
