import { allActions } from '../actions.ts';
import { bcds, defineGame } from '../game.ts';

/**
 * Elevator Action (Atari, 1983, prototype).
 * Score: six BCD digits in RAM 0x07..0x09. Lives: RAM 0x03, also 0 on the title screen, where RAM 0x01 is 0.
 */
export const elevatorAction = defineGame({
  name: 'elevator_action',
  md5: ['71f8bacfbdca019113f3f0801849057e'],
  actions: allActions,
  startingActions: Array<'fire'>(16).fill('fire'),
  lives: 4,

  read(ram) {
    const lives = ram[0x03];
    return { score: bcds(ram[0x07], ram[0x08], ram[0x09]), lives, over: lives === 0 && ram[0x01] !== 0 };
  },
});
