import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { hyperparametersOf } from '../../../src/agents/hyperparameters.ts';
import { agentNamed, prepareAgent } from '../../../src/agents/index.ts';
import { environmentsOf } from '../../../src/agents/parallel.ts';
import { Pqn } from '../../../src/agents/pqn/agent.ts';
import { hyperparameters, type PqnHyperparameters } from '../../../src/agents/pqn/hyperparameters.ts';
import { PqnLearner } from '../../../src/agents/pqn/learner.ts';
import type { Agent } from '../../../src/agents/types.ts';
import { Catch } from '../../../src/env/classic/catch.ts';
import type { Environment } from '../../../src/env/types.ts';
import { Random } from '../../../src/random.ts';
import { Trainer } from '../../../src/training/trainer.ts';
import { compute } from '../../fixtures/backends.ts';

beforeAll(async () => {
  await prepareAgent('pqn', compute);
});

/** For a board of 10 x 5. */
const small: Partial<PqnHyperparameters> = {
  network: 'small',
  hidden: 32,
  environments: 8,
  steps: 8,
  minibatches: 2,
  gamma: 0.95,
  learningRate: 1e-3,
  epsilonEnd: 0.05,
  epsilonSteps: 4000,
};

function agentFor(environment: Environment<Uint8Array>, settings: Record<string, unknown>, random: Random): Agent {
  const definition = agentNamed('pqn');
  const { observationSpace, actionSpace } = environment;
  return definition.create({
    observationSpace,
    actions: actionSpace.n,
    hyperparameters: hyperparametersOf(definition, settings),
    random,
  });
}

function trainerFor(settings: Record<string, unknown>): Trainer {
  const random = new Random(1);
  const agent = agentFor(new Catch(), settings, random);
  return new Trainer(
    agent,
    Array.from({ length: environmentsOf(agent) }, () => new Catch()),
    random,
    1,
  );
}

/** Mean return of episodes played without learning. */
function meanReturn(agent: Agent, episodes: number): number {
  const environment = new Catch();
  agent.learning = false;
  let total = 0;
  environment.reset({ seed: 100 });
  for (let episode = 0; episode < episodes; episode++) {
    let action = agent.begin(environment.reset().observation);
    for (;;) {
      const outcome = environment.step(action);
      total += outcome.reward;
      if (outcome.terminated) break;
      action = agent.step(outcome);
    }
  }
  agent.learning = true;
  return total / episodes;
}

test('Catch of 10 x 5 pixels is learned', { timeout: 120_000 }, () => {
  const trainer = trainerFor(small);
  while (trainer.counters.steps < 25_000) trainer.step();
  // Chance catches one ball of five: a mean of -0.6.
  expect(meanReturn(trainer.agent, 100)).toBeGreaterThan(0.9);
});

