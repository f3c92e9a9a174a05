import { type ActionName, allActions } from '../actions.ts';
import { bcd, defineGame, firstModes, type ModeControls, repeatUntil } from '../game.ts';

/** Moves the stick once and lets it go. */
function tap(controls: ModeControls, action: ActionName): void {
  controls.act(action);
  controls.act('noop');
}

/** Goes down the menu by one line. */
function nextLine(controls: ModeControls): void {
  const line = controls.ram[0x30];
  repeatUntil(
    () => controls.ram[0x30] !== line,
    () => tap(controls, 'down'),
  );
}

/** Turns the switch on the lit line on or off. */
function turn(controls: ModeControls, bit: number, on: boolean): void {
  repeatUntil(
    () => ((controls.ram[0x00] & bit) !== 0) === on,
    () => tap(controls, on ? 'right' : 'left'),
  );
}

/**
 * Double Dunk (Atari, 1989).
 * Score: the player's points (BCD, RAM 0x76) less the opponent's (RAM 0x77). Over when either side has 24 and RAM
 * 0x7e is 0xe7. No lives.
 *
 * A mode is four switches of the options menu: bit 0 of its number is the three-point line, bit 1 the ten-second
 * rule, bit 2 the three-second rule, bit 3 fouls. RAM 0x30 says which line of the menu is lit, RAM 0x00 holds the
 * switches.
 */
export const doubleDunk = defineGame({
  name: 'double_dunk',
  md5: ['368d88a6c071caba60b4f778615aae94'],
  actions: allActions,
  startingActions: ['upfire'],
  lives: 0,
  modes: {
    available: firstModes(16),
    select(mode, controls) {
      controls.pressSelect();
      // The first two lines do not matter.
      nextLine(controls);
      nextLine(controls);
      turn(controls, 0x08, (mode & 1) !== 0);
      nextLine(controls);
      turn(controls, 0x10, (mode & 2) !== 0);
      nextLine(controls);
      turn(controls, 0x04, (mode & 4) !== 0);
      nextLine(controls);
      turn(controls, 0x20, (mode & 8) !== 0);
      controls.softReset();
      tap(controls, 'upfire');
    },
  },

  read(ram) {
    const mine = bcd(ram[0x76]);
    const theirs = bcd(ram[0x77]);
    return { score: mine - theirs, lives: 0, over: (mine >= 24 || theirs >= 24) && ram[0x7e] === 0xe7 };
  },
});
