import { prepareModules } from '../../built-module.ts';
import type { AgentDefinition } from '../types.ts';
import { LinearCritic } from './agent.ts';
import { hyperparameters, type LinearCriticHyperparameters } from './hyperparameters.ts';

export const linearCritic: AgentDefinition<LinearCriticHyperparameters> = {
  name: 'linear-critic',
  summary: 'linear Sarsa(lambda) on Blob-PROST object features: no network, no backpropagation',
  paper: 'Liang et al. 2016, arXiv:1512.01563',
  environment: { pipeline: 'screen', frameSkip: 5 },
  hyperparameters,
  presets: {
    paper: {
      summary: 'Liang et al. 2016: every feature counts, no offsets seen from moving blobs, no sticky actions',
      hyperparameters: { alpha: 0.5, alphaDecay: 0, groupPower: 1, motionSteps: 'none' },
      environment: { repeatActionProbability: 0 },
    },
  },
  prepare: () => prepareModules('features'),
  create: setup => new LinearCritic(setup),
};
