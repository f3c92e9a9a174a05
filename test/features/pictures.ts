import type { Random } from '../../src/random.ts';

/** Pictures of a few blobs of a few colours that wander, come and go. */
export function wandering(random: Random): () => Uint8Array {
  const things = Array.from({ length: 6 }, (_, i) => ({ x: 20 * i, y: 30 * i, colour: 1 + (i % 4), there: true }));
  return () => {
    const screen = new Uint8Array(160 * 210);
    for (const thing of things) {
      thing.x = Math.min(155, Math.max(0, thing.x + random.integer(25) - 12));
      thing.y = Math.min(205, Math.max(0, thing.y + random.integer(25) - 12));
      if (random.chance(0.1)) thing.there = !thing.there;
      for (let y = thing.y; thing.there && y < thing.y + 3; y++) {
        screen.fill(2 * thing.colour, y * 160 + thing.x, y * 160 + thing.x + 4);
      }
    }
    return screen;
  };
}
