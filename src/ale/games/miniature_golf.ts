import { allActions } from '../actions.ts';
import { bcd, defineGame } from '../game.ts';

/**
 * Miniature Golf (Atari, 1979; this is Sears' Arcade Golf).
 * Every finished hole pays its par less the strokes it took. RAM 0x2f is the hole, 0 after the ninth. Between holes
 * RAM 0x08 shows the coming par; in play it is 0, and RAM 0x07 shows all strokes since the start, modulo 100.
 */
export const miniatureGolf = defineGame({
  name: 'miniature_golf',
  md5: ['df62a658496ac98a3aa4a6ee5719c251'],
  actions: allActions,
  lives: 1,
  difficulties: [0, 1],
  variables: { hole: 0, par: 0, shown: 0, wrapped: 0, shownAtTee: 0 },

  read(ram, game) {
    const left = bcd(ram[0x07]);
    const right = bcd(ram[0x08]);
    const hole = bcd(ram[0x2f]);
    let reward = 0;
    let over = game.over === 1;

    if (hole !== game.hole) {
      const strokes = game.shown + game.wrapped - game.shownAtTee;
      if (strokes > 0) reward = game.par - strokes;
      over ||= hole === 0;
      game.hole = hole;
      game.wrapped = 0;
      game.shownAtTee = game.shown;
    }
    if (right !== 0) {
      game.par = right;
    } else {
      if (left < game.shown) game.wrapped += game.shown;
      game.shown = left;
    }
    return { score: game.score + reward, lives: over ? 0 : 1, over };
  },
});
