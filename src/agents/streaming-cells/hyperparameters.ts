import { z } from 'zod';

const share = z.number().min(0).max(1);

/** Defaults of the learning rule are those of Elsayed et al. (2024), the shape follows Guan et al. (2024). */
export const hyperparameters = z.strictObject({
  input: z
    .enum(['pixels', 'objects'])
    .default('pixels')
    .describe('what the first cell sees: the picture and its change, or object features (pipeline screen)'),
  hashed: z.int().min(16).default(1024).describe('objects: features are hashed into so many inputs'),
  motionSteps: z
    .string()
    .default('15x10,6x10')
    .describe('objects: steps of the offsets seen from moving blobs, height x width; "none" = without'),
  cells: z.int().min(1).max(16).default(2).describe('cells, each above the one before'),
  units: z.int().positive().multipleOf(4).default(32).describe('hidden units of each cell, a multiple of 4'),
  sparsity: share.default(0.9).describe('share of the first weights that are 0'),

  gamma: share.default(0.99).describe('discount of future rewards per decision'),
  lambda: share.default(0.8).describe('decay of the eligibility traces, beside gamma'),
  learningRate: z.number().positive().default(1).describe('largest step size (ObGD)'),
  kappa: z.number().positive().default(2).describe('how far steps stay from overshooting (ObGD)'),

  exploration: z
    .enum(['each', 'held'])
    .default('each')
    .describe('a random action is drawn for each decision, or held for a while (Dabney et al. 2021)'),
  epsilonStart: share.default(1).describe('chance of a random action at first'),
  epsilonEnd: share.default(0.01).describe('chance of a random action in the end'),
  epsilonSteps: z.int().positive().default(50_000).describe('decisions over which it falls'),
  evaluationEpsilon: share.default(0.001).describe('chance of a random action in evaluation'),
});

export type StreamingCellsHyperparameters = z.infer<typeof hyperparameters>;
