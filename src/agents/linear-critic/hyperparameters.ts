import { z } from 'zod';

/** Liang et al. (2016), section 2.3, and their published program have what the preset "paper" says; docs/agents.md says why. */
export const hyperparameters = z.strictObject({
  alpha: z
    .number()
    .positive()
    .default(1)
    .describe('step size before division by the largest number of active features seen'),
  alphaDecay: z
    .number()
    .min(0)
    .default(200_000)
    .describe('alpha becomes alpha / (1 + decisions / alphaDecay); 0 = it stays, as in the paper'),
  alphaFinal: z.number().min(0).default(0.1).describe('alpha does not fall below this'),
  gamma: z.number().min(0).max(1).default(0.99).describe('discount of future rewards per decision'),
  lambda: z.number().min(0).max(1).default(0.9).describe('decay of the eligibility traces, beside gamma'),
  epsilon: z.number().min(0).max(1).default(0.01).describe('chance of a random action while learning'),
  evaluationEpsilon: z.number().min(0).max(1).default(0.01).describe('chance of a random action in evaluation'),
  traceCut: z.number().positive().max(1).default(0.01).describe('traces below this count as 0'),
  groupPower: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .describe('n features that always hold together learn n^groupPower times as fast as one; 1 = the paper'),
  tiles: z.string().default('15x10').describe('height x width of the tiles; several, divided by commas, for more'),
  motionSteps: z
    .string()
    .default('15x10,6x10')
    .describe('steps of the offsets seen from moving blobs, written as tiles are; "none" = without, as in the paper'),
});

export type LinearCriticHyperparameters = z.infer<typeof hyperparameters>;
