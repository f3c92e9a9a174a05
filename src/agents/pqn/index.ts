import type { AgentDefinition, AgentSetup } from '../types.ts';
import { hyperparameters, type PqnHyperparameters } from './hyperparameters.ts';
import { presets } from './presets.ts';

/** Loaded when first needed, as TensorFlow.js takes a while. */
let agent: typeof import('./agent.ts') | undefined;

export const pqn: AgentDefinition<PqnHyperparameters> = {
  name: 'pqn',
  summary: 'deep Q-learning in many environments at once, without replay or target network',
  paper: 'Gallici et al. 2024, arXiv:2407.04811',
  environment: { pipeline: 'dqn', frameSkip: 4 },
  hasNetworks: true,
  hyperparameters,
  presets,
  async prepare(compute) {
    const { startBackend } = await import('../../nn/backend.ts');
    await startBackend(compute);
    agent = await import('./agent.ts');
  },
  create(setup: AgentSetup<PqnHyperparameters>) {
    if (!agent) throw new Error('pqn: prepare() comes before create()');
    return new agent.Pqn(setup);
  },
  decisionsPerUpdate: ({ environments, steps }) => environments * steps,
  trainingBytes({ observationSpace, hyperparameters: { environments, steps } }) {
    // A console takes about 100 kB beside its observations.
    const observation = observationSpace.shape.reduce((product, n) => product * n, 1);
    return environments * ((steps + 1) * observation + 100_000);
  },
};
