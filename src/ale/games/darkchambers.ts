import { allActions } from '../actions.ts';
import { bcds, defineGame } from '../game.ts';

/**
 * Dark Chambers (Atari, 1989).
 * Score: four BCD digits in RAM 0x4f and 0x4c, in units of ten points. Health: low five bits of RAM 0x4a. Level: RAM
 * 0x55. The game is over, and stays so, when health is gone, when the level falls, or when the score does (it has
 * wrapped). ALE reports no lives and offers one mode: holding SELECT as elsewhere has no effect here.
 */
export const darkchambers = defineGame({
  name: 'darkchambers',
  md5: ['106855474c69d08c8ffa308d47337269'],
  hardware: { hmoveBlanks: false },
  actions: allActions,
  // The title takes eight seconds, during which no switch is looked at.
  startingActions: Array<'noop'>(486).fill('noop'),
  lives: 1,
  variables: { level: 0 },

  read(ram, game) {
    const level = ram[0x55];
    if (level < game.level) return { score: game.score, lives: 0, over: true };
    game.level = level;

    const score = 10 * bcds(ram[0x4f], ram[0x4c]);
    const wrapped = score < game.score;
    const over = game.over === 1 || wrapped || (ram[0x4a] & 0x1f) === 0;
    return { score: wrapped ? game.score : score, lives: over ? 0 : 1, over };
  },
});
