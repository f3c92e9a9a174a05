import { z } from 'zod';

const share = z.number().min(0).max(1);
const count = z.int().positive();

/** Every knob of DQN and of its descendants. Defaults: Dopamine's DQN (Castro et al. 2018), with Huber's loss. */
export const hyperparameters = z.strictObject({
  network: z
    .enum(['nature', 'compact', 'small'])
    .default('nature')
    .describe('convolutions: of Mnih et al. 2015, two for 42 x 42, one of 3 x 3'),
  hidden: count.default(512).describe('units of the hidden layer'),
  dueling: z.boolean().default(false).describe('value and advantages apart (Wang et al. 2016)'),
  torsoGradientScale: z
    .number()
    .positive()
    .default(1)
    .describe('what the gradient is multiplied by that enters the last convolution'),
  sharedBias: z.boolean().default(false).describe('one bias for the values of all actions'),
  noisy: z.boolean().default(false).describe('exploration by noisy layers (Fortunato et al. 2018)'),
  distribution: z
    .enum(['none', 'categorical', 'quantile'])
    .default('none')
    .describe('what is learned of the return: mean, C51 (Bellemare et al. 2017), QR-DQN (Dabney et al. 2018)'),
  atoms: z.int().min(2).default(51).describe('C51: number of fixed returns'),
  largestReturn: z.number().positive().default(10).describe('C51: the atoms lie between minus and plus this'),
  quantiles: count.default(200).describe('QR-DQN: number of quantiles'),

  gamma: share.default(0.99).describe('discount of future rewards per decision'),
  steps: count.default(1).describe('rewards that are summed before the bootstrap (n-step)'),
  double: z.boolean().default(false).describe('the online network chooses the next action (van Hasselt et al. 2016)'),
  loss: z
    .enum(['huber', 'squared'])
    .default('huber')
    .describe('huber: errors count as -1 to 1 in the gradient (Mnih et al. 2015); without a distribution'),
  rewardClip: z.boolean().default(true).describe('rewards count as -1 to 1'),
  lifeLossTerminal: z.boolean().default(false).describe('nothing is expected after a lost life'),

  optimizer: z.enum(['adam', 'rmsprop']).default('adam').describe('rmsprop: the centred one of Mnih et al. 2015'),
  learningRate: z.number().positive().default(6.25e-5).describe('step size of the optimizer'),
  optimizerEpsilon: z.number().positive().default(1.5e-4).describe('what keeps its divisor from zero'),
  maxGradientNorm: z.number().nonnegative().default(0).describe('longer gradients are shortened to this; 0: never'),
  batchSize: count.default(32).describe('transitions of an update'),
  trainEvery: count.default(4).describe('decisions between updates'),
  overlap: z
    .boolean()
    .default(true)
    .describe('play on while an update is made, whose result counts from the next update on'),
  targetEvery: count.default(8000).describe('decisions between copies to the target network'),

  epsilonStart: share.default(1).describe('chance of a random action at first'),
  epsilonEnd: share.default(0.01).describe('chance of a random action in the end'),
  epsilonSteps: count.default(250_000).describe('decisions over which it falls, counted from the first update'),
  evaluationEpsilon: share.default(0.001).describe('chance of a random action in evaluation'),

  replaySize: count.default(1_000_000).describe('observations kept; 7 kB each at 84 x 84'),
  replayStart: count.default(20_000).describe('decisions before the first update'),
  prioritized: z.boolean().default(false).describe('replay by error (Schaul et al. 2016)'),
  priorityExponent: share.default(0.5).describe('how much the error decides (alpha)'),
  importanceExponent: share.default(0.4).describe('correction for that at first (beta)'),
  importanceSteps: count.default(50_000_000).describe('decisions over which the correction becomes whole'),
  saveReplay: z.boolean().default(false).describe('checkpoints hold the replay: large, but resuming is exact'),
});

export type DqnHyperparameters = z.infer<typeof hyperparameters>;
