import { z } from 'zod';

/** Symbols in brackets are those of docs/local-critic.md. Defaults do for CartPole; other tasks have presets. */
export const hyperparameters = z.strictObject({
  input: z
    .enum(['numbers', 'objects'])
    .default('numbers')
    .describe('what neurons and V see: the observation, or object features (pipeline screen, one layer)'),
  motionSteps: z
    .string()
    .default('15x10,6x10')
    .describe('of object features: steps of the offsets seen from moving blobs, height x width; "none" = without'),
  hidden: z
    .union([z.int().positive(), z.string().regex(/^(\d+(,\d+)*)?$/, 'sizes with commas between them, as in 32,32')])
    .default('32,32')
    .describe('neurons of each hidden layer, with commas between them'),
  output: z.enum(['tanh', 'linear']).default('tanh').describe('what the last layer makes of its sums: tanh or linear'),
  initialScale: z.number().positive().default(1).describe('initial weights of hidden layers, times 1/sqrt(inputs)'),
  critic: z
    .enum(['compatible', 'original'])
    .default('compatible')
    .describe('each neuron’s critic: linear and compatible with its policy, or linear in its inputs and output'),
  td: z
    .enum(['global', 'perNeuron'])
    .default('global')
    .describe('what critics learn from: one temporal-difference error for all, or one of each neuron’s own'),
  joint: z
    .boolean()
    .default(false)
    .describe('critics explain the error together, rather than each as if it were alone'),
  actor: z
    .enum(['vanilla', 'natural', 'perturbation'])
    .default('vanilla')
    .describe('how a neuron changes: by its critic’s gradient, by the natural one, or with no critic at all'),
  learns: z.enum(['all', 'output']).default('all').describe('which layers learn: all, or the last one only'),
  actorStep: z.number().positive().default(2e-4).describe('[a_t] step size of the policy, falling to 5 %'),
  actorSteps: z
    .int()
    .nonnegative()
    .default(0)
    .describe('decisions over which actorStep falls, in a straight line; 0: it does not'),
  criticStep: z.number().nonnegative().default(0.03).describe('[a_w] step size of the neurons’ critics'),
  valueStep: z.number().nonnegative().default(0.08).describe('[a_v] step size of V'),
  stepDecay: z
    .number()
    .min(0)
    .default(0)
    .describe(
      'objects: criticStep and valueStep become 1 / (1 + decisions / stepDecay) of what they are; 0: they stay',
    ),
  stepFinal: z.number().min(0).max(1).default(0.1).describe('objects: the least that stepDecay leaves of them'),
  hiddenNoise: z.number().nonnegative().default(0.07).describe('[sigma] noise of hidden neurons'),
  outputNoise: z
    .number()
    .positive()
    .default(0.5)
    .describe('[sigma] noise of the last layer; objects: times the running lead of the largest output'),
  epsilon: z
    .number()
    .min(0)
    .max(1)
    .default(0.01)
    .describe('objects: chance that any neuron of the last layer fires, whatever they put out; in evaluation, too'),
  lambda: z.number().min(0).max(1).default(0.9).describe('decay of the eligibility traces, beside gamma'),
  gamma: z.number().min(0).max(1).default(0.98).describe('discount of future rewards per decision'),
  initialValue: z
    .number()
    .default(0)
    .describe('[V0] what V begins with: r / (1 - gamma) where every step pays r, so that only failures are news'),
  valueFeatures: z.int().positive().default(128).describe('random features that V is linear in'),
  valueScale: z.number().positive().default(1).describe('how sharply those features turn'),
});

export type LocalCriticHyperparameters = z.infer<typeof hyperparameters>;

/** a_t after so many decisions: falls to a twentieth in a straight line. */
export function actorStepAt(
  { actorStep, actorSteps }: Pick<LocalCriticHyperparameters, 'actorStep' | 'actorSteps'>,
  decisions: number,
): number {
  return actorSteps === 0 ? actorStep : actorStep * (1 - 0.95 * Math.min(1, decisions / actorSteps));
}
