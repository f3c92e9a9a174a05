import { allActions } from '../actions.ts';
import { defineGame } from '../game.ts';

/**
 * Warlords (Atari, 1981).
 * ALE knows this game only as a ROM: it needs two players, and nothing says where its scores are.
 */
export const warlords = defineGame({
  name: 'warlords',
  md5: ['cbe5a166550a8129a5e6d374901dffad'],
  hardware: { leftController: 'paddles', rightController: 'paddles' },
  actions: allActions,
  players: 2,
  lives: 1,

  read() {
    return { score: 0, lives: 1, over: false };
  },
});
