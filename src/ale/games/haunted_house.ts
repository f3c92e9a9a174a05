import { allActions } from '../actions.ts';
import { bcd, defineGame, firstModes, pressSelectUntil } from '../game.ts';

/**
 * Haunted House (Atari, 1982).
 * Every match lit (BCD count in RAM 0x02) costs a point; leaving the mansion with the urn (RAM 0x19 is 0x44) brings 100
 * and ends the game. Lives: RAM 0x16.
 */
export const hauntedHouse = defineGame({
  name: 'haunted_house',
  md5: ['f0a6e99f5875891246c3dbecbf2d2cea'],
  actions: allActions,
  lives: 9,
  modes: pressSelectUntil(firstModes(9), ram => ram[0x4c], 2),
  difficulties: [0, 1],
  variables: { matches: 0 },

  read(ram, game) {
    const matches = bcd(ram[0x02]);
    const lit = matches !== game.matches;
    game.matches = matches;
    const escaped = ram[0x19] === 0x44;
    const over = ram[0x16] === 0 || escaped;
    const reward = (lit ? -1 : 0) + (escaped ? 100 : 0);
    return { score: game.score + reward, lives: over ? 0 : ram[0x16], over, reward };
  },
});
