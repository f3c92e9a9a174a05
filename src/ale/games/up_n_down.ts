import { bcds, defineGame } from '../game.ts';

/**
 * Up 'n Down (Sega, 1984).
 * Score: six BCD digits in RAM 0x00..0x02. Spare lives: low digit of RAM 0x06. After the last crash the game ends when
 * the timer in RAM 0x14 is above 0x40.
 */
export const upNDown = defineGame({
  name: 'up_n_down',
  md5: ['a499d720e7ee35c62424de882a3351b6'],
  hardware: { yStart: 30 },
  actions: ['noop', 'fire', 'up', 'down', 'upfire', 'downfire'],
  startingActions: ['fire'],
  lives: 5,
  difficulties: [0, 1, 2, 3],

  read(ram) {
    const spare = ram[0x06] & 0x0f;
    const over = spare === 0 && ram[0x14] > 0x40;
    return { score: bcds(ram[0x00], ram[0x01], ram[0x02]), lives: over ? 0 : spare + 1, over };
  },
});
