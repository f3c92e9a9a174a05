/** What single options do, against numbers reckoned here in plain loops or by hand. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { Dqn } from '../../../src/agents/dqn/agent.ts';
import { type DqnHyperparameters, hyperparameters } from '../../../src/agents/dqn/hyperparameters.ts';
import { DqnLearner } from '../../../src/agents/dqn/learner.ts';
import { QNetwork } from '../../../src/agents/dqn/network.ts';
import type { Batch } from '../../../src/agents/dqn/replay.ts';
import type { AgentSetup } from '../../../src/agents/types.ts';
import { startBackend } from '../../../src/nn/backend.ts';
import { pictures } from '../../../src/nn/layers.ts';
import { Random } from '../../../src/random.ts';

beforeAll(() => startBackend());

const observation = [1, 4, 4] as const;
const bytes = 16;
const actions = 2;

function settingsOf(settings: Partial<DqnHyperparameters>): DqnHyperparameters {
  return hyperparameters.parse({ network: 'small', hidden: 8, ...settings });
}

/** A learner whose target network is of another seed. */
function learner(settings: Partial<DqnHyperparameters>): DqnLearner {
  const options = { observation, actions, hyperparameters: settingsOf(settings) };
  const dqn = new DqnLearner({ ...options, random: new Random(1) });
  dqn.target.copyFrom(new DqnLearner({ ...options, random: new Random(2) }).online);
  return dqn;
}

const batch: Batch = {
  size: 3,
  observations: Uint8Array.from({ length: 3 * bytes }, (_, i) => (i * 83) % 256),
  nextObservations: Uint8Array.from({ length: 3 * bytes }, (_, i) => (i * 151) % 256),
  actions: Int32Array.of(1, 0, 1),
  rewards: Float32Array.of(0.3, -1, 5),
  discounts: Float32Array.of(0.9, 0.5, 0),
  weights: Float32Array.of(1, 0.5, 0.25),
  slots: new Int32Array(3),
};

/** K numbers for every action of every picture of the batch. */
function outputsOf(network: QNetwork, bytesOfAll: Uint8Array): number[][][] {
  return tf.tidy(() => network.outputs(pictures(bytesOfAll, [3, ...observation])).arraySync());
}

const softmax = (logits: number[]): number[] => {
  const powers = logits.map(Math.exp);
  const sum = powers.reduce((a, b) => a + b);
  return powers.map(power => power / sum);
};
const sumOf = (values: number[]): number => values.reduce((a, b) => a + b, 0);
const bestOf = (values: number[]): number => values.indexOf(Math.max(...values));

test('C51: cross entropy and divergence from the projected distribution of the target network (Bellemare et al. 2017, algorithm 1)', () => {
  const [atoms, largest] = [5, 2];
  const dqn = learner({ distribution: 'categorical', atoms, largestReturn: largest });
  const support = [-2, -1, 0, 1, 2];
  const next = outputsOf(dqn.target, batch.nextObservations);
  const now = outputsOf(dqn.online, batch.observations);
  const both = next.map((ofActions, i) => {
    const distributions = ofActions.map(softmax);
    const best = bestOf(distributions.map(p => sumOf(p.map((mass, k) => mass * support[k]))));
    const projected = new Array<number>(atoms).fill(0);
    for (const [k, mass] of distributions[best].entries()) {
      const moved = Math.min(largest, Math.max(-largest, batch.rewards[i] + batch.discounts[i] * support[k]));
      const place = moved + 2;
      const [low, high] = [Math.floor(place), Math.ceil(place)];
      projected[low] += low === high ? mass : mass * (high - place);
      if (low !== high) projected[high] += mass * (place - low);
    }
    const predicted = softmax(now[i][batch.actions[i]]);
    const crossEntropy = -sumOf(projected.map((mass, k) => mass * Math.log(predicted[k])));
    const divergence = sumOf(projected.map((mass, k) => (mass === 0 ? 0 : mass * Math.log(mass / predicted[k]))));
    return { crossEntropy, divergence };
  });
  const { loss, errors } = dqn.update(batch);
  // Priorities are made of what Hessel et al. (2018) call the KL loss.
  for (const [i, { divergence }] of both.entries()) expect(errors[i]).toBeCloseTo(divergence, 4);
  expect(loss).toBeCloseTo(sumOf(both.map(({ crossEntropy }, i) => crossEntropy * batch.weights[i])) / 3, 4);
});

