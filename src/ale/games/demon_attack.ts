import { bcds, defineGame, pressSelectUntil } from '../game.ts';

/**
 * Demon Attack (Imagic, 1982).
 * Score: six BCD digits in RAM 0x01, 0x03 and 0x05, which read ab cd ea until the first game. Spare cannons: RAM 0x72;
 * over when there is none and RAM 0x71 is 0xbd. Modes 1, 3, 5 and 7 are those for one player.
 */
export const demonAttack = defineGame({
  name: 'demon_attack',
  md5: ['f0e0addc07971561ab80d9abe1b8d333'],
  actions: ['noop', 'fire', 'right', 'left', 'rightfire', 'leftfire'],
  lives: 4,
  modes: pressSelectUntil([1, 3, 5, 7], ram => ram[0x6a]),
  difficulties: [0, 1],

  read(ram) {
    const untouched = ram[0x01] === 0xab && ram[0x03] === 0xcd && ram[0x05] === 0xea;
    const score = untouched ? 0 : bcds(ram[0x01], ram[0x03], ram[0x05]);
    const over = ram[0x72] === 0 && ram[0x71] === 0xbd;
    return { score, lives: over ? 0 : ram[0x72] + 1, over };
  },
});
