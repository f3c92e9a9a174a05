import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { type DqnHyperparameters, hyperparameters } from '../../../src/agents/dqn/hyperparameters.ts';
import { DqnLearner } from '../../../src/agents/dqn/learner.ts';
import { presets } from '../../../src/agents/dqn/presets.ts';
import type { Batch } from '../../../src/agents/dqn/replay.ts';
import { startBackend } from '../../../src/nn/backend.ts';
import { Random } from '../../../src/random.ts';
import { compute } from '../../fixtures/backends.ts';

beforeAll(() => startBackend(compute));

const observation = [2, 6, 5] as const;
const actions = 3;
const bytes = 2 * 6 * 5;

function learner(settings: Partial<DqnHyperparameters>, seed = 1): DqnLearner {
  const all = hyperparameters.parse({ network: 'small', hidden: 16, atoms: 11, quantiles: 5, ...settings });
  return new DqnLearner({ observation, actions, hyperparameters: all, random: new Random(seed) });
}

function batch(size = 4): Batch {
  const random = new Random(5);
  const draw = () => Uint8Array.from({ length: size * bytes }, () => random.integer(256));
  return {
    size,
    observations: draw(),
    nextObservations: draw(),
    actions: Int32Array.from({ length: size }, (_, i) => i % actions),
    rewards: Float32Array.from({ length: size }, (_, i) => i - 1),
    discounts: Float32Array.from({ length: size }, (_, i) => (i === 2 ? 0 : 0.9)),
    weights: Float32Array.from({ length: size }, (_, i) => 1 / (i + 1)),
    slots: new Int32Array(size),
  };
}

const row = (all: Uint8Array, i: number) => all.subarray(i * bytes, (i + 1) * bytes);
const valuesOf = (network: 'online' | 'target', of: DqnLearner, picture: Uint8Array): Float32Array => {
  if (network === 'online') return of.values(picture);
  // The target network's values, read by putting it in the other's place.
  const other = learner({ dueling: false });
  other.online.copyFrom(of.target);
  return other.values(picture);
};

describe('the update of DQN, reckoned by hand from the values of both networks', () => {
  test.each([false, true])('double: %s', double => {
    const dqn = learner({ double });
    // Two networks that differ: the target is of another seed.
    const other = learner({}, 2);
    dqn.target.copyFrom(other.online);
    const transitions = batch();
    const argmax = (values: Float32Array) => values.indexOf(Math.max(...values));
    const errors = Array.from({ length: transitions.size }, (_, i) => {
      const next = row(transitions.nextObservations, i);
      const promised = valuesOf('target', dqn, next);
      const best = argmax(double ? dqn.values(next) : promised);
      const target = transitions.rewards[i] + transitions.discounts[i] * promised[best];
      return target - dqn.values(row(transitions.observations, i))[transitions.actions[i]];
    });
    const huber = (x: number) => (Math.abs(x) <= 1 ? 0.5 * x * x : Math.abs(x) - 0.5);
    const loss = errors.reduce((sum, error, i) => sum + (transitions.weights[i] * huber(error)) / transitions.size, 0);
    const result = dqn.update(transitions);
    for (const [i, error] of errors.entries()) expect(result.errors[i]).toBeCloseTo(error, 4);
    expect(result.loss).toBeCloseTo(loss, 5);
  });
});

test('dueling: advantages count from their mean', () => {
  const dqn = learner({ dueling: true });
  const [hidden, head] = [dqn.online.variables.at(-4)!, dqn.online.variables.at(-2)!];
  expect(head.shape).toEqual([16, 1]);
  const picture = row(batch().observations, 0);
  const before = dqn.values(picture);
  // A bias on the value's head lifts all actions alike; one on all advantages lifts none.
  dqn.online.variables.at(-1)!.assign(tf.add(dqn.online.variables.at(-1)!, 2));
  const lifted = dqn.values(picture);
  for (const i of before.keys()) expect(lifted[i] - before[i]).toBeCloseTo(2, 4);
  const advantages = dqn.online.variables.find(({ shape }) => shape.length === 1 && shape[0] === actions)!;
  advantages.assign(tf.add(advantages, 5));
  for (const i of before.keys()) expect(dqn.values(picture)[i]).toBeCloseTo(lifted[i], 4);
  expect(hidden.shape[1]).toBe(16);
});

test('noisy: with noise the values differ from draw to draw, without it they are those of the means', () => {
  const dqn = learner({ noisy: true });
  const picture = row(batch().observations, 0);
  const means = dqn.values(picture);
  dqn.online.setNoise(new Random(1));
  const first = dqn.values(picture);
  dqn.online.setNoise(new Random(2));
  const second = dqn.values(picture);
  dqn.online.setNoise(undefined);
  expect([...dqn.values(picture)]).toEqual([...means]);
  expect(first[0]).not.toBeCloseTo(means[0], 6);
  expect(first[0]).not.toBeCloseTo(second[0], 6);
});

describe.each(Object.keys(presets))('preset %s', name => {
  test('is made of known settings, learns a batch by heart, leaves nothing behind, and goes on exactly after saving', () => {
    const preset = presets[name].hyperparameters as Partial<DqnHyperparameters>;
    hyperparameters.parse(preset);
    // The pictures here are too small for the network of any preset.
    const small = { network: 'small', hidden: 16 } as const;
    const settings = { ...preset, ...small, learningRate: 2e-3, optimizerEpsilon: 1e-4, largestReturn: 5 };
    const dqn = learner(settings);
    // Nothing to be expected, so that the targets stand still.
    const transitions = { ...batch(), discounts: new Float32Array(4) };
    const losses = Array.from({ length: 3 }, () => dqn.update(transitions).loss);
    const { numTensors } = tf.memory();
    for (let i = 0; i < 400; i++) losses.push(dqn.update(transitions).loss);
    // Noise is kept between updates, anew each time: as many tensors as before.
    expect(tf.memory().numTensors).toBe(numTensors);
    dqn.online.setNoise(undefined);
    for (let i = 0; i < 4; i++) {
      const value = dqn.values(row(transitions.observations, i))[transitions.actions[i]];
      expect(Math.abs(value - transitions.rewards[i]), `transition ${i}`).toBeLessThan(0.35);
    }
    const copy = learner(settings, 9);
    copy.load(dqn.save());
    const picture = row(transitions.nextObservations, 1);
    expect([...copy.values(picture)]).toEqual([...dqn.values(picture)]);
    if (!settings.noisy) {
      expect(copy.update(transitions).loss).toBe(dqn.update(transitions).loss);
      expect([...copy.values(picture)]).toEqual([...dqn.values(picture)]);
    }
    copy.dispose();
    dqn.dispose();
  });
});

test('a loss that is no number stops learning before it reaches the weights', () => {
  const dqn = learner({});
  const before = [...dqn.values(row(batch().observations, 0))];
  const transitions = { ...batch(), rewards: new Float32Array(4).fill(Number.NaN) };
  expect(() => dqn.update(transitions)).toThrow(/^the loss became NaN at update 1: a smaller learningRate may help$/);
  expect([...dqn.values(row(batch().observations, 0))]).toEqual(before);
});

test('weights of another network are refused', () => {
  expect(() => learner({ hidden: 8 }).load(learner({}).save())).toThrow(/another shape/);
});
