import type { ArmName } from './arms.ts';

/** Step sizes a_t that every arm is tried with. */
export const stepSizes = [5e-5, 1e-4, 2e-4, 4e-4, 8e-4, 1.6e-3] as const;

/** Seeds that step sizes are chosen by; no result is taken from them. */
export const tuningSeeds: readonly number[] = [1000, 1001];

/** Those of them that were tried for `--quick`. */
export const quickStepSizes = [1e-4, 2e-4, 4e-4] as const;

/**
 * The step sizes of `--quick`: for each arm the one of `quickStepSizes` with the best mean on CartPole over the tuning
 * seeds; the smaller of two alike.
 */
export const quickSteps = {
  global: 1e-4,
  joint: 1e-4,
  perNeuron: 1e-4,
  original: 2e-4,
  outputOnly: 1e-4,
} as const satisfies Partial<Record<ArmName, number>>;
