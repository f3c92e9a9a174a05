import { allActions } from '../actions.ts';
import { bcd, defineGame } from '../game.ts';

/**
 * Superman (Atari, 1979).
 * The game ends when Clark Kent (bit 6 of RAM 0x1f) walks into the Daily Planet (the room at 0xf2ac, by RAM 0x00 and
 * 0x01). Only then there is a reward: what his time (RAM 0x63 and 0x62, BCD) leaves of 99 minutes and 59 seconds.
 */
export const superman = defineGame({
  name: 'superman',
  md5: ['a9531c763077464307086ec9a1fd057d'],
  actions: allActions,
  lives: 1,
  difficulties: [0, 1, 2, 3],

  read(ram, game) {
    const seconds = 60 * bcd(ram[0x63]) + bcd(ram[0x62]);
    const room = ram[0x00] + (ram[0x01] << 8);
    const over = (ram[0x1f] & 0x40) !== 0 && room === 0xf2ac;
    const score = over ? game.score + 99 * 60 + 59 - seconds : game.score;
    return { score, lives: over ? 0 : 1, over };
  },
});
