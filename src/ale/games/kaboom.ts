import { bcds, defineGame } from '../game.ts';

/**
 * Kaboom! (Activision, 1981).
 * Score: six BCD digits in RAM 0x23..0x25. Buckets: RAM 0x21. The game ends without buckets, or at 999,999 points.
 */
export const kaboom = defineGame({
  name: 'kaboom',
  md5: ['5428cdfada281c569c74c7308c7f2c26'],
  hardware: { leftController: 'paddles' },
  actions: ['noop', 'fire', 'right', 'left'],
  startingActions: ['fire'],
  lives: 1,

  read(ram) {
    const score = bcds(ram[0x23], ram[0x24], ram[0x25]);
    const over = ram[0x21] === 0 || score === 999_999;
    return { score, lives: over ? 0 : 1, over };
  },
});
