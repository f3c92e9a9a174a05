import { bcds, defineGame, firstModes, pressSelectUntil } from '../game.ts';

/**
 * Atlantis (Imagic, 1982).
 * Score: BCD digits, high to low in RAM 0x21, 0x23, 0x22, in units of a hundred points. Lives (installations left):
 * RAM 0x71, which falls to 0xff at the end. The bytes of the score are rubbish by then, so the last one is kept.
 */
export const atlantis = defineGame({
  name: 'atlantis',
  md5: ['9ad36e699ef6f45d9eb6c4cf90475c9f'],
  actions: ['noop', 'fire', 'rightfire', 'leftfire'],
  lives: 6,
  modes: pressSelectUntil(firstModes(4), ram => ram[0x0d], 2),

  read(ram, game) {
    const lives = ram[0x71];
    if (lives === 0xff) return { score: game.score, lives: 0, over: true };
    return { score: 100 * bcds(ram[0x21], ram[0x23], ram[0x22]), lives, over: false };
  },
});
