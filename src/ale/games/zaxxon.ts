import { allActions } from '../actions.ts';
import { bcds, defineGame, multiplesOf, pressSelectUntil } from '../game.ts';

/**
 * Zaxxon (Coleco, 1983; this is CBS Electronics' cartridge).
 * Score: four BCD digits of hundreds in RAM 0x68 and 0x69. Lives: the low three bits of RAM 0x6a.
 */
export const zaxxon = defineGame({
  name: 'zaxxon',
  md5: ['eea0da9b987d661264cce69a7c13c3bd'],
  actions: allActions,
  lives: 5,
  modes: pressSelectUntil(multiplesOf(8, 4), ram => ram[0x02], 10),

  read(ram) {
    const lives = ram[0x6a] & 7;
    return { score: 100 * bcds(ram[0x68], ram[0x69]), lives, over: lives === 0 };
  },
});
