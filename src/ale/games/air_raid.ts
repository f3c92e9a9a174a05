import { bcds, defineGame, pressSelectUntil } from '../game.ts';

const panel = pressSelectUntil([1, 2, 3, 4, 5, 6, 7, 8], ram => ram[0x2a], 10);

/**
 * Air Raid (Men-A-Vision, 1982).
 * Score: six BCD digits in RAM 0x28..0x2a. The lives counter, RAM 0x27, falls to 0xff at the end, but ALE does not
 * report lives. The last byte of the score shows the mode while one is chosen; a long first press opens that panel.
 */
export const airRaid = defineGame({
  name: 'air_raid',
  md5: ['35be55426c1fec32dfb503b4f0651572'],
  actions: ['noop', 'fire', 'right', 'left', 'rightfire', 'leftfire'],
  startingActions: ['fire'],
  lives: 1,
  modes: {
    ...panel,
    select(mode, controls, game) {
      controls.pressSelect(20);
      panel.select(mode, controls, game);
    },
  },

  read(ram) {
    const over = ram[0x27] === 0xff;
    return { score: bcds(ram[0x28], ram[0x29], ram[0x2a]), lives: over ? 0 : 1, over };
  },
});
