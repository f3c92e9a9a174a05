import { bcds, defineGame } from '../game.ts';

/**
 * Wizard of Wor (CBS Electronics, 1982).
 * Score: hundreds in four BCD digits, RAM 0x08 and 0x06; the top bit is no part of it. Lives: low digit of RAM 0x0d,
 * to be believed only while the warrior waits to enter (bit 0 of RAM 0x57 is 0). RAM 0x74 is 0xf8 after the last one.
 */
export const wizardOfWor = defineGame({
  name: 'wizard_of_wor',
  md5: ['7e8aa18bc9502eb57daaf5e7c1e94da7'],
  hardware: { swapPorts: true },
  actions: ['noop', 'fire', 'up', 'right', 'left', 'down', 'upfire', 'rightfire', 'leftfire', 'downfire'],
  lives: 3,
  difficulties: [0, 1],
  variables: { livesLeft: 3 },

  read(ram, game) {
    const digits = bcds(ram[0x08], ram[0x06]);
    const spare = ram[0x0d] & 0x0f;
    const over = spare === 0 && ram[0x74] === 0xf8;
    if ((ram[0x57] & 1) === 0) game.livesLeft = spare;
    return { score: 100 * (digits >= 8000 ? digits - 8000 : digits), lives: over ? 0 : game.livesLeft, over };
  },
});
