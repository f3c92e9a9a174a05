import { bcds, defineGame, firstModes, pressSelectUntil } from '../game.ts';

/**
 * Pac-Man (Atari, 1982), the PAL cartridge.
 * Score: six BCD digits in RAM 0x50 (highest), 0x4e and 0x4c. Spare lives: RAM 0x18. The game ends when the last
 * life's death animation (RAM 0x64) reaches 0x3f.
 * In the menu RAM 0x4c shows the variation from 1 on, and RAM 0x66 is 0 for one player.
 */
export const pacman = defineGame({
  name: 'pacman',
  md5: ['fc2233fc116faef0d3c31541717ca2db'],
  actions: ['noop', 'up', 'right', 'left', 'down'],
  lives: 4,
  modes: pressSelectUntil(firstModes(8), ram => (ram[0x66] === 0 ? ram[0x4c] - 1 : -1), 2),
  difficulties: [0, 1],

  read(ram) {
    const lives = ram[0x18] + 1;
    const over = lives === 1 && ram[0x64] === 0x3f;
    return { score: bcds(ram[0x50], ram[0x4e], ram[0x4c]), lives: over ? 0 : lives, over };
  },
});
