import { allActions } from '../actions.ts';
import { bcds, defineGame, pressSelectUntil } from '../game.ts';

/**
 * James Bond 007 (Parker Brothers, 1983).
 * Score: six BCD digits, RAM 0x5e (highest) down to 0x5c. Spare lives: low digit of RAM 0x06.
 * RAM 0x0c is 0x68 for a while after a death. On the title screen it holds the mode, there increased by 0x48.
 */
export const jamesbond = defineGame({
  name: 'jamesbond',
  md5: ['e51030251e440cffaab1ac63438b44ae'],
  actions: allActions,
  lives: 6,
  modes: pressSelectUntil([0, 1], ram => (ram[0x0c] >= 0x48 ? ram[0x0c] - 0x48 : ram[0x0c]), 20),

  read(ram) {
    const spare = ram[0x06] & 0x0f;
    const over = spare === 0 && ram[0x0c] === 0x68;
    return { score: bcds(ram[0x5e], ram[0x5d], ram[0x5c]), lives: over ? 0 : spare + 1, over };
  },
});
