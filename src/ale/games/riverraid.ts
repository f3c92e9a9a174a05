import { allActions } from '../actions.ts';
import { defineGame } from '../game.ts';

/**
 * River Raid (Activision, 1982).
 * Score: six digits, each eight times its value, in RAM 77, 79, 81, 83, 85 and 87. RAM 0x40 holds the spare lives in
 * the same way, but 0x59 while the last life is played and 0x58 before the game begins; 0x59 followed by 0x58 is
 * the end.
 */
export const riverraid = defineGame({
  name: 'riverraid',
  md5: ['393948436d1f4cc3192410bb918f9724'],
  actions: allActions,
  lives: 4,
  difficulties: [0, 1],
  variables: { livesByte: 0x58 },

  read(ram, game) {
    const score = [77, 79, 81, 83, 85, 87].reduce((value, place) => 10 * value + digit(ram[place]), 0);
    const livesByte = ram[0x40];
    const over = livesByte === 0x58 && game.livesByte === 0x59;
    game.livesByte = livesByte;
    return { score, lives: over ? 0 : livesIn(livesByte), over };
  },
});

/** Anything but 0, 8, …, 72 (a blank, for example) counts as 0. */
function digit(byte: number): number {
  return byte <= 72 && byte % 8 === 0 ? byte / 8 : 0;
}

function livesIn(byte: number): number {
  if (byte === 0x58) return 4;
  if (byte === 0x59) return 1;
  return (byte >> 3) + 1;
}
