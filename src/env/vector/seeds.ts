const largestSeed = 2 ** 32 - 1;

/** The seeds of so many environments: those given one by one, or counted up from one. */
export function spreadSeeds(
  count: number,
  seed: number | undefined,
  seeds: readonly number[] | undefined,
): readonly number[] | undefined {
  return seeds ?? (seed === undefined ? undefined : Array.from({ length: count }, (_, i) => seed + i));
}

/** What is wrong with seeds, as a sentence; undefined where nothing is. */
export function seedProblem(seeds: readonly number[], count: number): string | undefined {
  if (seeds.length !== count) return `${seeds.length} seeds for ${count} environments`;
  const wrong = seeds.find(seed => !Number.isInteger(seed) || seed < 0 || seed > largestSeed);
  return wrong === undefined ? undefined : `seed: ${wrong} is not a whole number from 0 to ${largestSeed}`;
}
