import { z } from 'zod';

const share = z.number().min(0).max(1);
const count = z.int().positive();

/** Every knob of PQN. Defaults: the Atari column of Gallici et al. (2024), appendix D. */
export const hyperparameters = z.strictObject({
  network: z.enum(['nature', 'compact', 'small']).default('nature').describe('convolutions, as those of dqn'),
  hidden: count.default(512).describe('units of the hidden layer'),

  environments: count.default(128).describe('environments played side by side'),
  steps: count.default(32).describe('steps in each of them between two times of learning'),
  epochs: count.default(2).describe('times that all those steps are learned from'),
  minibatches: count.default(32).describe('updates that they are shared out to, each time'),

  gamma: share.default(0.99).describe('discount of future rewards per decision'),
  lambda: share
    .default(0.65)
    .describe('how far returns look beyond one step: 0 one step, 1 to the end of what was played'),
  rewardClip: z.boolean().default(true).describe('rewards count as -1 to 1'),
  lifeLossTerminal: z.boolean().default(true).describe('nothing is expected after a lost life'),

  learningRate: z.number().positive().default(0.00025).describe('step size of RAdam'),
  maxGradientNorm: z.number().nonnegative().default(10).describe('longer gradients are shortened to this; 0: never'),

  epsilonStart: share.default(1).describe('chance of a random action at first'),
  epsilonEnd: share.default(0.001).describe('chance of a random action in the end'),
  epsilonSteps: count.default(5_000_000).describe('decisions, of all environments together, over which it falls'),
  evaluationEpsilon: share.default(0).describe('chance of a random action in evaluation'),
});

export type PqnHyperparameters = z.infer<typeof hyperparameters>;
