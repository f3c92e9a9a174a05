import { bcds, defineGame, pressSelectUntil } from '../game.ts';

const variations = pressSelectUntil([0, 2], ram => ram[0x53], 5);

/**
 * Gopher (US Games, 1982).
 * Score: six BCD digits in RAM 0x30..0x32. Lives are the carrots left, one bit each in the low three of RAM 0x34.
 */
export const gopher = defineGame({
  name: 'gopher',
  md5: ['c16c79aad6272baffb8aae9a7fff0864'],
  actions: ['noop', 'fire', 'up', 'right', 'left', 'upfire', 'rightfire', 'leftfire'],
  startingActions: ['fire'],
  lives: 3,
  modes: {
    ...variations,
    select(mode, controls, game) {
      controls.softReset();
      variations.select(mode, controls, game);
    },
  },
  difficulties: [0, 1],

  read(ram) {
    const carrots = ram[0x34];
    const lives = (carrots & 1) + ((carrots >> 1) & 1) + ((carrots >> 2) & 1);
    return { score: bcds(ram[0x30], ram[0x31], ram[0x32]), lives, over: lives === 0 };
  },
});
