import { expect, test } from 'vitest';
import {
  CompatibleCritics,
  globalTdErrors,
  oracleAdvantages,
  original,
} from '../../src/experiments/gradient-identity/critics.ts';
import { cosine, LinearSystem } from '../../src/experiments/gradient-identity/linear.ts';
import { advance, gamma, reward } from '../../src/experiments/gradient-identity/plant.ts';
import { Policy } from '../../src/experiments/gradient-identity/policy.ts';
import { actionGradient, actionValue, exactGradient } from '../../src/experiments/gradient-identity/reference.ts';
import { collect } from '../../src/experiments/gradient-identity/samples.ts';
import { gradientIdentity, type JobResult } from '../../src/experiments/gradient-identity/study.ts';
import { Random } from '../../src/random.ts';

const policy = (width: number, seed: number) => new Policy([4, width, width, 2], new Random(seed));
const state = Float64Array.of(0.7, -0.4, 0.3, -0.9);

test('a step of the pendulums, reckoned by hand', () => {
  const s = Float64Array.of(0.5, -0.5, 1, 0);
  const a = Float64Array.of(0.2, 0);
  // -(0.25 + 0.25 + 0.1 * 1 + 0.1 * 0.04)
  expect(reward(s, a)).toBeCloseTo(-0.604, 12);
  advance(s, a);
  // Spring: 0.5 * (-0.5 - 0.5) = -0.5 on the first, +0.5 on the second. sin 0.5 = 0.479426.
  const v1 = 1 + 0.2 * (-0.479426 - 0.5 * 1 - 0.5 + 0.2);
  const v2 = 0 + 0.2 * (0.479426 + 0.5);
  expect([...s].map(value => Number(value.toFixed(5)))).toEqual(
    [0.5 + 0.2 * v1, -0.5 + 0.2 * v2, v1, v2].map(value => Number(value.toFixed(5))),
  );
});

test('the gradient of Q by the action is that of finite differences', () => {
  const mu = policy(6, 3);
  const gradient = actionGradient(mu, state);
  for (const i of [0, 1]) {
    const [more, less] = [1e-5, -1e-5].map(change => {
      const action = mu.act(state).slice();
      action[i] += change;
      return actionValue(mu, state, action);
    });
    expect(gradient[i]).toBeCloseTo((more - less) / 2e-5, 6);
  }
});

test('the reference is the gradient by the weights with Q held still', () => {
  const mu = policy(5, 4);
  const still = new Policy([4, 5, 5, 2], new Random(4));
  const exact = exactGradient(mu, [state]);
  for (const [layer, index] of [
    [0, 2],
    [0, 9],
    [1, 11],
    [2, 5],
  ]) {
    const [more, less] = [1e-5, -1e-5].map(change => {
      mu.weights[layer][index] += change;
      const action = mu.act(state).slice();
      mu.weights[layer][index] -= change;
      return actionValue(still, state, action);
    });
    expect(exact[layer][index]).toBeCloseTo((more - less) / 2e-5, 6);
  }
});

test('sums of squares are solved as by hand', () => {
  const system = new LinearSystem(2);
  // y = 3 - 2 x at x = 0, 1, 2: a line through three points.
  for (const x of [0, 1, 2]) {
    system.addProduct([1, x], [1, x]);
    system.addTarget([1, x], 3 - 2 * x);
  }
  const [intercept, slope] = system.solve();
  expect(intercept).toBeCloseTo(3, 6);
  expect(slope).toBeCloseTo(-2, 6);
});

test('returns are the discounted rewards that follow', () => {
  const samples = collect(policy(4, 1), [0.1, 0.1, 0.1], 100, new Random(2));
  expect(samples).toHaveLength(100);
  for (const t of [0, 10, 70]) {
    const { reward: now, return: all } = samples[t];
    expect(all).toBeCloseTo(now + gamma * samples[t + 1].return, 10);
  }
  expect([...samples[0].next.state]).toEqual([...samples[1].state]);
});

test('the compatible critic points along backpropagation, and the original rule does not', () => {
  const mu = policy(4, 0);
  const samples = collect(mu, [0.1, 0.1, 0.1], 6000, new Random(1));
  const exact = exactGradient(
    mu,
    samples.map(sample => sample.state),
  );
  const cosines = (gradient: Float64Array[]) => gradient.map((block, l) => cosine(block, exact[l]));
  const oracle = oracleAdvantages(mu, samples);
  const learnt = globalTdErrors(samples);
  const critics = new CompatibleCritics(mu, samples, 0.1);
  const withOracle = cosines(critics.estimate(() => oracle).gradient);
  const withLearnt = cosines(critics.estimate(() => learnt).gradient);
  const early = cosines(original(mu, samples).gradient);
  expect(Math.min(...withOracle), `oracle: ${withOracle}`).toBeGreaterThan(0.97);
  expect(Math.min(...withLearnt), `LSTD: ${withLearnt}`).toBeGreaterThan(0.9);
  expect(Math.min(...early), `original: ${early}`).toBeLessThan(0.7);
});

test('the same seeds give the same study', async () => {
  const small = { seeds: [5], quick: true, samples: 1000 };
  const [{ plots, ...one }, { plots: _, ...two }] = [await gradientIdentity(small), await gradientIdentity(small)];
  expect(one).toEqual(two);
  // A picture for every picture that the text shows.
  expect([...one.text.matchAll(/\((\w+)\.svg\)/g)].map(([, name]) => name)).toEqual(Object.keys(plots));
  expect(Object.keys((one.result as { cosine: object }).cosine)).toEqual(
    expect.arrayContaining(['compatible', 'perNeuron', 'original']),
  );
});

test('a study that was stopped goes on with what it had, and comes to the same', async () => {
  const small = { quick: true, samples: 1000 };
  const kept: JobResult[] = [];
  const memory = { recall: () => [...kept], keep: (results: readonly JobResult[]) => void kept.push(...results) };
  await gradientIdentity({ ...small, seeds: [5], memory });
  expect(kept).toHaveLength(1);
  // As read from a file.
  kept.splice(0, 1, JSON.parse(JSON.stringify(kept[0])));
  const asked: string[] = [];
  const { plots: _, ...extended } = await gradientIdentity({
    ...{ ...small, seeds: [5, 6], memory },
    onProgress: (_done, what) => asked.push(what),
  });
  expect(asked.every(what => what.startsWith('seed 6'))).toBe(true);
  expect(kept).toHaveLength(2);
  const { plots: __, ...whole } = await gradientIdentity({ ...small, seeds: [5, 6] });
  expect(extended).toEqual(whole);
});
