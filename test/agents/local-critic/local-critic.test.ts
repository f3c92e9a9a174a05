import { expect, test } from 'vitest';
import { LocalCritic } from '../../../src/agents/local-critic/agent.ts';
import { CompatibleCritics, OriginalCritics } from '../../../src/agents/local-critic/critics.ts';
import { hyperparameters } from '../../../src/agents/local-critic/hyperparameters.ts';
import { largest, localCritic, within } from '../../../src/agents/local-critic/index.ts';
import { Layer } from '../../../src/agents/local-critic/layer.ts';
import { LinearValue } from '../../../src/agents/local-critic/linear-value.ts';
import { CartPole } from '../../../src/env/classic/cart-pole.ts';
import { Catch } from '../../../src/env/classic/catch.ts';
import { Lqr } from '../../../src/env/classic/lqr.ts';
import { Random } from '../../../src/random.ts';
import { Trainer } from '../../../src/training/trainer.ts';

/** One tanh neuron that sees two numbers, with W = (0.5, -1, 0.25) and xi as given. */
function neuron(xi: number): Layer {
  const initial = { weights: 1, biases: 0 };
  const layer = new Layer({ inputs: 2, neurons: 1, activation: 'tanh', sigma: 0.1, initial }, new Random(0));
  layer.W.set([0.5, -1, 0.25]);
  layer.forward(Float64Array.of(1, 2), undefined);
  layer.xi[0] = xi;
  return layer;
}

// z = 0.5 * 1 - 1 * 2 + 0.25 = -1.25; f' = 1 - tanh(z)^2; x = (1, 2, 1), |x|^2 = 6.
const slope = 1 - Math.tanh(-1.25) ** 2;

test('a neuron: z, mu, f’(z), a', () => {
  const layer = neuron(0);
  expect([...layer.x]).toEqual([1, 2, 1]);
  expect(layer.mu[0]).toBeCloseTo(Math.tanh(-1.25), 12);
  expect(layer.slope[0]).toBeCloseTo(slope, 12);
  expect(layer.uu(0, layer.xx)).toBeCloseTo(6 * slope ** 2, 12);
  const noisy = layer.forward(Float64Array.of(1, 2), new Random(1));
  expect(noisy[0]).toBeCloseTo(layer.mu[0] + 0.1 * layer.xi[0], 12);
  expect(layer.xi[0]).not.toBe(0);
});

test('the compatible critic: e_w, A, w, and the three actor steps', () => {
  const layer = neuron(2);
  const critics = new CompatibleCritics(layer);
  layer.e.set([1, 0, 0]);
  layer.trace(0.5);
  // e = 0.5 (1, 0, 0) + xi f' (1, 2, 1)
  const e = [0.5 + 2 * slope, 4 * slope, 2 * slope];
  for (const [i, value] of e.entries()) expect(layer.e[i]).toBeCloseTo(value, 12);
  critics.w.set([0.3, -0.1, 0.2]);
  critics.see();
  // u.w = f' (0.3 - 0.2 + 0.2)
  expect(critics.uw[0]).toBeCloseTo(0.3 * slope, 12);
  expect(critics.advantage(0)).toBeCloseTo(2 * 0.3 * slope, 12);
  critics.learn(0, 0.7);
  for (const [i, w] of [0.3, -0.1, 0.2].entries()) expect(critics.w[i]).toBeCloseTo(w + 0.7 * e[i], 12);
  // rms of the first step is that step's own: it has length a_t sqrt(3) in the direction of the vector.
  layer.move(0, 0.01, -4, Float64Array.of(1, 2, 1), 0, 6);
  const length = 0.01 / Math.sqrt(6 / 3);
  for (const [i, w] of [0.5, -1, 0.25].entries()) expect(layer.W[i]).toBeCloseTo(w - length * [1, 2, 1][i], 12);
});

