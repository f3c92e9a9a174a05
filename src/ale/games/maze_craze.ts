import { allActions } from '../actions.ts';
import { defineGame } from '../game.ts';

/**
 * Maze Craze (Atari, 1980), the PAL cartridge.
 * ALE knows this game only as a ROM: it needs two players, and nothing says where its scores are.
 */
export const mazeCraze = defineGame({
  name: 'maze_craze',
  md5: ['ed2218b3075d15eaa34e3356025ccca3'],
  hardware: { format: 'PAL' },
  actions: allActions,
  players: 2,
  lives: 1,

  read() {
    return { score: 0, lives: 1, over: false };
  },
});
