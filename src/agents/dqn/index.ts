import type { AgentDefinition, AgentSetup } from '../types.ts';
import { type DqnHyperparameters, hyperparameters } from './hyperparameters.ts';
import { presets } from './presets.ts';

/** Loaded when first needed: TensorFlow.js takes a third of a second, which no other command should wait for. */
let agent: typeof import('./agent.ts') | undefined;

export const dqn: AgentDefinition<DqnHyperparameters> = {
  name: 'dqn',
  summary: 'deep Q-learning with replay; presets for its descendants up to Rainbow',
  paper: 'Mnih et al. 2015, Nature 518; Hessel et al. 2018, arXiv:1710.02298',
  environment: { pipeline: 'dqn', frameSkip: 4 },
  hasNetworks: true,
  hyperparameters,
  presets,
  async prepare(compute) {
    const { startBackend } = await import('../../nn/backend.ts');
    await startBackend(compute);
    agent = await import('./agent.ts');
  },
  create(setup: AgentSetup<DqnHyperparameters>) {
    if (!agent) throw new Error('dqn: prepare() comes before create()');
    return new agent.Dqn(setup);
  },
  trainingBytes({ observationSpace, hyperparameters: { replaySize } }) {
    // A picture, its action, reward and kind, and at most 32 bytes of the tree of priorities.
    const [height, width] = observationSpace.shape.slice(-2);
    return replaySize * (height * width + 38);
  },
};
