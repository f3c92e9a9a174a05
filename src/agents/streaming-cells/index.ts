import { prepareModules } from '../../built-module.ts';
import type { AgentDefinition } from '../types.ts';
import { StreamingCells } from './agent.ts';
import { hyperparameters, type StreamingCellsHyperparameters } from './hyperparameters.ts';

export const streamingCells: AgentDefinition<StreamingCellsHyperparameters> = {
  name: 'streaming-cells',
  summary: 'cells above one another, each learning by its own error as experience streams in: no backpropagation',
  paper: 'Guan et al. 2024, arXiv:2411.03604, made streaming as Elsayed et al. 2024, arXiv:2410.14606',
  environment: { pipeline: 'small21', frameSkip: 5 },
  hyperparameters,
  presets: {
    small42: {
      summary: 'pictures of 42 x 42 rather than 21 x 21: sees smaller things, a quarter as fast',
      hyperparameters: {},
      environment: { pipeline: 'small42' },
    },
    held: {
      summary: 'actions by chance are held for a while: for games whose first reward is far',
      hyperparameters: { exploration: 'held' },
    },
    objects: {
      summary: 'object features (Blob-PROST) rather than pictures',
      hyperparameters: { input: 'objects', hashed: 16_384, kappa: 0.05, lambda: 0.9, epsilonSteps: 20_000 },
    },
  },
  pipelineFor: ({ input }) => (input === 'objects' ? 'screen' : undefined),
  prepare: () => prepareModules('cells', 'features'),
  create: setup => new StreamingCells(setup),
};
