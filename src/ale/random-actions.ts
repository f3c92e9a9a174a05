/**
 * The same random actions for the same seed, for ever: a small generator of our own (a Weyl sequence with a mixing
 * step, 32 bits of state, the well-known "mulberry32"), good enough to press buttons at random.
 * @param actions the action numbers to choose from, each as likely
 */
export function randomActions(seed: number, actions: readonly number[], count: number): number[] {
  let state = seed >>> 0;
  return Array.from({ length: count }, () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    const fraction = ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    return actions[Math.floor(fraction * actions.length)];
  });
}
