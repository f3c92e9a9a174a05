import { bcds, defineGame } from '../game.ts';

/**
 * Atlantis II (Imagic, 1982).
 * As Atlantis, but ALE reads the score from RAM 0x23, 0x22, 0x21 (high to low) and in single points. Lives: RAM 0x71,
 * 0xff at the end, when the score is no longer read. ALE has no lives before the first frame; this has those of
 * Atlantis.
 */
export const atlantis2 = defineGame({
  name: 'atlantis2',
  md5: ['826481f6fc53ea47c9f272f7050eedf7'],
  actions: ['noop', 'fire', 'rightfire', 'leftfire'],
  lives: 6,

  read(ram, game) {
    const lives = ram[0x71];
    if (lives === 0xff) return { score: game.score, lives: 0, over: true };
    return { score: bcds(ram[0x23], ram[0x22], ram[0x21]), lives, over: false };
  },
});
