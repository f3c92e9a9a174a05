import { bcds, defineGame, pressSelectUntil } from '../game.ts';

/**
 * Bowling (Atari, 1979).
 * Score: BCD in RAM 0x26 (hundreds) and 0x21. Over after the tenth frame; RAM 0x24 counts them in BCD. ALE reports no
 * lives. Modes 0, 2 and 4 are those for one player.
 */
export const bowling = defineGame({
  name: 'bowling',
  md5: ['c9b7afad3bfd922e006a6bfc1d4f3fe7'],
  actions: ['noop', 'fire', 'up', 'down', 'upfire', 'downfire'],
  lives: 0,
  modes: pressSelectUntil([0, 2, 4], ram => ram[0x02], 2),
  difficulties: [0, 1],

  read(ram) {
    return { score: bcds(ram[0x26], ram[0x21]), lives: 0, over: ram[0x24] > 0x10 };
  },
});
