import { bcds, defineGame, firstModes, pressSelectUntil } from '../game.ts';

/**
 * Turmoil (20th Century Fox, 1982).
 * Score: in tens, four BCD digits in RAM 0x0a and 0x09 plus the number in RAM 0x53. Lives: RAM 0x39; RAM 0x45 is 1
 * after the last one.
 */
export const turmoil = defineGame({
  name: 'turmoil',
  md5: ['7a5463545dfb2dcfdafa6074b2f2c15e'],
  actions: [
    'noop',
    'fire',
    'up',
    'right',
    'left',
    'down',
    'upright',
    'upleft',
    'downright',
    'downleft',
    'rightfire',
    'leftfire',
  ],
  startingActions: ['fire'],
  lives: 4,
  modes: pressSelectUntil(firstModes(9), ram => ram[0x6a], 2),

  read(ram) {
    const lives = ram[0x39];
    const over = lives === 0 && ram[0x45] === 0x01;
    return { score: 10 * (bcds(ram[0x0a], ram[0x09]) + ram[0x53]), lives: over ? 0 : lives, over };
  },
});
