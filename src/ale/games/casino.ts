import { bcd, bcds, defineGame, pressSelectUntil } from '../game.ts';

/**
 * Casino, also Poker Plus (Atari, 1978).
 * Chips, or points at solitaire, are the score: four BCD digits in RAM 0x0c and 0x15. RAM 0x54 is the game: 0 is
 * blackjack, 2 stud poker, 3 poker solitaire (1 is blackjack for more players, and not offered).
 *
 * Solitaire is over when its 25 cards are laid and counted: RAM 0x1e is 0xaa. The others are over when no chips are
 * left, or when the bank breaks at 10,000, a number that does not fit the counter: it shows in input being locked (top
 * bit of RAM 0x53) while a bet (RAM 0x1e) lies on the table. The chips are dealt anew at that moment, so the reward is
 * left alone while input is locked; as in ALE that means that it stays what it was, not that it is 0.
 */
export const casino = defineGame({
  name: 'casino',
  md5: ['b816296311019ab69a21cb9e9e235d12'],
  hardware: { leftController: 'paddles' },
  actions: ['noop', 'fire', 'up', 'down'],
  // A second for the cards to be shuffled, then the button that brings the player to the table.
  startingActions: [...Array<'noop'>(60).fill('noop'), 'fire', 'fire'],
  lives: 1,
  modes: pressSelectUntil([0, 2, 3], ram => ram[0x54], 2),
  difficulties: [0, 1, 2, 3],

  read(ram, game) {
    const score = bcds(ram[0x0c], ram[0x15]);
    const gain = score - game.score;
    if (ram[0x54] === 3) {
      const over = score > 0 && ram[0x1e] === 0xaa;
      return { score, lives: over ? 0 : 1, over, reward: gain };
    }
    const locked = (ram[0x53] & 0x80) !== 0;
    const bet = bcd(ram[0x1e]);
    const over = score === 0 || (bet > 0 && locked);
    return { score, lives: over ? 0 : 1, over, reward: locked ? game.reward : gain };
  },
});
