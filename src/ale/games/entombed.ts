import { allActions } from '../actions.ts';
import { defineGame } from '../game.ts';

/**
 * Entombed (US Games, 1982).
 * Score: RAM 0x63, plain binary. Lives: low two bits of RAM 0x47, read only to tell the end. The game starts with fire,
 * not with RESET, and needs a few frames to set itself up. The left switch sets how many walls may be broken.
 */
export const entombed = defineGame({
  name: 'entombed',
  md5: ['6b683be69f92958abe0e2a9945157ad5'],
  actions: allActions,
  startingActions: ['fire', 'noop', 'noop', 'noop', 'noop', 'noop'],
  lives: 1,
  difficulties: [0, 2],

  read(ram) {
    const over = (ram[0x47] & 0x03) === 0;
    return { score: ram[0x63], lives: over ? 0 : 1, over };
  },
});
