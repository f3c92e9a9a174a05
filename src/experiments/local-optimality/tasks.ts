import type { LocalCriticHyperparameters } from '../../agents/local-critic/hyperparameters.ts';
import { CartPole } from '../../env/classic/cart-pole.ts';
import { Catch } from '../../env/classic/catch.ts';
import type { ClassicEnvironment } from '../../env/classic/environment.ts';
import { Lqr } from '../../env/classic/lqr.ts';

/** A task of the study, and what all arms have in common on it. */
export interface Task {
  readonly steps: number;
  /** Episodes of greedy play by which a learner is judged. */
  readonly episodes: number;
  /** A greedy return below this counts as a failed seed. */
  readonly failedBelow: number;
  /** The best there is to reach. */
  readonly best: number;
  readonly settings: Partial<LocalCriticHyperparameters>;
  /** What learners are judged in. */
  create(): ClassicEnvironment;
  /** What they learn in, where that differs. */
  createForLearning?(): ClassicEnvironment;
}

export const tasks = {
  CartPole: {
    steps: 80_000,
    episodes: 50,
    failedBelow: 450,
    best: 500,
    settings: { actorSteps: 80_000, gamma: 0.99 },
    create: () => new CartPole(),
    // Nothing to learn of a reward that is the same at every step: 0, and -1 for a failure.
    createForLearning: () => new CartPole({ rewards: 'barto1983' }),
  },
  LQR: {
    steps: 40_000,
    episodes: 50,
    failedBelow: -10,
    // Of the linear regulator, by Riccati's equation (test/env/classic/classic.test.ts).
    best: -2,
    settings: {
      ...{ actorSteps: 40_000, gamma: 0.95, lambda: 0.8, hiddenNoise: 0.1, outputNoise: 0.3, valueStep: 0.02 },
    },
    create: () => new Lqr(),
  },
  Catch: {
    steps: 50_000,
    episodes: 100,
    failedBelow: 0.5,
    best: 1,
    settings: {
      ...{ actorSteps: 50_000, gamma: 0.97, lambda: 0.5, hiddenNoise: 0.3, outputNoise: 0.7, output: 'linear' },
      ...{ initialScale: 1.5, actor: 'natural', valueStep: 0.15 },
    },
    create: () => new Catch(),
  },
} as const satisfies Record<string, Task>;

export type TaskName = keyof typeof tasks;
export const taskNames = Object.keys(tasks) as TaskName[];