test('QR-DQN: quantile regression on every sample of the target network (Dabney et al. 2018, algorithm 1)', () => {
  const quantiles = 3;
  const dqn = learner({ distribution: 'quantile', quantiles });
  const next = outputsOf(dqn.target, batch.nextObservations);
  const now = outputsOf(dqn.online, batch.observations);
  const huber = (u: number) => (Math.abs(u) <= 1 ? 0.5 * u * u : Math.abs(u) - 0.5);
  const losses = next.map((ofActions, i) => {
    const best = bestOf(ofActions.map(sumOf));
    const targets = ofActions[best].map(value => batch.rewards[i] + batch.discounts[i] * value);
    return sumOf(
      now[i][batch.actions[i]].map((quantile, k) => {
        const level = (2 * k + 1) / (2 * quantiles);
        return sumOf(targets.map(t => Math.abs(level - (t < quantile ? 1 : 0)) * huber(t - quantile))) / quantiles;
      }),
    );
  });
  const { loss, errors } = dqn.update(batch);
  for (const [i, expected] of losses.entries()) expect(errors[i]).toBeCloseTo(expected, 4);
  expect(loss).toBeCloseTo(sumOf(losses.map((value, i) => value * batch.weights[i])) / 3, 4);
});

test('noisy layers: weights plus deviations times f(p) f(q) (Fortunato et al. 2018, equations 9 to 11)', () => {
  const hidden = 2;
  const network = new QNetwork(
    { picture: [3, 3, 1], actions: 2, outputs: 1, torso: 'small', hidden, dueling: false, noisy: true },
    new Random(4),
  );
  const picture = Uint8Array.from({ length: 9 }, (_, i) => 20 * i);
  network.setNoise(new Random(9));
  const actual = tf.tidy(() => network.outputs(pictures(picture, [1, 1, 3, 3])).dataSync());

  // The same noise, drawn again: for each layer first of its inputs, then of its outputs.
  const random = new Random(9);
  const draw = (count: number) =>
    Array.from({ length: count }, () => random.normal()).map(x => Math.sign(x) * Math.sqrt(Math.abs(x)));
  const noise = [
    { p: draw(16), q: draw(hidden) },
    { p: draw(hidden), q: draw(2) },
  ];
  const [filter, filterBias, ...layers] = network.variables.map(variable => [...variable.dataSync()]);
  // One place of 3 x 3 pixels, 16 filters.
  let x = filterBias.map((bias, f) =>
    Math.max(0, bias + sumOf([...picture].map((v, i) => (v / 255) * filter[16 * i + f]))),
  );
  for (const [layer, { p, q }] of noise.entries()) {
    const [weights, bias, weightsDeviation, biasDeviation] = layers.slice(4 * layer, 4 * layer + 4);
    const y = q.map((fq, j) => {
      const terms = x.map((value, i) => {
        const at = i * q.length + j;
        return value * (weights[at] + weightsDeviation[at] * p[i] * fq);
      });
      return sumOf(terms) + bias[j] + biasDeviation[j] * fq;
    });
    x = layer === 0 ? y.map(value => Math.max(0, value)) : y;
  }
  expect(layers[2][0]).toBeCloseTo(0.5 / 4, 6);
  for (const [i, expected] of x.entries()) expect(actual[i]).toBeCloseTo(expected, 4);
});

test('noisy and double: the networks that choose, judge and learn have noise of their own (Fortunato et al. 2018)', () => {
  const dqn = learner({ noisy: true, double: true });
  const random = new Random(7);
  dqn.target.setNoise(random);
  const judged = outputsOf(dqn.target, batch.nextObservations);
  dqn.online.setNoise(random);
  const choosing = outputsOf(dqn.online, batch.nextObservations);
  dqn.online.setNoise(random);
  const now = outputsOf(dqn.online, batch.observations);
  const { errors } = dqn.update(batch, new Random(7));
  for (let i = 0; i < 3; i++) {
    const best = bestOf(choosing[i].flat());
    const target = batch.rewards[i] + batch.discounts[i] * judged[i][best][0];
    expect(errors[i]).toBeCloseTo(target - now[i][batch.actions[i]][0], 4);
  }
});

