import { bcds, defineGame } from '../game.ts';

/**
 * Assault (Bomb, 1983).
 * Score: six BCD digits in RAM 0x00..0x02. Lives: RAM 0x65.
 */
export const assault = defineGame({
  name: 'assault',
  md5: ['de78b3a064d374390ac0710f95edde92'],
  actions: ['noop', 'fire', 'up', 'right', 'left', 'rightfire', 'leftfire'],
  lives: 4,

  read(ram) {
    const lives = ram[0x65];
    return { score: bcds(ram[0x00], ram[0x01], ram[0x02]), lives, over: lives === 0 };
  },
});
