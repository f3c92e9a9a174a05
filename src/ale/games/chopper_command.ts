import { allActions } from '../actions.ts';
import { bcds, defineGame, pressSelectUntil } from '../game.ts';

/**
 * Chopper Command (Activision, 1982).
 * Score: four BCD digits in RAM 0x6c and 0x6e, in units of a hundred points. Lives: low half of RAM 0x64.
 * They are 0 before the game begins too. It has begun once the chopper has looked right (bit 0 of RAM 0x42): it looks
 * left while a mode is chosen.
 */
export const chopperCommand = defineGame({
  name: 'chopper_command',
  md5: ['c1cb228470a87beb5f36e90ac745da26'],
  actions: allActions,
  lives: 3,
  modes: pressSelectUntil([0, 2], ram => ram[0x60], 2),
  difficulties: [0, 1],
  variables: { started: 0 },

  read(ram, game) {
    const lives = ram[0x64] & 0x0f;
    game.started |= ram[0x42] & 1;
    return { score: 100 * bcds(ram[0x6c], ram[0x6e]), lives, over: game.started === 1 && lives === 0 };
  },
});
