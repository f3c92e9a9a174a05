import { bcds, defineGame, firstModes, pressSelectUntil } from '../game.ts';

/**
 * Ms. Pac-Man (Atari, 1982).
 * Score: six BCD digits, RAM 0x7a (highest) down to 0x78. Spare lives: low digit of RAM 0x7b.
 * The game ends when the last life's death animation (RAM 0x27) reaches 0x53.
 * The menu counts ghosts in RAM 0x19; RAM 0x21 is 1 in the standard game, which is mode 0, and 0 in the others.
 */
export const msPacman = defineGame({
  name: 'ms_pacman',
  md5: ['87e79cd41ce136fd4f72cc6e2c161bee'],
  hardware: { hmoveBlanks: false },
  actions: ['noop', 'up', 'right', 'left', 'down', 'upright', 'upleft', 'downright', 'downleft'],
  lives: 3,
  modes: pressSelectUntil(firstModes(4), shownMode, 10),

  read(ram) {
    const spare = ram[0x7b] & 0x0f;
    const over = spare === 0 && ram[0x27] === 0x53;
    return { score: bcds(ram[0x7a], ram[0x79], ram[0x78]), lives: over ? 0 : (spare & 7) + 1, over };
  },
});

/** The mode that the menu stands at; -1 for the entries that are not offered. */
function shownMode(ram: Uint8Array): number {
  const entry = ram[0x19];
  const variation = ram[0x21];
  if (variation === 1) return entry === 1 ? 0 : -1;
  return variation === 0 && entry > 0 ? entry : -1;
}
