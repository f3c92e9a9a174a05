import { bcds, defineGame } from '../game.ts';

/**
 * Beamrider (Activision, 1984).
 * Score: six BCD digits, RAM 0x0b (high) down to 0x09 (low). Spare ships: RAM 0x05, 0xff when the game is over.
 * The counter blinks while a ship explodes, so the loss of one life is believed only when RAM 0x0c is 1, after it.
 */
export const beamRider = defineGame({
  name: 'beam_rider',
  md5: ['79ab4123a83dc11d468fb2108ea09e2e'],
  actions: ['noop', 'fire', 'up', 'right', 'left', 'upright', 'upleft', 'rightfire', 'leftfire'],
  startingActions: ['right'],
  lives: 3,
  difficulties: [0, 1],
  variables: { ships: 3 },

  read(ram, game) {
    const ships = ram[0x05] + 1;
    const blinking = ships === game.ships - 1 && ram[0x0c] !== 1;
    if (!blinking) game.ships = ships;
    const over = ram[0x05] === 0xff;
    return { score: bcds(ram[0x0b], ram[0x0a], ram[0x09]), lives: over ? 0 : game.ships, over };
  },
});
