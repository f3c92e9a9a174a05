import { beforeAll, describe, expect, test } from 'vitest';
import { hyperparametersOf } from '../../../src/agents/hyperparameters.ts';
import { agentNamed, prepareAgent } from '../../../src/agents/index.ts';
import type { Agent } from '../../../src/agents/types.ts';
import { Catch } from '../../../src/env/classic/catch.ts';
import { make } from '../../../src/env/make.ts';
import type { Environment } from '../../../src/env/types.ts';
import { Random } from '../../../src/random.ts';
import { Trainer } from '../../../src/training/trainer.ts';
import { compute } from '../../fixtures/backends.ts';

beforeAll(() => prepareAgent('dqn', compute));

const small = {
  network: 'small',
  hidden: 32,
  learningRate: 1e-3,
  trainEvery: 1,
  targetEvery: 100,
  replaySize: 2000,
  replayStart: 200,
  epsilonSteps: 1000,
  epsilonEnd: 0.05,
  gamma: 0.95,
};

function agentFor(environment: Environment<Uint8Array>, settings: Record<string, unknown>, random: Random): Agent {
  const definition = agentNamed('dqn');
  const hyperparameters = hyperparametersOf(definition, settings);
  const { observationSpace, actionSpace } = environment;
  return definition.create({ observationSpace, actions: actionSpace.n, hyperparameters, random });
}

function trainerFor(settings: Record<string, unknown>): Trainer {
  const environment = new Catch();
  const random = new Random(1);
  return new Trainer(agentFor(environment, settings, random), [environment], random, 1);
}

/** Mean return of episodes played without learning. */
function meanReturn(agent: Agent, environment: Environment<Uint8Array>, episodes: number): number {
  agent.learning = false;
  let total = 0;
  environment.reset({ seed: 100 });
  for (let episode = 0; episode < episodes; episode++) {
    let action = agent.begin(environment.reset().observation);
    for (let steps = 0; steps < 2000; steps++) {
      const outcome = environment.step(action);
      total += outcome.reward;
      if (outcome.terminated || outcome.truncated) break;
      action = agent.step(outcome);
    }
  }
  return total / episodes;
}

const options: [string, Record<string, unknown>][] = [
  ['DQN', {}],
  ['DQN with RMSProp', { optimizer: 'rmsprop', learningRate: 2.5e-4, optimizerEpsilon: 1e-4 }],
  ['QR-DQN', { distribution: 'quantile', quantiles: 20 }],
  [
    'Rainbow',
    {
      ...{ double: true, dueling: true, noisy: true, distribution: 'categorical', atoms: 21, largestReturn: 2 },
      ...{ steps: 3, prioritized: true, epsilonStart: 0, epsilonEnd: 0, maxGradientNorm: 10 },
    },
  ],
];

describe('Catch of 10 x 5 pixels is learned', () => {
  test.each([
    ['DQN', {}, 4000, 0.9],
    // With so small a network one seed in three still misses the balls of one column then: means of 0.2 to 0.7.
    ['Rainbow', { ...options[3][1], trainEvery: 2 }, 3500, 0.4],
  ])('by %s', { timeout: 120_000 }, (_, settings, steps, enough) => {
    const trainer = trainerFor({ ...small, ...settings });
    while (trainer.counters.steps < steps) trainer.step();
    // Chance catches one ball of five: a mean of -0.6.
    expect(meanReturn(trainer.agent, new Catch(), 100)).toBeGreaterThan(enough);
  });
});

describe('resuming', () => {
  test.each(options)(
    'with the replay saved, %s goes on exactly as if it had never stopped',
    { timeout: 120_000 },
    (_, settings) => {
      const all = { ...small, ...settings, saveReplay: true };
      const whole = trainerFor(all);
      while (whole.counters.steps < 400) whole.step();
      const first = trainerFor(all);
      // In the middle of an episode, which has nine steps.
      while (first.counters.steps < 313) first.step();
      const second = trainerFor(all);
      second.load(first.save());
      while (second.counters.steps < 400) second.step();
      expect(Buffer.compare(second.save(), whole.save())).toBe(0);
    },
  );

  test('without it, learning waits until enough is stored again', () => {
    const first = trainerFor(small);
    while (first.counters.steps < 313) first.step();
    const second = trainerFor(small);
    second.load(first.save());
    const { updates } = second.agent.metrics();
    while (second.counters.steps < 500) second.step();
    expect(second.agent.metrics().updates).toBe(updates);
    while (second.counters.steps < 560) second.step();
    expect(second.agent.metrics().updates).toBeGreaterThan(updates);
  });

  test('a state of a network of another size is refused', () => {
    expect(() => trainerFor({ ...small, hidden: 8 }).agent.load(trainerFor(small).agent.save())).toThrow(RangeError);
  });
});

test('evaluation changes nothing', () => {
  const trainer = trainerFor({ ...small, saveReplay: true });
  while (trainer.counters.steps < 400) trainer.step();
  const before = trainer.agent.save();
  meanReturn(trainer.agent, new Catch(), 3);
  const after = trainer.agent.save();
  // But for the action that was taken last, which stands in the table in front.
  expect(Buffer.compare(after.subarray(-100_000), before.subarray(-100_000))).toBe(0);
});

test.each([
  [{ batchSize: 5000, replaySize: 2000 }, /^batchSize 5000 is larger than replaySize 2000$/],
  [{ replayStart: 3000, replaySize: 2000 }, /^replayStart 3000 is larger than replaySize 2000$/],
  [{ steps: 60, replaySize: 61, replayStart: 40 }, /^replaySize 61 has no room for 1 pictures and 60 steps$/],
  [{ network: 'nature' }, /^pictures of 10 x 5 are too small for the network "nature": network=small /],
  [{ learningRate: Number.POSITIVE_INFINITY }, /^agent dqn, hyperparameter learningRate: /],
  [{ lerningRate: 1 }, /^agent dqn has no hyperparameter "lerningRate": did you mean learningRate\?$/],
])('%o is refused in one line', (settings, message) => {
  expect(() => trainerFor({ ...small, ...settings })).toThrow(message);
});

test('replay that cannot be saved whole is refused before anything is done', () => {
  const environment = make('orchard', { pipeline: 'dqn' });
  expect(() => agentFor(environment, { saveReplay: true }, new Random(0))).toThrow(
    /^saveReplay is possible up to a replaySize of 228261, not 1000000$/,
  );
  environment.close();
});

test('what the replay will take is known before it takes it', () => {
  const { trainingBytes, hyperparameters } = agentNamed('dqn');
  const box = { type: 'box', low: 0, high: 255, shape: [4, 84, 84], dtype: 'uint8' } as const;
  const setup = { observationSpace: box, actions: 6, hyperparameters: hyperparameters.parse({ prioritized: true }) };
  const bytes = trainingBytes?.(setup) ?? 0;
  expect(bytes).toBeGreaterThan(1e6 * 84 * 84);
  expect(bytes).toBeLessThan(7.5e9);
});

test('errors of the process stay the process\u2019s own', () => {
  expect(process.listeners('uncaughtException').map(String).join()).not.toMatch(/ExitStatus/);
});
