import { bcds, defineGame, firstModes, pressSelectUntil } from '../game.ts';

/**
 * Space Invaders (Atari, 1980).
 * Score: four BCD digits, thousands and hundreds in RAM 0x66, the rest in RAM 0x68; after 9999 it begins again at 0.
 * Lives: RAM 0x49. The top bit of RAM 0x18 is set when the game is over.
 */
export const spaceInvaders = defineGame({
  name: 'space_invaders',
  md5: ['72ffbef6504b75e69ee1045af9075f66'],
  actions: ['noop', 'fire', 'right', 'left', 'rightfire', 'leftfire'],
  lives: 3,
  modes: pressSelectUntil(firstModes(16), ram => ram[0x5c], 2),
  difficulties: [0, 1],

  read(ram, game) {
    const score = bcds(ram[0x66], ram[0x68]);
    const gain = score - game.score;
    const lives = ram[0x49];
    const over = (ram[0x18] & 0x80) !== 0 || lives === 0;
    return { score, lives: over ? 0 : lives, over, reward: gain < 0 ? gain + 10_000 : gain };
  },
});
