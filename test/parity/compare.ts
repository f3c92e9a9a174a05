import { fetchRoms } from '../../roms-fetch/index.ts';
import { installReference } from '../../src/ale/reference/index.ts';
import { describeDifference, type VerifyOptions, verify } from '../../src/ale/verify.ts';

/** Time for a first set-up: pip downloads and unpacks a Python environment. */
export const setUpTime = 600_000;

/** Fetches ROMs and sets up the reference console, where that was not done before. */
export async function prepare(games: readonly string[]): Promise<void> {
  await fetchRoms(games);
  installReference({ onLine: line => process.stderr.write(`${line}\n`) });
}

/**
 * Plays random actions on both consoles.
 * @returns the number of steps that were equal
 * @throws Error that names game, seed, options, step and field where they differ
 */
export function expectEqual(game: string, options: VerifyOptions): number {
  const { difference, steps } = verify(game, options);
  if (difference) throw new Error(`${describeDifference(difference)} (${JSON.stringify(options)})`);
  return steps;
}
