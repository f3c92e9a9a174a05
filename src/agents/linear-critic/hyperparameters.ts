import { z } from 'zod';

/** Defaults are those of Liang et al. (2016), section 2.3 and their published program. */
export const hyperparameters = z.strictObject({
  alpha: z
    .number()
    .positive()
    .default(0.5)
    .describe('step size before division by the largest number of active features seen'),
  gamma: z.number().min(0).max(1).default(0.99).describe('discount of future rewards per decision'),
  lambda: z.number().min(0).max(1).default(0.9).describe('decay of the eligibility traces, beside gamma'),
  epsilon: z.number().min(0).max(1).default(0.01).describe('chance of a random action while learning'),
  evaluationEpsilon: z.number().min(0).max(1).default(0.01).describe('chance of a random action in evaluation'),
  traceCut: z.number().positive().max(1).default(0.01).describe('traces below this count as 0'),
});

export type LinearCriticHyperparameters = z.infer<typeof hyperparameters>;
