import type { Compute } from '../../nn/choice.ts';
import type { AgentDefinition, AgentSetup } from '../types.ts';
import { type DqnHyperparameters, hyperparameters } from './hyperparameters.ts';
import { presets } from './presets.ts';

/** Loaded when first needed: TensorFlow.js takes a third of a second, which no other command should wait for. */
let agent: typeof import('./agent.ts') | undefined;

let backend: typeof import('../../nn/backend.ts') | undefined;
let apart: typeof import('./apart.ts') | undefined;

/** What `prepare` was told last. */
let computing: Partial<Compute> = {};

export const dqn: AgentDefinition<DqnHyperparameters> = {
  name: 'dqn',
  summary: 'deep Q-learning with replay; presets for its descendants up to Rainbow',
  paper: 'Mnih et al. 2015, Nature 518; Hessel et al. 2018, arXiv:1710.02298',
  environment: { pipeline: 'dqn', frameSkip: 4 },
  hasNetworks: true,
  hyperparameters,
  presets,
  async prepare(compute) {
    backend = await import('../../nn/backend.ts');
    await backend.startBackend({ ...compute, threads: undefined });
    computing = compute ?? {};
    if ((computing.threads ?? 1) > 1) apart = await import('./apart.ts');
    agent = await import('./agent.ts');
  },
  create(setup: AgentSetup<DqnHyperparameters>) {
    if (!agent) throw new Error('dqn: prepare() comes before create()');
    const { threads = 1, deterministic = false } = computing;
    const kernels = backend?.trainingKernels();
    if (!kernels || !apart || threads === 1 || setup.playsOnly) return new agent.Dqn(setup);
    if (!setup.hyperparameters.overlap) {
      kernels.setThreads(threads);
      return new agent.Dqn(setup);
    }
    const { LearnerApart } = apart;
    const how = { deterministic, helpers: threads - 2 };
    return new agent.Dqn(setup, (learner, seed) => new LearnerApart({ ...learner, ...how, seed }));
  },
  trainingBytes({ observationSpace, hyperparameters: { replaySize } }) {
    // A picture, its action, reward and kind, and at most 32 bytes of the tree of priorities.
    const [height, width] = observationSpace.shape.slice(-2);
    return replaySize * (height * width + 38);
  },
};
