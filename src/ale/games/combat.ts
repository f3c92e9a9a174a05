import { allActions } from '../actions.ts';
import { defineGame } from '../game.ts';

/**
 * Combat (Atari, 1977), for two players. ALE has no settings for it: no score is read and no game ends.
 * The MD5 is that of the file ale-py carries, a PAL version.
 */
export const combat = defineGame({
  name: 'combat',
  md5: ['0ef64cdbecccb7049752a3de0b7ade14'],
  hardware: { yStart: 39, height: 256 },
  actions: allActions,
  players: 2,
  lives: 1,

  read() {
    return { score: 0, lives: 1, over: false };
  },
});
