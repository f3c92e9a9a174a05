import { seedSequence } from './numpy-random.ts';

/**
 * How AtariEnv of ale_py makes two seeds of the one that `reset` is given: NumPy's SeedSequence spreads it, its first
 * word seeds the generator that draws frame skips, its second one ALE's.
 */

export function frameSkipSeed(seed: number): number {
  return seedSequence(seed, 2)[0];
}

/**
 * The seed that ALE gets. (AtariEnv hands the 32 bits over as a signed number, and ALE uses them as an unsigned one:
 * nothing is lost.)
 * @param seeding see `MakeOptions`
 */
export function aleSeed(seed: number, seeding: 'direct' | 'gymnasium'): number {
  return seeding === 'gymnasium' ? seedSequence(seed, 2)[1] : seed;
}
