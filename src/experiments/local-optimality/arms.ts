import { LocalCritic } from '../../agents/local-critic/agent.ts';
import { hyperparameters, type LocalCriticHyperparameters } from '../../agents/local-critic/hyperparameters.ts';
import { largest, within } from '../../agents/local-critic/index.ts';
import type { Agent } from '../../agents/types.ts';
import type { ClassicEnvironment } from '../../env/classic/environment.ts';
import type { Action } from '../../env/types.ts';
import type { Random } from '../../random.ts';
import { BackwardCritic } from './backward.ts';

/** An agent that is trained and judged within an experiment, and never saved. */
export type Learner = Pick<Agent<Action>, 'learning' | 'begin' | 'step'>;

export interface LearnerSetup {
  inputs: number;
  outputs: number;
  act: (a: Float64Array) => Action;
  hyperparameters: LocalCriticHyperparameters;
  random: Random;
}

type Settings = Partial<LocalCriticHyperparameters>;

/** One way to learn. Everything that it does not name is the task's, and the same for all. */
export interface Arm {
  readonly label: string;
  readonly settings: Settings;
  /** Errors go backwards through the network: by its own weights, or by random ones. */
  readonly feedback?: 'backpropagation' | 'alignment';
}

export const arms = {
  global: { label: 'local critics, one TD error for all', settings: {} },
  joint: { label: 'the same, critics fitted together', settings: { joint: true } },
  perNeuron: { label: 'a TD error of each neuron’s own', settings: { td: 'perNeuron' } },
  original: {
    label: 'early-code rule',
    settings: { critic: 'original', actor: 'vanilla', td: 'perNeuron', hiddenNoise: 0 },
  },
  outputOnly: { label: 'only the output layer learns', settings: { learns: 'output', hiddenNoise: 0 } },
  perturbation: { label: 'node perturbation, no critic', settings: { actor: 'perturbation' } },
  backpropagation: { label: 'DPG with backpropagation', settings: {}, feedback: 'backpropagation' },
  feedbackAlignment: { label: 'DPG with feedback alignment', settings: {}, feedback: 'alignment' },
} as const satisfies Record<string, Arm>;

export type ArmName = keyof typeof arms;
export const armNames = Object.keys(arms) as ArmName[];

/** @param settings the task's, and the step size that is tried */
export function makeLearner(
  name: ArmName,
  { observationSpace, actionSpace }: ClassicEnvironment,
  settings: Settings,
  random: Random,
): Learner {
  const arm: Arm = arms[name];
  const setup: LearnerSetup = {
    inputs: observationSpace.shape.reduce((size, n) => size * n, 1),
    outputs: actionSpace.type === 'discrete' ? actionSpace.n : actionSpace.low.length,
    act: actionSpace.type === 'discrete' ? largest : within(actionSpace),
    hyperparameters: hyperparameters.parse({ ...settings, ...arm.settings }),
    random,
  };
  return arm.feedback ? new BackwardCritic(setup, arm.feedback) : new LocalCritic({ ...setup, observationSpace });
}