test('the loss of squared errors is not cut, that of Huber is', () => {
  // Of transition 2, whose reward is 5, nothing more is to be expected; its weight is 1/4, that of the others 0.
  const only = { ...batch, weights: Float32Array.of(0, 0, 0.25) };
  const [squared, huber] = [learner({ loss: 'squared' }).update(only), learner({}).update(only)];
  const error = squared.errors[2];
  expect(error).toBeGreaterThan(4);
  expect(squared.loss).toBeCloseTo((0.25 * error * error) / 3, 4);
  expect(huber.loss).toBeCloseTo((0.25 * (error - 0.5)) / 3, 4);
});

describe('a network of one picture of 3 x 3, whose 16 features and one hidden unit are 1', () => {
  /** Q = head * (sum of 16 features / 16) + bias, the features being the filters' biases of 1. */
  function network(options: { sharedBias?: boolean; torsoGradientScale?: number }, heads: number[], bias: number[]) {
    const shape = { picture: [3, 3, 1] as const, outputs: 1, torso: 'small' as const, hidden: 1 };
    const made = new QNetwork({ ...shape, actions: 2, dueling: false, noisy: false, ...options }, new Random(1));
    const weights = [new Array(144).fill(0), new Array(16).fill(1), new Array(16).fill(1 / 16), [0], heads, bias];
    for (const [i, variable] of made.variables.entries()) variable.assign(tf.tensor(weights[i], variable.shape));
    const values = () => made.outputs(tf.zeros([1, 3, 3, 1]));
    const gradient = (of: number) => {
      const { grads } = tf.variableGrads(() => tf.sum(values()) as tf.Scalar, made.variables);
      return [...grads[made.variables[of].name].dataSync()];
    };
    return { values: [...values().dataSync()], gradient };
  }

  test('one bias serves all actions', () => {
    const { values, gradient } = network({ sharedBias: true }, [3, -1], [0.5]);
    expect(values).toEqual([3.5, -0.5]);
    // Both values rise with it.
    expect(gradient(5)).toEqual([2]);
    expect(network({}, [3, -1], [0.5, 0.25]).gradient(5)).toEqual([1, 1]);
  });

  test('the gradient that enters the last convolution is scaled, no other', () => {
    const [whole, half] = [network({}, [3, 1], [0, 0]), network({ torsoGradientScale: 0.5 }, [3, 1], [0, 0])];
    expect(half.values).toEqual(whole.values);
    // Each filter's bias adds a sixteenth to the hidden unit, which counts three times for one value, once for the other.
    expect(whole.gradient(1)).toEqual(new Array(16).fill(4 / 16));
    expect(half.gradient(1)).toEqual(new Array(16).fill(2 / 16));
    // A hidden weight brings its feature, 1, to both values.
    for (const { gradient } of [whole, half]) expect(gradient(2)).toEqual(new Array(16).fill(4));
  });
});

test('a copy makes the target network the online one', () => {
  const dqn = learner({});
  const [online, before] = [dqn.online, dqn.target].map(network => outputsOf(network, batch.observations));
  expect(before).not.toEqual(online);
  dqn.updateTarget();
  expect(outputsOf(dqn.target, batch.observations)).toEqual(online);
  // It stays that while the online network learns.
  dqn.update(batch);
  expect(outputsOf(dqn.target, batch.observations)).toEqual(online);
  expect(outputsOf(dqn.online, batch.observations)).not.toEqual(online);
});

