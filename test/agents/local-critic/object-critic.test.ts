import { expect, test } from 'vitest';
import { hyperparameters } from '../../../src/agents/local-critic/hyperparameters.ts';
import { localCritic } from '../../../src/agents/local-critic/index.ts';
import { ObjectCritic } from '../../../src/agents/local-critic/object-critic.ts';
import { SparseLayer } from '../../../src/agents/local-critic/sparse-layer.ts';
import { ObjectFeatures } from '../../../src/features/object-features.ts';
import { Random } from '../../../src/random.ts';

const [width, height] = [40, 45];
const observationSpace = { type: 'box', low: 0, high: 255, shape: [height, width], dtype: 'uint8' } as const;

/** A picture of one thing on a ground. */
function thingAt(x: number, y: number): Uint8Array {
  const picture = new Uint8Array(width * height);
  for (let j = y; j < y + 4; j++) picture.fill(30, j * width + x, j * width + x + 4);
  return picture;
}

/** A thing goes about; pushing it (action 1) where it is in the left half is rewarded. */
function play(agent: ObjectCritic, steps: number, from = 0): number {
  let [action, sum] = [from === 0 ? agent.begin(thingAt(0, 0)) : -1, 0];
  for (let step = from; step < from + steps; step++) {
    const isLeft = Math.floor(step / 3) % 2 === 0;
    const reward = action < 0 ? 0 : action === (isLeft ? 0 : 1) ? 1 : -1;
    sum += reward;
    const observation = thingAt(Math.floor((step + 1) / 3) % 2 === 0 ? 0 : 30, 10 * (step % 3));
    action = agent.step({ observation, reward, terminated: false, truncated: false });
  }
  return sum / steps;
}

function make(settings: object = {}): { agent: ObjectCritic; random: Random } {
  const random = new Random(1);
  const parsed = hyperparameters.parse({ ...localCritic.presets?.objects.hyperparameters, hidden: 8, ...settings });
  return { agent: new ObjectCritic({ observationSpace, actions: 2, hyperparameters: parsed, random }), random };
}

test('a neuron on features by hand: z, V, traces, steps', () => {
  const features = new ObjectFeatures(width, height);
  const initial = { weights: 1, biases: 1 };
  const layer = new SparseLayer({ inputs: 0, neurons: 1, activation: 'linear', sigma: 0.5, initial });
  const random = new Random(0);
  const active = features.see(thingAt(0, 0)).length;
  layer.see(features, random);
  const x = 1 / Math.sqrt(active);
  expect(active).toBeGreaterThan(0);
  expect(layer.xx).toBeCloseTo(2, 6);
  const rows = Array.from({ length: active + 1 }, (_, i) => i);
  const before = rows.map(row => layer.W[row]);
  const a = layer.forward(random)[0];
  const z = before[0] + x * before.slice(1).reduce((sum, w) => sum + w, 0);
  expect(layer.mu[0]).toBeCloseTo(z, 5);
  expect(a).toBeCloseTo(z + 0.5 * layer.xi[0], 5);
  layer.trace(0.9);
  layer.trace(0.9);
  // Twice the same: e = 1.9 xi x.
  expect(layer.tracesOf(1)[0]).toBeCloseTo(1.9 * layer.xi[0] * x, 5);
  layer.learnValue(0.1);
  expect(layer.value()).toBeCloseTo(0.1 * 1.9 * 2, 5);
  const square = rows.reduce((sum, row) => sum + layer.tracesOf(row)[0] ** 2, 0);
  expect(layer.ee[0]).toBeCloseTo(square, 5);
  layer.steps = 1; // The first rms is the step's own.
  layer.improve(0.01, -2);
  const step = (0.01 * -2 * layer.tracesOf(1)[0]) / Math.sqrt(4 * square);
  expect(layer.weightsOf(1)[0] - before[1]).toBeCloseTo(step, 5);
});

test('what is due is paid: 200 steps on changing features give what the formulas give, written out row by row', () => {
  const features = new ObjectFeatures(width, height);
  const initial = { weights: 1, biases: 1 };
  const layer = new SparseLayer({ inputs: 0, neurons: 2, activation: 'tanh', sigma: 0.5, initial });
  const random = new Random(4);
  const [W, e]: Map<number, Float64Array>[] = [new Map(), new Map()];
  // Everything that will be seen first: then no group is divided on the way.
  const places = Array.from({ length: 9 }, (_, i) => thingAt(12 * (i % 3), 13 * Math.floor(i / 3)));
  for (const picture of [...places, ...places, ...places]) {
    features.see(picture);
    layer.see(features, random);
  }
  for (let row = 0; row < layer.known; row++) {
    W.set(row, layer.weightsOf(row));
    e.set(row, new Float64Array(2));
  }
  layer.forget();
  const means = [0, 0];
  for (let step = 1; step <= 200; step++) {
    features.see(places[random.integer(9)], false);
    layer.see(features, undefined);
    const held = [0, ...Array.from(features.active, i => i + 1)];
    const xs = [1, ...Array.from(features.shares, share => share / Math.sqrt(features.active.length))];
    layer.forward(random);
    layer.trace(0.5);
    const delta = random.normal();
    layer.improve(0.1, delta);
    for (const row of e.values()) for (let n = 0; n < 2; n++) row[n] *= 0.5;
    held.forEach((row, i) => {
      for (let n = 0; n < 2; n++) e.get(row)![n] += layer.xi[n] * layer.slope[n] * xs[i];
    });
    for (let n = 0; n < 2; n++) {
      const square = [...e.values()].reduce((sum, row) => sum + row[n] ** 2, 0);
      means[n] = layer.meanSquare[n];
      // Traces that count no more are dropped; here they stay.
      expect(Math.abs(layer.ee[n] - square)).toBeLessThan(0.01 * square);
      for (const [row, weights] of W) weights[n] += (0.1 * delta * e.get(row)![n]) / Math.sqrt(means[n]);
    }
  }
  for (const [row, weights] of W) {
    const own = layer.weightsOf(row);
    for (let n = 0; n < 2; n++) expect(Math.abs(own[n] - weights[n])).toBeLessThan(0.02 * (1 + Math.abs(weights[n])));
  }
});

test('saved and loaded, it goes on bit for bit', () => {
  const [whole, first, second] = [make(), make(), make()];
  play(whole.agent, 300);
  play(first.agent, 170);
  second.agent.load(first.agent.save());
  second.random.restore(first.random.save());
  // The step at which the action is not known to `play` has no reward; so for both.
  play(first.agent, 130, 170);
  play(second.agent, 130, 170);
  expect(Buffer.compare(second.agent.save(), first.agent.save())).toBe(0);
  expect(() => make({ hidden: 9 }).agent.load(first.agent.save())).toThrow(RangeError);
});

test('it learns what to do where', () => {
  const { agent } = make({ actorStep: 0.01 });
  expect(play(agent, 200)).toBeLessThan(0.5);
  play(agent, 6000, 200);
  agent.learning = false;
  expect(play(agent, 300, 6200)).toBeGreaterThan(0.9);
});

test('objects go with perturbation only', () => {
  expect(() => make({ actor: 'vanilla' })).toThrow(/actor=perturbation/);
  expect(() => make({ joint: true })).toThrow(/actor=perturbation/);
});
