import { type ActionName, allActions } from '../actions.ts';
import { bcd, defineGame, firstModes, pressSelectUntil } from '../game.ts';

/**
 * Word Zapper (U.S. Games, 1982).
 * Score: rounds won, out of three. RAM 0x5c counts the rounds to come, from 2 down to -1. Nothing is looked at while
 * the clock in RAM 0x4f stands at 0. The game ends after three rounds or when no time (RAM 0x5e) is left; the
 * Doomsday asteroid takes it all.
 * The cartridge shows an animation of eight seconds first, during which fire does nothing.
 */
export const wordZapper = defineGame({
  name: 'word_zapper',
  md5: ['ec3beb6d8b5689e867bafb5d5f507491'],
  actions: allActions,
  startingActions: [...Array<ActionName>(486).fill('noop'), 'fire', 'noop', 'noop'],
  lives: 1,
  modes: pressSelectUntil(firstModes(24), ram => ram[0x5b], 2),
  difficulties: [0, 1, 2, 3],

  read(ram, game) {
    if (bcd(ram[0x4f]) === 0) {
      const { score, lives, reward } = game;
      return { score, lives, over: game.over === 1, reward };
    }
    const score = 2 - ((ram[0x5c] << 24) >> 24);
    const over = score === 3 || bcd(ram[0x5e]) === 0;
    return { score, lives: over ? 0 : 1, over };
  },
});
