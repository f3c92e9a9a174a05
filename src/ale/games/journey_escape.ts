import { bcds, defineGame } from '../game.ts';

/**
 * Journey Escape (Data Age, 1982).
 * Score: the money, six BCD digits in RAM 0x10..0x12. The 50,000 paid out at the start are no reward.
 * The clock is in RAM 0x15 and 0x16, and the game ends with it.
 */
export const journeyEscape = defineGame({
  name: 'journey_escape',
  md5: ['718ae62c70af4e5fd8e932fee216948a'],
  hardware: { height: 230 },
  actions: [
    'noop',
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
    'downfire',
    'uprightfire',
    'upleftfire',
    'downrightfire',
    'downleftfire',
  ],
  startingActions: ['fire'],
  lives: 0,
  difficulties: [0, 1],

  read(ram, game) {
    const score = bcds(ram[0x10], ram[0x11], ram[0x12]);
    const gain = score - game.score;
    const over = ram[0x15] === 0 && ram[0x16] === 0;
    return { score, lives: 0, over, reward: gain === 50_000 ? 0 : gain };
  },
});
