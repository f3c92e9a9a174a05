import type { Palette } from '../../emulator/palettes.ts';

/**
 * ALE's colour averaging. A television's phosphor glows on after the beam has passed, so the eye sees two frames at
 * once; many games count on it and show half of their objects in every other frame. A pixel becomes, in each of red,
 * green and blue, the darker of two frames plus 77 parts in 100 of what the brighter one has more, and then the palette's
 * colour that is nearest to that (sum of absolute differences, the two lowest bits left out, the first of equals).
 *
 * Odd palette indices (PAL's lost colour, the rest of frames that were given up) blend to black: ALE reads a table there
 * that it never filled, which in a fresh process is zeros.
 *
 * Source: PhosphorBlend of ALE 0.12.1.
 */
export class PhosphorBlend {
  private readonly table: Uint8Array;
  private screen = new Uint8Array(0);

  constructor(palette: Palette) {
    this.table = blendTable(palette);
  }

  /** The blend of the last frame with the one before it. A view that the next call overwrites. */
  blended(last: Uint8Array, previous: Uint8Array): Uint8Array {
    if (this.screen.length !== last.length) this.screen = new Uint8Array(last.length);
    const { screen, table } = this;
    for (let i = 0; i < last.length; i++) screen[i] = table[(last[i] << 8) | previous[i]];
    return screen;
  }
}

const brighterShare = 77;

const tables = new Map<string, Uint8Array>();

/** What two palette indices blend to: entry 256 * last + previous. Made once for each palette. */
function blendTable(palette: Palette): Uint8Array {
  let table = tables.get(palette.name);
  if (!table) {
    table = new Uint8Array(65536);
    const nearest = nearestColours(palette);
    const black = nearest(0, 0, 0);
    table.fill(black);
    const { rgb } = palette;
    for (let a = 0; a < 256; a += 2) {
      for (let b = 0; b < 256; b += 2) {
        const channel = (offset: number): number => blend(rgb[3 * a + offset], rgb[3 * b + offset]);
        table[(a << 8) | b] = nearest(channel(0), channel(1), channel(2));
      }
    }
    tables.set(palette.name, table);
  }
  return table;
}

function blend(one: number, other: number): number {
  const dark = Math.min(one, other);
  return dark + Math.trunc((Math.abs(one - other) * brighterShare) / 100);
}

/** A function that finds the palette's even index nearest to a colour. */
function nearestColours({ rgb }: Palette): (red: number, green: number, blue: number) => number {
  const known = new Map<number, number>();
  return (red, green, blue) => {
    const [r, g, b] = [red & 0xfc, green & 0xfc, blue & 0xfc];
    const key = (r << 16) | (g << 8) | b;
    let best = known.get(key);
    if (best === undefined) {
      let least = Infinity;
      best = 0;
      for (let i = 0; i < 256; i += 2) {
        const distance = Math.abs(rgb[3 * i] - r) + Math.abs(rgb[3 * i + 1] - g) + Math.abs(rgb[3 * i + 2] - b);
        if (distance < least) {
          least = distance;
          best = i;
        }
      }
      known.set(key, best);
    }
    return best;
  };
}
