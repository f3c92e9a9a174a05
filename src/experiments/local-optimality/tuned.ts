import type { ArmName } from './arms.ts';
import type { TaskName } from './tasks.ts';

/** Step sizes a_t that every arm is tried with. */
export const stepSizes = [5e-5, 1e-4, 2e-4, 4e-4, 8e-4, 1.6e-3] as const;

/** Seeds that step sizes are chosen by; no result is taken from them. */
export const tuningSeeds: readonly number[] = [1000, 1001];

/**
 * The step sizes that did best on those seeds, by the search of `openbrain experiment local-optimality` that stands in
 * docs/results/local-optimality/tuning.csv. `--quick` takes them from here.
 */
export const tuned: Readonly<Record<'CartPole', Readonly<Partial<Record<ArmName, number>>>>> &
  Readonly<Partial<Record<TaskName, Readonly<Partial<Record<ArmName, number>>>>>> = {
  CartPole: { global: 2e-4, joint: 2e-4, perNeuron: 2e-4, original: 2e-4, outputOnly: 2e-4 },
};
