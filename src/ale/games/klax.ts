import { allActions } from '../actions.ts';
import { bcds, defineGame, firstModes, pressSelectUntil } from '../game.ts';

/**
 * Klax (Atari, 1990), the PAL cartridge.
 * It has its own RAM: score in 0xf0b4..0xf0b6 (six BCD digits, highest last), level in 0xf09d, tiles missed in 0xf0ee,
 * tiles that may be missed in 0xf0e9, mode in 0xf0ea. The console's RAM holds the 25 places of the bin from 0x33 on.
 * The game ends with too many misses, with a full bin, or at level 99.
 */
export const klax = defineGame({
  name: 'klax',
  md5: ['eed9eaf1a0b6a2b9bc4c8032cb43e3fb'],
  actions: allActions,
  startingActions: ['fire', 'noop'],
  lives: 1,
  modes: pressSelectUntil(firstModes(3), (_, peek) => peek(0xf0ea), 2),

  read(ram, _, peek) {
    const score = bcds(peek(0xf0b6), peek(0xf0b5), peek(0xf0b4));
    const misses = peek(0xf0ee);
    const missesAllowed = peek(0xf0e9);
    const playing = ram[0x28] === 4;
    const full = ram.subarray(0x33, 0x33 + 25).every(place => !noTile.includes(place));

    const over = (missesAllowed > 0 && misses === missesAllowed) || (playing && full) || peek(0xf09d) === 0x99;
    return { score, lives: over ? 0 : 1, over };
  },
});

/** An empty place, and the flashing grey ones that fill the bin while a level's bonus is counted. */
const noTile = [0, 2, 6, 10, 14];
