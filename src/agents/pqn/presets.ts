import type { AgentPreset } from '../types.ts';
import type { PqnHyperparameters } from './hyperparameters.ts';

type Preset = AgentPreset & { hyperparameters: Partial<PqnHyperparameters> };

/** By name, for `--preset`. */
export const presets: Readonly<Record<string, Preset>> = {
  /** Gallici et al. (2024), appendix D: 200 million frames, of which epsilon falls for the first tenth. */
  atari: {
    summary: 'Gallici et al. 2024: no sticky actions, up to 30 no-ops, a lost life is an end; the defaults',
    hyperparameters: {},
    environment: { repeatActionProbability: 0, noopMax: 30 },
  },
  /**
   * For one core and few hours: fewer environments, so that learning comes sooner after playing; pictures of half the
   * size for a network of a seventh of the work; returns that look further ahead, since few steps are played.
   */
  quick: {
    summary: 'for one core and few hours: 42 x 42, 16 environments, small network, sticky actions',
    hyperparameters: {
      network: 'compact',
      hidden: 256,
      environments: 16,
      minibatches: 8,
      lambda: 0.9,
      lifeLossTerminal: false,
      learningRate: 0.0005,
      epsilonEnd: 0.01,
      epsilonSteps: 100_000,
    },
    environment: { pipeline: 'dqn42', repeatActionProbability: 0.25 },
  },
};
