import { bcd, defineGame, pressSelectUntil } from '../game.ts';

/**
 * Surround (Atari, 1977).
 * Score: our points (RAM 0x77, BCD) less the computer's (RAM 0x76); ten end the game. RAM 0x79 counts the modes from 1.
 */
export const surround = defineGame({
  name: 'surround',
  md5: ['4d7517ae69f95cfbc053be01312b7dba'],
  hardware: { swapPorts: true },
  actions: ['noop', 'up', 'right', 'left', 'down'],
  lives: 1,
  modes: pressSelectUntil([0, 2], ram => ram[0x79] - 1, 2),
  difficulties: [0, 1, 2, 3],

  read(ram) {
    const theirs = bcd(ram[0x76]);
    const ours = bcd(ram[0x77]);
    const over = theirs === 10 || ours === 10;
    return { score: ours - theirs, lives: over ? 0 : 1, over };
  },
});
