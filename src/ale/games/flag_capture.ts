import { allActions } from '../actions.ts';
import { bcd, defineGame, pressSelectUntil } from '../game.ts';

/**
 * Flag Capture (Atari, 1978).
 * Score: two BCD digits in RAM 0x6a. Over when the clock of 75 seconds, RAM 0x6b, has run down. ALE reports no lives.
 * Modes 8, 9 and 10 are those for one player.
 */
export const flagCapture = defineGame({
  name: 'flag_capture',
  md5: ['30512e0e83903fc05541d2f6a6a62654'],
  actions: allActions,
  lives: 1,
  modes: pressSelectUntil([8, 9, 10], ram => ram[0x56], 2),

  read(ram) {
    const over = ram[0x6b] === 0;
    return { score: bcd(ram[0x6a]), lives: over ? 0 : 1, over };
  },
});
