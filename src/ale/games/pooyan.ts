import { bcds, defineGame, pressSelectUntil } from '../game.ts';

const menu = pressSelectUntil([10, 30, 50, 70], ram => ram[0x3d], 2);

/**
 * Pooyan (Konami, 1983).
 * Score: six BCD digits in RAM 0x08..0x0a. Spare lives: RAM 0x16. RAM 0x18 is 5 after the last one.
 * RAM 0x3d holds the mode once SELECT has been pressed.
 */
export const pooyan = defineGame({
  name: 'pooyan',
  md5: ['4799a40b6e889370b7ee55c17ba65141'],
  hardware: { yStart: 26, height: 220 },
  actions: ['noop', 'fire', 'up', 'down', 'upfire', 'downfire'],
  lives: 3,
  modes: {
    ...menu,
    select(mode, controls, game) {
      controls.pressSelect(2);
      menu.select(mode, controls, game);
    },
  },

  read(ram) {
    const spare = ram[0x16];
    const over = spare === 0 && ram[0x18] === 0x05;
    return { score: bcds(ram[0x08], ram[0x09], ram[0x0a]), lives: over ? 0 : (spare & 7) + 1, over };
  },
});