describe('one update', () => {
  const actions = Int32Array.of(2, 0, 1);
  const targets = Float32Array.of(1, -2, 0.5);
  const observations = Uint8Array.from({ length: 3 * 50 }, (_, i) => (i * 89) % 256);

  function learner(changes: Partial<PqnHyperparameters> = {}): PqnLearner {
    const settings = hyperparameters.parse({ ...small, ...changes });
    return new PqnLearner({ observation: [1, 10, 5], actions: 3, hyperparameters: settings, random: new Random(5) });
  }

  test('its loss is half the mean square of what is missing to the targets', () => {
    const it = learner();
    const values = it.values(observations, 3);
    const chosen = [values[2], values[3], values[7]];
    const { loss, meanValue } = it.update(observations, actions, targets);
    const squares = chosen.map((value, i) => (value - targets[i]) ** 2);
    expect(loss).toBeCloseTo((squares[0] + squares[1] + squares[2]) / 6, 5);
    expect(meanValue).toBeCloseTo((chosen[0] + chosen[1] + chosen[2]) / 3, 5);
  });

  test('the last bias moves by RAdam’s first step: the learning rate times its gradient', () => {
    const it = learner({ learningRate: 0.01, maxGradientNorm: 0 });
    const values = it.values(observations, 3);
    const bias = it.network.variables.at(-1) as tf.Variable;
    const before = bias.dataSync().slice();
    it.update(observations, actions, targets);
    // The gradient by the bias of an action: what its one transition of three is too large, over three.
    const gradient = [values[3] - -2, values[7] - 0.5, values[2] - 1].map(error => error / 3);
    for (const [i, moved] of bias.dataSync().entries()) expect(moved).toBeCloseTo(before[i] - 0.01 * gradient[i], 6);
  });

  test('repeated, it brings the values to their targets', () => {
    const it = learner();
    for (let i = 0; i < 200; i++) it.update(observations, actions, targets);
    const values = it.values(observations, 3);
    expect([values[2], values[3], values[7]].map(value => Math.round(value * 10) / 10)).toEqual([1, -2, 0.5]);
  });

  test('targets that are no numbers change nothing and are told', () => {
    const it = learner();
    const before = it.save();
    expect(() => it.update(observations, actions, Float32Array.of(1, Number.NaN, 0))).toThrow(
      /^the loss became NaN at update 1: a smaller learningRate may help$/,
    );
    expect(Buffer.compare(it.save(), before)).toBe(0);
  });

  test('nothing is left behind', () => {
    const it = learner();
    it.update(observations, actions, targets);
    const { numTensors } = tf.memory();
    for (let i = 0; i < 5; i++) it.update(observations, actions, targets);
    expect(tf.memory().numTensors).toBe(numTensors);
  });
});

describe('what is learned from', () => {
  /** Two environments, two steps, one minibatch: the learner's one batch holds everything. */
  function observed(
    settings: Partial<PqnHyperparameters>,
    outcomes: { reward: number; lives?: number; end?: 'cut' | 'over' }[][],
  ) {
    const random = new Random(3);
    const all = hyperparameters.parse({
      ...{ ...small, environments: 2, steps: 2, minibatches: 1, epochs: 1, lambda: 0, gamma: 0.5 },
      ...settings,
    });
    const observationSpace = { type: 'box' as const, low: 0, high: 255, shape: [10, 5], dtype: 'uint8' as const };
    const agent = new Pqn({ observationSpace, actions: 3, hyperparameters: all, random });
    const seen: { observations: Uint8Array; actions: Int32Array; targets: Float32Array }[] = [];
    // Values are the first pixel of the observation, for every action.
    agent.learner.values = (observations: Uint8Array, size: number) =>
      Float32Array.from({ length: 3 * size }, (_, i) => observations[50 * Math.floor(i / 3)]);
    agent.learner.update = (observations, actions, targets) => {
      seen.push({ observations: observations.slice(), actions: actions.slice(), targets: targets.slice() });
      return { loss: 0, meanValue: 0 };
    };
    const picture = (value: number) => new Uint8Array(50).fill(value);
    agent.beginAll([picture(10), picture(20)]);
    for (const [step, row] of outcomes.entries()) {
      agent.stepAll(
        row.map(({ reward, lives = 0, end }, environment) => ({
          observation: picture(40 + 10 * step + environment),
          reward,
          terminated: end === 'over',
          truncated: end === 'cut',
          info: { lives },
          next: end && picture(200),
        })),
      );
    }
    expect(seen).toHaveLength(1);
    const { observations, targets } = seen[0];
    // By the state in which the step was taken, since the order is shuffled.
    return Object.fromEntries(Array.from(targets, (target, i) => [observations[50 * i], target]));
  }

  test('each step with one target, states in the order in which they were seen', () => {
    // 40 and 41 are seen after the first step, 50 and 51 after the second.
    expect(
      observed({}, [
        [{ reward: 1 }, { reward: 0 }],
        [{ reward: -1 }, { reward: 0 }],
      ]),
    ).toEqual({
      10: 1 + 40 / 2,
      20: 41 / 2,
      40: -1 + 50 / 2,
      41: 51 / 2,
    });
  });

  test('ends: nothing after game over, the last picture’s value after a cut, and a new episode from its first', () => {
    expect(
      observed({}, [
        [
          { reward: 1, end: 'over' },
          { reward: 0, end: 'cut' },
        ],
        [{ reward: 0 }, { reward: 0, end: 'over' }],
      ]),
    ).toEqual({ 10: 1, 20: 41 / 2, 200: expect.any(Number) });
  });

  test('a lost life is an end where that is asked for', () => {
    const outcomes = [
      [
        { reward: 0, lives: 3 },
        { reward: 0, lives: 3 },
      ],
      [
        { reward: 0, lives: 2 },
        { reward: 0, lives: 3 },
      ],
    ];
    expect(observed({ lifeLossTerminal: true }, outcomes)).toMatchObject({ 40: 0, 41: 51 / 2 });
    expect(observed({ lifeLossTerminal: false }, outcomes)).toMatchObject({ 40: 50 / 2, 41: 51 / 2 });
  });

  test('rewards are cut to -1 to 1 unless they are to count whole', () => {
    const outcomes = [
      [{ reward: 7 }, { reward: -3 }],
      [{ reward: 0.5 }, { reward: 0 }],
    ];
    expect(observed({}, outcomes)).toMatchObject({ 10: 1 + 20, 20: -1 + 41 / 2, 40: 0.5 + 25 });
    expect(observed({ rewardClip: false }, outcomes)).toMatchObject({ 10: 7 + 20, 20: -3 + 41 / 2 });
  });
});

