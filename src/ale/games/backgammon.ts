import { defineGame, pressSelectUntil } from '../game.ts';

/** A byte as a signed number, as ALE counts men. */
const signed = (value: number) => (value << 24) >> 24;

/**
 * Backgammon (Atari, 1979).
 * The board is RAM 0x00..0x1b, one byte a place: positive counts are the computer's men, negative the player's. 0x00
 * holds the player's men borne off, 0x0e the computer's. The computer thinks in the same bytes, so a win counts only
 * while each side has fifteen men in all: +1 for the player's, -1 for the computer's.
 * Only the game's third variation is offered, as mode 0 (one player, no acey deucey, no doubling cube); both
 * switches must stand on A, since B is for setting up the board.
 */
export const backgammon = defineGame({
  name: 'backgammon',
  md5: ['8556b42aa05f94bc29ff39c39b11bff4'],
  hardware: { leftController: 'paddles' },
  actions: ['fire', 'right', 'left'],
  lives: 1,
  modes: pressSelectUntil([0], ram => (ram[0x5c] === 3 ? 0 : -1)),
  difficulties: [3],
  // Wider than usual, or the cursor would not reach every place of the board.
  paddleLimits: { min: 27_450, max: 1_000_000 },

  read(ram, game) {
    const playerOut = signed(-ram[0x00]);
    const computerOut = signed(ram[0x0e]);
    let playerIn = 0;
    let computerIn = 0;
    for (let place = 0x01; place <= 0x1b; place++) {
      if (place === 0x0e) continue;
      const men = signed(ram[place]);
      if (men > 0) computerIn += men;
      else playerIn -= men;
    }
    const valid = signed(computerIn) + computerOut === 15 && signed(playerIn) + playerOut === 15;

    const won = valid && playerOut === 15;
    const lost = valid && computerOut === 15;
    const over = won || lost || game.over === 1;
    const reward = won ? 1 : lost ? -1 : game.reward;
    return { score: reward, lives: over ? 0 : 1, over, reward };
  },
});
