import type { ArmName } from './arms.ts';

/** a_t of the policy and a_w of the critics. */
export interface StepSizes {
  actorStep: number;
  criticStep: number;
}

/**
 * The pairs that every arm is tried with, spread evenly over both (in logarithms): a_t from 3e-5 to 1e-3, a_w from 0.01 to
 * 0.4, eight values of each. An arm without critics still has eight values of a_t.
 */
export const trials: readonly StepSizes[] = Array.from({ length: 8 }, (_, i) => ({
  actorStep: rounded(3e-5 * (1e-3 / 3e-5) ** (i / 7)),
  criticStep: rounded(0.01 * 40 ** (((3 * i) % 8) / 7)),
}));

function rounded(size: number): number {
  return Number(size.toPrecision(2));
}

/** Seeds that step sizes are chosen by; no result is taken from them. */
export const tuningSeeds: readonly number[] = [1000, 1001];

/** The step sizes of `--quick`: what the full study chose for these arms on CartPole. */
export const quickSteps = {
  global: { actorStep: 3e-5, criticStep: 0.01 },
  joint: { actorStep: 5e-5, criticStep: 0.049 },
  perNeuron: { actorStep: 2.2e-4, criticStep: 0.082 },
  original: { actorStep: 3e-5, criticStep: 0.01 },
  outputOnly: { actorStep: 5e-5, criticStep: 0.049 },
} as const satisfies Partial<Record<ArmName, StepSizes>>;