describe('resuming', () => {
  test.each([0, 8, 200, 328])(
    'saved after %i steps, it goes on exactly as if it had never stopped',
    { timeout: 120_000 },
    steps => {
      const whole = trainerFor(small);
      while (whole.counters.steps < 400) whole.step();
      const first = trainerFor(small);
      while (first.counters.steps < steps) first.step();
      const second = trainerFor(small);
      second.load(first.save());
      // Saving what was loaded gives the same again.
      expect(Buffer.compare(second.save(), first.save())).toBe(0);
      while (second.counters.steps < 400) second.step();
      expect(Buffer.compare(second.save(), whole.save())).toBe(0);
    },
  );

  test('a state of another network, or of other environments, is refused', () => {
    const saved = trainerFor(small).agent.save();
    expect(() => trainerFor({ ...small, hidden: 8 }).agent.load(saved)).toThrow(RangeError);
    expect(() => trainerFor({ ...small, environments: 4 }).agent.load(saved)).toThrow(RangeError);
  });
});

test('what is saved for play alone plays the same, and leaves out what is being learned from', () => {
  const trainer = trainerFor(small);
  while (trainer.counters.steps < 424) trainer.step();
  const agent = trainer.agent as Pqn;
  const other = agentFor(new Catch(), small, new Random(9)) as Pqn;
  other.load(agent.saveForPlay());
  expect(agent.saveForPlay().length).toBeLessThan(agent.save().length - 8 * 8 * 4);
  const board = new Uint8Array(50).fill(255, 7, 8);
  for (const each of [agent, other]) {
    each.learning = false;
    each.begin(board);
  }
  expect([...other.values]).toEqual([...agent.values]);
});

test('play changes nothing that is learned', () => {
  const trainer = trainerFor(small);
  while (trainer.counters.steps < 400) trainer.step();
  const before = trainer.agent.save();
  meanReturn(trainer.agent, 3);
  expect(Buffer.compare(trainer.agent.save(), before)).toBe(0);
});

test.each([
  [{ minibatches: 7 }, /^8 environments of 8 steps cannot be shared out evenly to 7 minibatches$/],
  [{ network: 'nature' }, /^pictures of 10 x 5 are too small for the network "nature": network=small /],
  [{ learningRate: Number.POSITIVE_INFINITY }, /^agent pqn, hyperparameter learningRate: /],
  [{ lamda: 1 }, /^agent pqn has no hyperparameter "lamda": did you mean (gamma or )?lambda/],
])('%o is refused in one line', (settings, message) => {
  expect(() => trainerFor({ ...small, ...settings })).toThrow(message);
});
