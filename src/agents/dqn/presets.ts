import type { AgentPreset } from '../types.ts';
import type { DqnHyperparameters } from './hyperparameters.ts';

type Preset = AgentPreset & { hyperparameters: Partial<DqnHyperparameters> };

/**
 * Mnih et al. (2015), extended data table 1, as dqn_zoo reads it: the loss is a mean over the batch here and was a sum
 * there, so RMSProp's epsilon of 0.01 is divided by 32 squared.
 */
const nature: Preset = {
  summary: 'Mnih et al. 2015: no sticky actions, up to 30 no-ops, a lost life is an end',
  hyperparameters: {
    lifeLossTerminal: true,
    optimizer: 'rmsprop',
    learningRate: 0.00025,
    optimizerEpsilon: 0.01 / 32 ** 2,
    targetEvery: 10_000,
    epsilonEnd: 0.1,
    evaluationEpsilon: 0.05,
    replayStart: 50_000,
    epsilonSteps: 1_000_000,
  },
  environment: { repeatActionProbability: 0, noopMax: 30 },
};

/** Castro et al. (2018), arXiv:1812.06110; Machado et al. (2018): sticky actions, lives do not matter. */
const dopamine: Preset = {
  summary: 'Castro et al. 2018: sticky actions, Adam; the defaults',
  hyperparameters: {},
  environment: { repeatActionProbability: 0.25 },
};

/** Hessel et al. (2018), arXiv:1710.02298, table 1; its frames are divided by 4 for decisions. */
const rainbow: Preset = {
  summary: 'Hessel et al. 2018: double, dueling, prioritized, 3 steps, C51 and noisy layers together',
  hyperparameters: {
    double: true,
    dueling: true,
    noisy: true,
    distribution: 'categorical',
    steps: 3,
    prioritized: true,
    epsilonStart: 0,
    epsilonEnd: 0,
    evaluationEpsilon: 0,
    maxGradientNorm: 10,
    replayStart: 20_000,
    targetEvery: 8000,
  },
  environment: { repeatActionProbability: 0.25 },
};

/**
 * For one core and an hour or two: pictures of half the size, a network of a seventh of the work, and schedules that end
 * after tens of thousands of decisions. Double learning and three steps, since they cost next to nothing.
 */
const quick: Preset = {
  summary: 'for one core and few hours: 42 x 42, small network, double, 3 steps, sticky actions',
  hyperparameters: {
    network: 'compact',
    hidden: 256,
    double: true,
    steps: 3,
    learningRate: 0.00025,
    targetEvery: 2000,
    epsilonSteps: 40_000,
    replaySize: 200_000,
    replayStart: 2000,
  },
  environment: { pipeline: 'dqn42', repeatActionProbability: 0.25 },
};

/** By name, for `--preset`. All but `nature` and `quick` differ from Dopamine's DQN only in what they are named after. */
export const presets: Readonly<Record<string, Preset>> = {
  nature,
  quick,
  dopamine,
  /** van Hasselt, Guez & Silver (2016), arXiv:1509.06461. */
  double: { ...dopamine, summary: 'van Hasselt et al. 2016', hyperparameters: { double: true } },
  /**
   * Wang et al. (2016), arXiv:1511.06581: with double learning, gradients cut to a norm of 10. That paper also scales
   * the gradient which both streams send back by the root of 1/2; that is left out, as in Rainbow.
   */
  dueling: {
    ...dopamine,
    summary: 'Wang et al. 2016',
    hyperparameters: { double: true, dueling: true, maxGradientNorm: 10 },
  },
  /** Schaul et al. (2016), arXiv:1511.05952: proportional, with double learning. */
  prioritized: {
    ...dopamine,
    summary: 'Schaul et al. 2016',
    hyperparameters: { double: true, prioritized: true, priorityExponent: 0.6 },
  },
  /** Bellemare, Dabney & Munos (2017), arXiv:1707.06887. */
  c51: {
    ...dopamine,
    summary: 'Bellemare et al. 2017',
    hyperparameters: { distribution: 'categorical', learningRate: 0.00025, optimizerEpsilon: 0.01 / 32 },
  },
  /** Dabney et al. (2018), arXiv:1710.10044: QR-DQN-1. */
  'qr-dqn': {
    ...dopamine,
    summary: 'Dabney et al. 2018',
    hyperparameters: { distribution: 'quantile', learningRate: 5e-5, optimizerEpsilon: 0.01 / 32 },
  },
  rainbow,
};
