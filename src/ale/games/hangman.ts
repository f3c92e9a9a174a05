import { allActions } from '../actions.ts';
import { bcd, defineGame, firstModes, pressSelectUntil } from '../game.ts';

/**
 * Hangman (Atari, 1978).
 * Words guessed (BCD, RAM 0x6b) less words missed (RAM 0x6c) are the score. One word is a game: it is over when the
 * score changes, or when the timer, RAM 0x71, runs over from 0xff to 0. ALE reports no lives.
 * Modes 0 to 3 are the school grades of the vocabulary.
 */
export const hangman = defineGame({
  name: 'hangman',
  md5: ['f16c709df0a6c52f47ff52b9d95b7d8d'],
  actions: allActions,
  lives: 1,
  modes: pressSelectUntil(firstModes(4), ram => ram[0x6e], 2),
  difficulties: [0, 1],
  variables: { timer: -1 },

  read(ram, game) {
    const score = bcd(ram[0x6b]) - bcd(ram[0x6c]);
    const timer = ram[0x71];
    const timedOut = timer === 0 && game.timer === 0xff;
    game.timer = timer;
    const over = score !== game.score || timedOut;
    return { score, lives: over ? 0 : 1, over };
  },
});
