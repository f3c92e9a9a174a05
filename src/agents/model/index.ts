import { z } from 'zod';
import type { AgentDefinition, AgentSetup } from '../types.ts';
import type { ModelHyperparameters } from './agent.ts';

/** Loaded when first needed: TensorFlow.js takes a third of a second, which no other command should wait for. */
let agent: typeof import('./agent.ts') | undefined;

/** Plays a model that was exported. It is not among the agents that can be trained. */
export const model: AgentDefinition<ModelHyperparameters> = {
  name: 'model',
  summary: 'a network in layers of TensorFlow.js, as openbrain export writes it; plays and does not learn',
  environment: { pipeline: 'dqn', frameSkip: 4 },
  hasNetworks: true,
  hyperparameters: z.strictObject({
    evaluationEpsilon: z.number().min(0).max(1).default(0).describe('chance of a random action'),
  }),
  async prepare(compute) {
    const { startBackend } = await import('../../nn/backend.ts');
    await startBackend(compute);
    agent = await import('./agent.ts');
  },
  create(setup: AgentSetup<ModelHyperparameters>) {
    if (!agent) throw new Error('model: prepare() comes before create()');
    return new agent.ModelPlayer(setup);
  },
};