test('the early code’s critic: Q, traces, weights', () => {
  const layer = neuron(0);
  layer.a[0] = -0.5;
  const critics = new OriginalCritics(layer);
  critics.thetaV.set([0.1, 0.2, 0.3]);
  critics.thetaA[0] = 2;
  expect(critics.value(0, layer.x, layer.a)).toBeCloseTo(0.1 + 0.4 + 0.3 - 1, 12);
  critics.trace(0.9);
  critics.trace(0.5);
  expect([...critics.eV]).toEqual([1.5, 3, 1.5]);
  critics.learn(0, 0.1);
  expect(critics.thetaV[1]).toBeCloseTo(0.2 + 0.1 * 3, 12);
  expect(critics.thetaA[0]).toBeCloseTo(2 + 0.1 * -0.75, 12);
});

test('V: traces and TD(lambda)', () => {
  const value = new LinearValue(2);
  value.v.set([1, -1]);
  value.trace(Float64Array.of(1, 3), 0.5);
  value.trace(Float64Array.of(2, 0), 0.5);
  value.learn(0.1);
  expect([...value.v]).toEqual([1 + 0.1 * 2.5, -1 + 0.1 * 1.5]);
  expect(value.of(Float64Array.of(2, 1))).toBeCloseTo(2 * 1.25 - 0.85, 12);
});

/*
 * A whole step, terminal, from V = 0 and w = 0: delta = r. One linear output neuron for each of two actions, no hidden
 * layer, actor "perturbation": W moves by a_t delta e_w / rms, and the first rms makes that a_t times the direction.
 */
test('a whole step by hand: marginal, joint, and without critics', () => {
  const setup = (settings: object) =>
    new LocalCritic({
      observationSpace: { type: 'box', low: -1, high: 1, shape: [1], dtype: 'float32' },
      outputs: 2,
      act: largest,
      hyperparameters: hyperparameters.parse({ hidden: '', output: 'linear', criticStep: 0.5, ...settings }),
      random: new Random(3),
    });
  const marginal = setup({});
  marginal.begin(Float32Array.of(2));
  const [layer] = marginal.layers;
  const xi = [...layer.xi];
  marginal.step({ observation: Float32Array.of(1), reward: 3, terminated: true, truncated: false });
  // The first input is its own mean: x = (0, 1) with the bias. u = x, |u|^2 = 1, A = 0, w = 0.5 * 3 * xi (0, 1) / 1.1
  for (let n = 0; n < 2; n++) {
    expect(marginal.compatible[0].w[2 * n]).toBe(0);
    expect(marginal.compatible[0].w[2 * n + 1]).toBeCloseTo((1.5 * xi[n]) / 1.1, 12);
  }
  // Joint: the denominator is that of both, 2.1.
  const joint = setup({ joint: true });
  joint.begin(Float32Array.of(2));
  joint.step({ observation: Float32Array.of(1), reward: 3, terminated: true, truncated: false });
  expect(joint.compatible[0].w[1]).toBeCloseTo((1.5 * xi[0]) / 2.1, 12);
  // Without critics: each row moves by a_t in the direction of delta xi x, whatever its size.
  const without = setup({ actor: 'perturbation', actorStep: 0.01 });
  without.begin(Float32Array.of(2));
  const before = [...without.layers[0].W];
  without.step({ observation: Float32Array.of(1), reward: 3, terminated: true, truncated: false });
  for (let n = 0; n < 2; n++) {
    // One of the row's two numbers moves: the rms over both is its size / sqrt(2).
    const moved = without.layers[0].W[2 * n + 1] - before[2 * n + 1];
    expect(moved).toBeCloseTo(0.01 * Math.SQRT2 * Math.sign(xi[n]), 12);
  }
  expect([...without.compatible[0].w]).toEqual([0, 0, 0, 0]);
});

test('only the output layer learns where that is wanted', () => {
  const trainer = cartPole({ learns: 'output', hidden: '4' });
  const { layers } = trainer.agent as LocalCritic<number>;
  const before = layers.map(({ W }) => [...W]);
  for (let step = 0; step < 50; step++) trainer.step();
  expect([...layers[0].W]).toEqual(before[0]);
  expect([...layers[1].W]).not.toEqual(before[1]);
});

