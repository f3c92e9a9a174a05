import { allActions } from '../actions.ts';
import { bcds, defineGame, multiplesOf, pressSelectUntil } from '../game.ts';

const menu = pressSelectUntil(multiplesOf(0x20, 4), ram => ram[0x63]);

/**
 * Yars' Revenge (Atari, 1982).
 * Score: six BCD digits in RAM 0x60..0x62. Lives: the upper half of RAM 0x1e.
 * The first press of SELECT opens the menu, the next ones move in it (RAM 0x63).
 */
export const yarsRevenge = defineGame({
  name: 'yars_revenge',
  md5: ['c5930d0e8cdae3e037349bfa08e871be'],
  actions: allActions,
  startingActions: ['fire'],
  lives: 4,
  modes: {
    ...menu,
    select(mode, controls, game) {
      controls.pressSelect(2);
      menu.select(mode, controls, game);
    },
  },
  difficulties: [0, 1],

  read(ram) {
    const lives = ram[0x1e] >> 4;
    return { score: bcds(ram[0x60], ram[0x61], ram[0x62]), lives, over: lives === 0 };
  },
});
