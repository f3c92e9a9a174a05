import type { AgentPreset } from '../types.ts';
import type { DqnHyperparameters } from './hyperparameters.ts';

type Preset = AgentPreset & { hyperparameters: Partial<DqnHyperparameters> };

/**
 * How the papers below play, but for Dopamine's: no sticky actions, up to 30 frames of doing nothing at first; and a lost
 * life counts as an end (the option `lifeLossTerminal`).
 */
const withNoOps = { repeatActionProbability: 0, noopMax: 30 };

/**
 * Mnih et al. (2015), extended data table 1, as dqn_zoo reads it: target network and exploration are counted in
 * decisions. The loss is a mean over the batch here and its gradient was a sum there, so RMSProp's epsilon of 0.01 is
 * divided by 32 squared.
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
  environment: withNoOps,
};

/** The tuned form of van Hasselt, Guez & Silver (2016), arXiv:1509.06461: the others below start from it. */
const double: Preset = {
  summary: 'van Hasselt et al. 2016, tuned',
  hyperparameters: {
    ...nature.hyperparameters,
    double: true,
    sharedBias: true,
    targetEvery: 30_000,
    epsilonEnd: 0.01,
    evaluationEpsilon: 0.001,
  },
  environment: withNoOps,
};

/**
 * Wang et al. (2016), arXiv:1511.06581, section 4.2. What they print of the learning rate is that it is slightly lower
 * than that of double; this is the one that they print for the same network with prioritized replay. Gradients are cut to
 * a norm of 10 where they are sums over the batch, so to 10/32 of means. A bias that all advantages share would count
 * for nothing.
 */
const dueling: Preset = {
  summary: 'Wang et al. 2016, with double',
  hyperparameters: {
    ...double.hyperparameters,
    sharedBias: false,
    dueling: true,
    torsoGradientScale: Math.SQRT1_2,
    maxGradientNorm: 10 / 32,
    learningRate: 0.00025 / 4,
  },
  environment: withNoOps,
};

/**
 * Schaul et al. (2016), arXiv:1511.05952, tables 3 and 5: proportional, with double. Evaluation's epsilon is theirs for
 * episodes that begin with no-ops (0.001 where they begin as a human left them).
 */
const prioritized: Preset = {
  summary: 'Schaul et al. 2016: proportional, with double',
  hyperparameters: {
    ...double.hyperparameters,
    prioritized: true,
    priorityExponent: 0.6,
    learningRate: 0.00025 / 4,
    evaluationEpsilon: 0.01,
  },
  environment: withNoOps,
};

/** Bellemare, Dabney & Munos (2017), arXiv:1707.06887, section 5.2. */
const c51: Preset = {
  summary: 'Bellemare et al. 2017',
  hyperparameters: {
    ...nature.hyperparameters,
    distribution: 'categorical',
    optimizer: 'adam',
    optimizerEpsilon: 0.01 / 32,
    epsilonEnd: 0.01,
    evaluationEpsilon: 0.001,
  },
  environment: withNoOps,
};

/** QR-DQN-1 of Dabney et al. (2018), arXiv:1710.10044. */
const qrDqn: Preset = {
  summary: 'Dabney et al. 2018',
  hyperparameters: { ...c51.hyperparameters, distribution: 'quantile', learningRate: 5e-5 },
  environment: withNoOps,
};

/** Hessel et al. (2018), arXiv:1710.02298, table 1; its frames are divided by 4 for decisions. */
const rainbow: Preset = {
  summary: 'Hessel et al. 2018: double, dueling, prioritized, 3 steps, C51 and noisy layers together',
  hyperparameters: {
    lifeLossTerminal: true,
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
  environment: withNoOps,
};

/**
 * Castro et al. (2018), arXiv:1812.06110, as Dopamine is now: Adam and the squared error where the paper had RMSProp and
 * Huber's loss. Sticky actions, lives do not matter (Machado et al. 2018).
 */
const dopamine: Preset = {
  summary: "Dopamine's DQN (Castro et al. 2018): sticky actions, Adam, squared errors",
  hyperparameters: { loss: 'squared' },
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

/** By name, for `--preset`. docs/agents.md compares them with their papers, number by number. */
export const presets: Readonly<Record<string, Preset>> = {
  nature,
  quick,
  dopamine,
  double,
  dueling,
  prioritized,
  c51,
  'qr-dqn': qrDqn,
  rainbow,
};
