import { type ActionName, allActions } from '../actions.ts';
import { bcd, defineGame, pressSelectUntil, repeatUntil } from '../game.ts';

const faces = [0x20, 0x29, 0x32, 0x3b, 0x44, 0x4d];
const blocks = 9;

/** Modes 0, 1 and 2 are the cartridge's games 1, 3 and 9: plain, blacked out, and with fewer ways to move. */
const gameOfMode = [1, 3, 9];
const menu = pressSelectUntil([0, 1, 2], ram => gameOfMode.indexOf((ram[0x7b] & 0x1f) + 1), 2);

/**
 * Video Cube (Atari, 1982).
 * The score is the number of faces of one colour; RAM 0x20..0x55 has the six faces, nine blocks each. All six end the
 * game. RAM 0x5b is a clock that every move sets back; when it runs over from 255 to 0 the computer takes the cube,
 * which ends the game at a reward of -1.
 * Mode 100 c + m is mode m with cube c of 50 (RAM 0x1f, BCD), reached by moving to the right; without c it is cube 1.
 */
export const videoCube = defineGame({
  name: 'video_cube',
  md5: ['3f540a30fdee0b20aed7288e4a5ea528'],
  actions: allActions,
  startingActions: [...Array<ActionName>(61).fill('noop'), 'fire', 'noop', 'noop'],
  lives: 1,
  modes: {
    available: Array.from({ length: 51 }, (_, cube) => menu.available.map(mode => 100 * cube + mode)).flat(),
    select(mode, controls, game) {
      menu.select(mode % 100, controls, game);
      const cube = Math.floor(mode / 100) || 1;
      repeatUntil(
        () => bcd(controls.ram[0x1f]) === cube,
        () => controls.act('right'),
      );
    },
  },
  difficulties: [0, 1],
  variables: { clock: 0 },

  // ALE carries the clock over a reset.
  reset() {},

  read(ram, game) {
    const score = faces.filter(face => ram.subarray(face, face + blocks).every(block => block === ram[face])).length;
    const clock = ram[0x5b];
    const timedOut = clock === 0 && game.clock === 255;
    game.clock = clock;
    const over = timedOut || score === faces.length;
    return { score, lives: over ? 0 : 1, over, reward: timedOut ? -1 : score - game.score };
  },
});
