import { bcd, defineGame, firstModes, pressSelectUntil } from '../game.ts';

/**
 * Freeway (Activision, 1981).
 * Score: two BCD digits in RAM 103, one point a crossing; a reward is never negative and never more than 1. Over when
 * RAM 22 is 1. No lives.
 */
export const freeway = defineGame({
  name: 'freeway',
  md5: ['8e0ab801b1705a740b476b7f588c6d16'],
  actions: ['noop', 'up', 'down'],
  lives: 0,
  modes: pressSelectUntil(firstModes(8), ram => ram[0x00]),
  difficulties: [0, 1],

  read(ram, game) {
    const score = bcd(ram[103]);
    const reward = Math.min(1, Math.max(0, score - game.score));
    return { score, lives: 0, over: ram[22] === 1, reward };
  },
});
