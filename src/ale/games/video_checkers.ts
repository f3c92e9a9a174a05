import { defineGame, pressSelectUntil } from '../game.ts';

/** RAM 0x76 numbers the ordinary games 1..9 as the manual does, and the games to lose, 11..19, as 17..25. */
const menu = pressSelectUntil([1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 15, 16, 17, 18, 19], ram => {
  const entry = ram[0x76];
  if (entry >= 17) return entry - 6;
  return entry <= 9 ? entry : -1;
});

/**
 * Video Checkers (Atari, 1980).
 * The board is 32 squares in RAM 0x00..0x22, eight in every nine bytes: 0x10 and 0x20 are black's pieces, which the
 * player has, 0x90 and 0xa0 white's. The game ends when one side has none left and pays 1 or -1; in the modes from 11
 * on the side without pieces has won.
 */
export const videoCheckers = defineGame({
  name: 'video_checkers',
  md5: ['539d26b6e9df0da8e7465f0f5ad863b7'],
  actions: ['fire', 'upright', 'upleft', 'downright', 'downleft'],
  lives: 1,
  modes: {
    ...menu,
    select(mode, controls, game) {
      game.losingWins = mode >= 11 ? 1 : 0;
      menu.select(mode, controls, game);
    },
  },
  variables: { losingWins: 0 },

  read(ram, game) {
    let blacks = 0;
    let whites = 0;
    for (let square = 0x00; square <= 0x22; square++) {
      if (square % 9 === 8) continue;
      const piece = ram[square];
      if (piece === 0x10 || piece === 0x20) blacks++;
      if (piece === 0x90 || piece === 0xa0) whites++;
    }
    let reward = game.reward;
    if (blacks === 0) reward = game.losingWins ? 1 : -1;
    else if (whites === 0) reward = game.losingWins ? -1 : 1;

    const over = game.over === 1 || blacks === 0 || whites === 0;
    return { score: reward, lives: over ? 0 : 1, over, reward };
  },
});
