import { bcds, defineGame } from '../game.ts';

/**
 * Time Pilot (Coleco, 1983).
 * Score: four BCD digits of hundreds, RAM 0x0f and 0x0d. Spare lives: RAM 0x0b, to be believed only in flight (RAM
 * 0x00). RAM 0x20 is not zero when the game is over.
 */
export const timePilot = defineGame({
  name: 'time_pilot',
  md5: ['fc2104dd2dadf9a6176c1c1c8f87ced9'],
  actions: ['noop', 'fire', 'up', 'right', 'left', 'down', 'upfire', 'rightfire', 'leftfire', 'downfire'],
  lives: 5,
  difficulties: [0, 1, 2],
  variables: { livesLeft: 5 },

  read(ram, game) {
    if ((ram[0x00] & 0x0f) === 2) game.livesLeft = (ram[0x0b] & 7) + 1;
    const over = ram[0x20] !== 0;
    return { score: 100 * bcds(ram[0x0f], ram[0x0d]), lives: over ? 0 : game.livesLeft, over };
  },
});
