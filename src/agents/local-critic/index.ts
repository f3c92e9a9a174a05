import { prepareModules } from '../../built-module.ts';
import type { ContinuousBox } from '../../env/types.ts';
import type { AgentDefinition } from '../types.ts';
import { LocalCritic } from './agent.ts';
import { hyperparameters, type LocalCriticHyperparameters } from './hyperparameters.ts';
import { largest } from './largest.ts';
import { ObjectCritic } from './object-critic.ts';

export { largest };

export const localCritic: AgentDefinition<LocalCriticHyperparameters> = {
  name: 'local-critic',
  summary: 'a network whose every neuron learns from a linear critic of its own: no backpropagation',
  paper: 'Guss et al. 2016, "OpenBrain"; Silver et al. 2014 (COPDAC-Q)',
  environment: { pipeline: 'small21', frameSkip: 5 },
  hyperparameters,
  presets: {
    cartpole: {
      summary: 'CartPole in 80,000 steps',
      hyperparameters: { actorSteps: 80_000, actorStep: 3e-5, criticStep: 0.01, gamma: 0.99, initialValue: 100 },
    },
    lqr: {
      summary: 'two coupled pendulums in 60,000 steps',
      hyperparameters: {
        ...{ actorSteps: 60_000, gamma: 0.95, lambda: 0.8, hiddenNoise: 0.1, outputNoise: 0.3, valueStep: 0.02 },
        ...{ actorStep: 2e-4, criticStep: 0.08 },
      },
    },
    catch: {
      summary: 'Catch, 10 x 5 pixels, in 100,000 steps',
      hyperparameters: {
        ...{ actorSteps: 100_000, actor: 'natural', joint: true, output: 'linear', initialScale: 1.5 },
        ...{
          actorStep: 5e-5,
          criticStep: 0.05,
          valueStep: 0.3,
          valueFeatures: 256,
          hiddenNoise: 0.3,
          outputNoise: 2,
        },
        ...{ gamma: 0.97, lambda: 0.5 },
      },
    },
    objects: {
      summary: 'a neuron for each action on object features (Blob-PROST), for games',
      hyperparameters: {
        ...{ input: 'objects', actor: 'natural', joint: true, hidden: '', output: 'linear' },
        ...{ actorStep: 0.1, criticStep: 0.8, valueStep: 0.2, stepDecay: 200_000, stepFinal: 0.1 },
        ...{ outputNoise: 0.05, gamma: 0.99, lambda: 0.9 },
      },
    },
    small42: {
      summary: 'pictures of 42 x 42 rather than 21 x 21: sees smaller things',
      hyperparameters: {},
      environment: { pipeline: 'small42' },
    },
  },
  pipelineFor: ({ input }) => (input === 'objects' ? 'screen' : undefined),
  prepare: () => prepareModules('rows', 'features'),
  create: ({ actions, ...setup }) =>
    setup.hyperparameters.input === 'objects'
      ? new ObjectCritic({ ...setup, actions })
      : new LocalCritic({ ...setup, outputs: actions, act: largest }),
  createContinuous: ({ actionSpace, ...setup }) =>
    new LocalCritic({ ...setup, outputs: actionSpace.low.length, act: within(actionSpace) }),
};

/** -1..1 becomes what lies between the bounds, and nothing lies beyond them. */
export function within({ low, high }: ContinuousBox): (a: Float64Array) => Float32Array {
  const action = new Float32Array(low.length);
  return a => {
    for (let k = 0; k < action.length; k++) {
      action[k] = low[k] + ((Math.min(1, Math.max(-1, a[k])) + 1) / 2) * (high[k] - low[k]);
    }
    return action;
  };
}
