import { allActions } from '../actions.ts';
import { bcds, defineGame } from '../game.ts';

/**
 * Laser Gates (Imagic, 1983), the PAL cartridge.
 * Score: six BCD digits in RAM 0x00..0x02. RAM 0x03 is 0 when the game is over. There are no lives.
 */
export const laserGates = defineGame({
  name: 'laser_gates',
  md5: ['8e4cd60d93fcde8065c1a2b972a26377'],
  actions: allActions,
  startingActions: ['reset'],
  lives: 0,

  read(ram) {
    return { score: bcds(ram[0x00], ram[0x01], ram[0x02]), lives: 0, over: ram[0x03] === 0 };
  },
});