describe('what the agent does with its options', () => {
  /** Plays steps of [reward, lives] with pictures of one grey level each, and notes what the learner was given. */
  function played(settings: Partial<DqnHyperparameters>, steps: [number, number][]) {
    const transitions = new Map<number, { reward: number; discount: number }>();
    let [updates, copies] = [0, 0];
    const epsilons: number[] = [];
    const hyperparameters = settingsOf({
      ...{ replaySize: 100, replayStart: 4, batchSize: 4, trainEvery: 1, epsilonSteps: 10, epsilonStart: 1 },
      ...settings,
    });
    const setup: AgentSetup<DqnHyperparameters> = {
      observationSpace: { type: 'box', low: 0, high: 255, shape: [4, 4], dtype: 'uint8' },
      actions,
      hyperparameters,
      random: new Random(1),
    };
    const agent = new Dqn(setup, () => ({
      get updates() {
        return updates;
      },
      begin({ size, observations, rewards, discounts }) {
        for (let i = 0; i < size; i++) {
          transitions.set(observations[bytes * i], { reward: rewards[i], discount: discounts[i] });
        }
        updates++;
      },
      wait: () => ({ loss: 0, meanValue: 0, errors: new Float32Array(hyperparameters.batchSize) }),
      copyTo() {},
      updateTarget() {
        copies++;
      },
      save: () => new Uint8Array(0),
      load() {},
    }));
    agent.begin(new Uint8Array(bytes));
    for (const [i, [reward, lives]] of steps.entries()) {
      const picture = new Uint8Array(bytes).fill(i + 1);
      agent.step({ observation: picture, reward, terminated: false, truncated: false, info: { lives } });
      epsilons.push(agent.metrics().epsilon);
    }
    return { transitions, copies, epsilons, updates };
  }

  const steps = Array.from({ length: 40 }, (_, i): [number, number] => [
    i === 3 ? 7 : i === 5 ? -0.5 : 0,
    i < 9 ? 3 : 2,
  ]);

  test('rewards are cut to -1 to 1, or not', () => {
    const cut = played({}, steps).transitions;
    expect([cut.get(3)?.reward, cut.get(5)?.reward]).toEqual([1, -0.5]);
    expect(played({ rewardClip: false }, steps).transitions.get(3)?.reward).toBe(7);
  });

  test('nothing is expected after a lost life, or as much as ever', () => {
    const lost = played({ lifeLossTerminal: true, gamma: 0.5 }, steps).transitions;
    expect([lost.get(8)?.discount, lost.get(9)?.discount, lost.get(10)?.discount]).toEqual([0.5, 0, 0.5]);
    expect(played({ lifeLossTerminal: false, gamma: 0.5 }, steps).transitions.get(9)?.discount).toBe(0.5);
  });

  test('n steps: the sum of discounted rewards, and the discount of what follows', () => {
    const { transitions } = played({ steps: 3, gamma: 0.5, rewardClip: false }, steps);
    // Rewards follow states 3 (7) and 5 (-0.5): from 2 on 0 + 7/2 + 0, from 3 on 7 + 0 - 0.5/4.
    expect(transitions.get(2)).toEqual({ reward: 3.5, discount: 0.125 });
    expect(transitions.get(3)).toEqual({ reward: 6.875, discount: 0.125 });
  });

  test('epsilon falls in a straight line once learning begins', () => {
    const { epsilons } = played({ epsilonEnd: 0.5 }, steps);
    // After 4 decisions learning begins; over 10 more epsilon falls from 1 to 0.5.
    expect([epsilons[3], epsilons[8], epsilons[13], epsilons[30]].map(e => e.toFixed(3))).toEqual([
      '1.000',
      '0.750',
      '0.500',
      '0.500',
    ]);
  });

  test('updates and copies to the target network come as often as asked', () => {
    // Of 40 decisions the first three are too early.
    expect(played({}, steps)).toMatchObject({ updates: 37 });
    expect(played({ trainEvery: 4, targetEvery: 8 }, steps)).toMatchObject({ updates: 10, copies: 5 });
  });
});

test('a network whose values are no numbers plays no action that does not exist, and the figures say it', () => {
  const setup: AgentSetup<DqnHyperparameters> = {
    observationSpace: { type: 'box', low: 0, high: 255, shape: [4, 4], dtype: 'uint8' },
    actions,
    hyperparameters: settingsOf({
      ...{ replaySize: 100, replayStart: 50 },
      epsilonStart: 0,
      epsilonEnd: 0,
      evaluationEpsilon: 0,
    }),
    random: new Random(1),
  };
  const agent = new Dqn(setup, () => ({
    updates: 0,
    begin() {},
    wait: () => ({ loss: 0, meanValue: 0, errors: new Float32Array(0) }),
    copyTo({ variables }) {
      for (const variable of variables) variable.assign(tf.fill(variable.shape, Number.NaN));
    },
    updateTarget() {},
    save: () => new Uint8Array(0),
    load() {},
  }));
  const picture = new Uint8Array(bytes);
  const played = [agent.begin(picture)];
  for (let i = 0; i < 20; i++) {
    played.push(agent.step({ observation: picture, reward: 0, terminated: false, truncated: false }));
  }
  expect(new Set(played)).toEqual(new Set([0, 1]));
  expect(agent.metrics().meanValue).toBeNaN();
  agent.learning = false;
  expect(() => agent.begin(picture)).toThrow(/^the values of the actions are no numbers: /);
});