function cartPole(settings: object, seed = 1): Trainer {
  const random = new Random(seed);
  const environment = new CartPole();
  const { observationSpace } = environment;
  const parsed = hyperparameters.parse(settings);
  const agent = localCritic.create({ observationSpace, actions: 2, hyperparameters: parsed, random });
  return new Trainer(agent, [environment], random, seed);
}

test.each([
  ['global', {}],
  ['joint and natural', { joint: true, actor: 'natural' }],
  ['a TD error of each neuron’s own', { td: 'perNeuron' }],
  ['the early code', { critic: 'original', td: 'perNeuron', hiddenNoise: 0 }],
  ['the early code with V', { critic: 'original' }],
  ['perturbation', { actor: 'perturbation', actorSteps: 500 }],
])('saved in the middle of an episode and loaded, it goes on bit for bit: %s', (_, settings) => {
  const [whole, first, second] = [0, 0, 0].map(() => cartPole({ hidden: '8,6', ...settings }));
  for (let step = 0; step < 400; step++) whole.step();
  for (let step = 0; step < 233; step++) first.step();
  second.load(first.save());
  for (let step = 233; step < 400; step++) second.step();
  expect(Buffer.compare(second.save(), whole.save())).toBe(0);
  expect(() => cartPole({ hidden: '7,6', ...settings }).load(first.save())).toThrow(RangeError);
});

test('continuous actions lie within their bounds, and resume exactly, too', () => {
  const space = new Lqr().actionSpace;
  expect([...within(space)(Float64Array.of(0, 5))]).toEqual([0, 2]);
  expect([...within(space)(Float64Array.of(-0.5, -5))]).toEqual([-1, -2]);
  const make = () => {
    const [environment, random] = [new Lqr(), new Random(1)];
    const { observationSpace, actionSpace } = environment;
    const setup = { observationSpace, actionSpace, hyperparameters: hyperparameters.parse({ hidden: 8 }), random };
    return new Trainer(localCritic.createContinuous!(setup), [environment], random, 1);
  };
  const [whole, first, second] = [make(), make(), make()];
  for (let step = 0; step < 130; step++) whole.step();
  for (let step = 0; step < 77; step++) first.step();
  second.load(first.save());
  for (let step = 77; step < 130; step++) second.step();
  expect(Buffer.compare(second.save(), whole.save())).toBe(0);
});

test('it learns to balance a pole', { timeout: 120_000 }, () => {
  const trainer = cartPole({ hidden: '16', actorSteps: 20_000, gamma: 0.99, initialValue: 100 });
  const lengths: number[] = [];
  while (trainer.counters.steps < 20_000) for (const { episodeSteps } of trainer.step()) lengths.push(episodeSteps);
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  // By chance a pole falls after 22 steps.
  expect(mean(lengths.slice(0, 20))).toBeLessThan(60);
  expect(mean(lengths.slice(-20))).toBeGreaterThan(100);
});

test('it learns Catch from pixels with the preset', { timeout: 120_000 }, () => {
  const random = new Random(1);
  const environment = new Catch();
  const { observationSpace } = environment;
  const parsed = hyperparameters.parse(localCritic.presets?.catch.hyperparameters);
  const agent = localCritic.create({ observationSpace, actions: 3, hyperparameters: parsed, random });
  const trainer = new Trainer(agent, [environment], random, 1);
  const returns: number[] = [];
  while (trainer.counters.steps < 100_000) for (const ended of trainer.step()) returns.push(ended.return);
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  // By chance the ball is caught about once in five times; 1 is the best there is, and the noise stays on here.
  expect(mean(returns.slice(0, 300))).toBeLessThan(0);
  expect(mean(returns.slice(-300))).toBeGreaterThan(0.5);
});

test('V begins with initialValue: with 1 a step and V0 = 1 / (1 - gamma), only a failure is news', () => {
  const trainer = cartPole({ gamma: 0.9, initialValue: 10, valueStep: 0.5 });
  const { value } = trainer.agent as LocalCritic<number>;
  while (trainer.counters.episodes === 0) {
    expect(Math.max(...value.v.map(Math.abs))).toBeLessThan(1e-12);
    trainer.step();
  }
  expect(Math.max(...value.v.map(Math.abs))).toBeGreaterThan(0.01);
});
