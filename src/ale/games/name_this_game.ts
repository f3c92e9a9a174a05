import { bcds, defineGame, pressSelectUntil } from '../game.ts';

/**
 * Name This Game (U.S. Games, 1982; this is Carrère Vidéo's Octopus).
 * Score: six BCD digits in RAM 0x44..0x46. Lives: the low three bits of RAM 0x47. The mode is in RAM 0x5e.
 */
export const nameThisGame = defineGame({
  name: 'name_this_game',
  md5: ['36306070f0c90a72461551a7a4f3a209'],
  actions: ['noop', 'fire', 'right', 'left', 'rightfire', 'leftfire'],
  lives: 3,
  modes: pressSelectUntil([8, 24, 40], ram => ram[0x5e], 2),
  difficulties: [0, 1],

  read(ram) {
    const lives = ram[0x47] & 7;
    return { score: bcds(ram[0x44], ram[0x45], ram[0x46]), lives, over: lives === 0 };
  },
});
