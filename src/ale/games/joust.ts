import { allActions } from '../actions.ts';
import { defineGame } from '../game.ts';

/**
 * Joust (Atari, 1983).
 * ALE knows this game only as a ROM: it needs two players, and nothing says where its scores are.
 */
export const joust = defineGame({
  name: 'joust',
  md5: ['3276c777cbe97cdd2b4a63ffc16b7151'],
  actions: allActions,
  players: 2,
  lives: 1,

  read() {
    return { score: 0, lives: 1, over: false };
  },
});
