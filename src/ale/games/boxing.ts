import { allActions } from '../actions.ts';
import { bcd, defineGame } from '../game.ts';

/** Points of one boxer. */
const points = (byte: number) => (byte === 0xc0 ? 100 : bcd(byte));

/**
 * Boxing (Activision, 1980).
 * Score: the player's punches (BCD, RAM 0x12) less the opponent's (RAM 0x13); 0xc0 is a knock-out, 100 points, which
 * ends the bout. So does the clock: minutes in the high half of RAM 0x10, seconds in BCD in RAM 0x11. No lives.
 */
export const boxing = defineGame({
  name: 'boxing',
  md5: ['c3ef5c4653212088eda54dc91d787870'],
  actions: allActions,
  lives: 0,
  difficulties: [0, 1, 2, 3],

  read(ram) {
    const mine = points(ram[0x12]);
    const theirs = points(ram[0x13]);
    const knockOut = mine === 100 || theirs === 100;
    const timeUp = ram[0x10] >> 4 === 0 && bcd(ram[0x11]) === 0;
    return { score: mine - theirs, lives: 0, over: knockOut || timeUp };
  },
});
