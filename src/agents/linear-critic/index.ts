import type { AgentDefinition } from '../types.ts';
import { LinearCritic } from './agent.ts';
import { hyperparameters, type LinearCriticHyperparameters } from './hyperparameters.ts';

export const linearCritic: AgentDefinition<LinearCriticHyperparameters> = {
  name: 'linear-critic',
  summary: 'linear Sarsa(lambda) on Blob-PROST object features: no network, no backpropagation',
  paper: 'Liang et al. 2016, arXiv:1512.01563',
  environment: { pipeline: 'screen', frameSkip: 5 },
  hyperparameters,
  create: setup => new LinearCritic(setup),
};
