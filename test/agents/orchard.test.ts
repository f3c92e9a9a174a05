import { beforeAll, expect, test } from 'vitest';
import { hyperparametersOf } from '../../src/agents/hyperparameters.ts';
import { agentNamed, prepareAgent } from '../../src/agents/index.ts';
import { environmentsOf } from '../../src/agents/parallel.ts';
import { Random } from '../../src/random.ts';
import { Trainer } from '../../src/training/trainer.ts';
import { MovingThings } from '../fixtures/moving-things.ts';

/** The game that comes with openbrain, learned from pictures of 8 x 7 on the WebAssembly backend. */

beforeAll(async () => {
  for (const name of ['dqn', 'pqn']) await prepareAgent(name, { backend: 'wasm' });
});

const both = { network: 'small', hidden: 32, gamma: 0.95, learningRate: 1e-3, epsilonEnd: 0.05 };
const dqn = { double: true, steps: 3, trainEvery: 2, targetEvery: 200, replaySize: 10_000, replayStart: 500 };
const pqn = { environments: 8, steps: 16, minibatches: 4, lambda: 0.8 };

// Actions drawn at random catch 1.2 apples in an episode; the most in one of a hundred episodes were five.
test.each([
  ['dqn', { ...both, ...dqn, epsilonSteps: 4000 }, 12_000],
  ['pqn', { ...both, ...pqn, epsilonSteps: 15_000 }, 40_000],
])('Orchard is learned by %s', { timeout: 600_000 }, (name, settings, decisions) => {
  const definition = agentNamed(name);
  const hyperparameters = hyperparametersOf(definition, settings);
  const random = new Random(1);
  const { observationSpace, actionSpace } = new MovingThings();
  const agent = definition.create({ observationSpace, actions: actionSpace.n, hyperparameters, random });
  const environments = Array.from({ length: environmentsOf(agent) }, () => new MovingThings());
  const trainer = new Trainer(agent, environments, random, 1);
  while (trainer.counters.steps < decisions) trainer.step();
  const last = trainer.recentReturns.slice(-30);
  expect(last.reduce((sum, apples) => sum + apples, 0) / last.length).toBeGreaterThan(5);
});
