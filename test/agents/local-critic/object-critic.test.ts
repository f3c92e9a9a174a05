import { expect, test } from 'vitest';
import { hyperparameters } from '../../../src/agents/local-critic/hyperparameters.ts';
import { localCritic } from '../../../src/agents/local-critic/index.ts';
import { ObjectCritic } from '../../../src/agents/local-critic/object-critic.ts';
import { SparseLayer } from '../../../src/agents/local-critic/sparse-layer.ts';
import { pack, unpack } from '../../../src/bytes.ts';
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
  const parsed = hyperparameters.parse({ ...localCritic.presets?.objects.hyperparameters, ...settings });
  return { agent: new ObjectCritic({ observationSpace, actions: 2, hyperparameters: parsed, random }), random };
}

/** Features that have seen nine places, so that no group is divided any more, and a layer of two neurons beside them. */
function seasoned(decay: number, initialValue = 0) {
  const features = new ObjectFeatures(width, height);
  const layer = new SparseLayer(2, decay, initialValue);
  const places = Array.from({ length: 9 }, (_, i) => thingAt(12 * (i % 3), 13 * Math.floor(i / 3)));
  // Every place after every other: what holds depends on the picture before, too.
  for (const picture of places.flatMap(one => places.flatMap(other => [one, other]))) {
    features.see(picture);
    layer.see(features, true);
  }
  return { features, layer, places };
}

test('neurons on features by hand: traces, V, worth, W', () => {
  const { features, layer, places } = seasoned(0.5, 3);
  const show = (i: number) => {
    const active = Array.from(features.see(places[i]));
    layer.see(features, true);
    return active;
  };
  const first = show(0);
  layer.trace(Float64Array.of(0.5, -0.5));
  const second = show(8);
  layer.trace(Float64Array.of(-0.25, 0.25));
  layer.learn(0.1, 0.2);
  // e is 1 and xi for what holds, half of 1 and of the xi of then for what held before.
  const only = first.find(row => !second.includes(row))!;
  const both = first.find(row => second.includes(row))!;
  expect(layer.rowOf(only)).toEqual({
    W: [0, 0],
    v: expect.closeTo(0.05),
    w: [expect.closeTo(0.05), expect.closeTo(-0.05)],
  });
  expect(layer.rowOf(both)).toEqual({
    W: [0, 0],
    v: expect.closeTo(0.1),
    w: [expect.closeTo(-0.05), expect.closeTo(0.05)],
  });
  const third = show(8);
  const sum = (of: (row: number) => number) => third.reduce((total, row) => total + of(row), 0);
  expect(layer.value).toBeCloseTo(3 + sum(row => layer.rowOf(row).v), 5);
  expect(layer.worth[1]).toBeCloseTo(
    sum(row => layer.rowOf(row).w[1]),
    5,
  );
  expect(Array.from(layer.mu)).toEqual([0, 0]);
  layer.trace(Float64Array.of(0, 0));
  layer.follow(0.1);
  show(8);
  const mu = layer.mu[1];
  expect(mu).toBeCloseTo(
    sum(row => 0.1 * layer.rowOf(row).w[1]),
    6,
  );
  const left = mu - layer.rowOf(features.active[0]).W[1];
  expect(layer.without(new Map([[0, 1]]))[1]).toBeCloseTo(left, 6);
});

test('what is due is paid: 300 steps on changing features give what the formulas give, written out row by row', () => {
  const { features, layer, places } = seasoned(0.7);
  const random = new Random(4);
  const rows = Array.from({ length: features.size }, () => ({ v: 0, w: [0, 0], W: [0, 0], eV: 0, e: [0, 0] }));
  for (let step = 1; step <= 300; step++) {
    const active = Array.from(features.see(places[random.integer(9)]));
    layer.see(features, true);
    const sum = (of: (row: (typeof rows)[number]) => number) => active.reduce((total, i) => total + of(rows[i]), 0);
    expect(layer.value).toBeCloseTo(
      sum(({ v }) => v),
      4,
    );
    for (const k of [0, 1])
      expect(layer.worth[k]).toBeCloseTo(
        sum(({ w }) => w[k]),
        4,
      );
    for (const k of [0, 1])
      expect(layer.mu[k]).toBeCloseTo(
        sum(({ W }) => W[k]),
        4,
      );
    if (step % 100 === 0) {
      layer.forget();
      for (const row of rows) [row.eV, row.e] = [0, [0, 0]];
    }
    const xi = Float64Array.of(random.normal(), random.normal());
    layer.trace(xi);
    for (const row of rows) [row.eV, row.e] = [0.7 * row.eV, row.e.map(e => 0.7 * e)];
    // Traces that have fallen below a hundredth are cut.
    for (const row of rows) if (row.eV < 0.01) [row.eV, row.e] = [0, [0, 0]];
    for (const i of active) [rows[i].eV, rows[i].e] = [1, Array.from(xi)];
    layer.follow(0.1);
    for (const i of active) rows[i].W = rows[i].W.map((W, k) => W + 0.1 * (rows[i].w[k] - W));
    const [changeV, changeW] = [0.02 * random.normal(), 0.02 * random.normal()];
    layer.learn(changeV, changeW);
    for (const row of rows) [row.v, row.w] = [row.v + changeV * row.eV, row.w.map((w, k) => w + changeW * row.e[k])];
  }
});

test('a group that is divided keeps what it said, and its traces', () => {
  const features = new ObjectFeatures(width, height);
  const layer = new SparseLayer(1, 0.5);
  features.see(thingAt(0, 0));
  layer.see(features, true);
  layer.trace(Float64Array.of(1));
  layer.learn(0.5, 0.3);
  layer.see(features, true);
  layer.trace(Float64Array.of(1));
  layer.follow(0.5);
  layer.learn(0.5, 0.3);
  const known = features.size;
  const before = Array.from({ length: known }, (_, row) => layer.rowOf(row));
  // Of what held only a part holds now: a thing of the same colour elsewhere.
  features.see(thingAt(30, 30));
  layer.see(features, true);
  expect(features.divided.length).toBeGreaterThan(0);
  const [from, to] = features.divided;
  const [left, part] = [layer.rowOf(from), layer.rowOf(to)];
  expect(left.v + part.v).toBeCloseTo(before[from].v, 5);
  expect(left.w[0] + part.w[0]).toBeCloseTo(before[from].w[0], 5);
  expect(left.W[0] + part.W[0]).toBeCloseTo(before[from].W[0], 5);
  expect(part.v / before[from].v).toBeCloseTo(features.sizes[to] / (features.sizes[to] + features.sizes[from]), 5);
  // Both still have the trace of 1.
  layer.learn(0.25, 0);
  expect(layer.rowOf(to).v - part.v).toBeCloseTo(0.25, 5);
  expect(layer.rowOf(from).v - left.v).toBeCloseTo(0.25, 5);
});

test('the error and what neurons learn from it, by hand', () => {
  const settings = {
    stepDecay: 0,
    criticStep: 0.4,
    valueStep: 0.2,
    actorStep: 0.5,
    gamma: 0.5,
    lambda: 0,
    outputNoise: 0.1,
    epsilon: 0.5,
  };
  const { agent } = make(settings);
  const same = thingAt(0, 0);
  const fired = agent.begin(same);
  // One group holds: N = 1. Q is 0, the reward's size is the unit: delta = 1, v = 0.2, w = 0.4 (1 - 1/2) and 0.4 (-1/2).
  const then = agent.step({ observation: same, reward: -7, terminated: false, truncated: false });
  const sign = (k: number) => (k === fired ? -1 : 1);
  const { v, w, W } = agent.layer.rowOf(0);
  expect(v).toBeCloseTo(-0.2, 5);
  for (const k of [0, 1]) expect(w[k]).toBeCloseTo(0.2 * sign(k), 5);
  // W has gone half of the way.
  for (const k of [0, 1]) expect(W[k]).toBeCloseTo(0.1 * sign(k), 5);
  // What did not change is a feature, too, now: N = 2.
  agent.step({ observation: same, reward: 0, terminated: false, truncated: false });
  const value = v + (then === 0 ? 0.5 : -0.5) * (w[0] - w[1]);
  // Until now all outputs were equal: there is no lead yet to measure noise by, so it is 1.
  const chances = W.map(mu => Math.exp(mu));
  const expected = v + 0.5 * (chances[0] / (chances[0] + chances[1]) - 0.5) * (w[0] - w[1]);
  expect(agent.layer.rowOf(0).v).toBeCloseTo(v + (0.2 / 2) * (0.5 * expected - value), 5);
});

test('neurons fire with the chances of a softmax; noise is held while nothing is known', () => {
  const { agent } = make({ epsilon: 0.02, outputNoise: 0.5, actorStep: 1e-9, criticStep: 0, valueStep: 0 });
  const still = { observation: thingAt(0, 0), reward: 0, terminated: false, truncated: false };
  agent.begin(still.observation);
  const blank = Array.from({ length: 400 }, () => agent.step(still));
  // Drawn anew each time, half of the actions would be other than the one before.
  expect(blank.filter((action, i) => i > 0 && action !== blank[i - 1]).length).toBeLessThan(100);
  const { arrays, values } = unpack<Record<string, unknown>>(agent.save());
  (arrays.W as Float32Array).set([0.5, 0]);
  agent.load(pack(values, arrays));
  agent.begin(still.observation);
  const knowing = Array.from({ length: 4000 }, () => agent.step(still));
  // The lead is 0.25, so the noise becomes 0.125, and the first neuron is four of it ahead.
  const chance = 0.01 + 0.98 / (1 + Math.exp(-4));
  expect(knowing.filter(action => action === 0).length / 4000).toBeCloseTo(chance, 2);
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
  const { arrays, values } = unpack<Record<string, unknown>>(first.agent.save());
  expect(() => make().agent.load(pack(values, { ...arrays, g: new Float64Array(3) }))).toThrow(RangeError);
  expect(() => make().agent.load(pack({ ...values, format: 'local-critic objects 2' }, arrays))).toThrow(RangeError);
});

test('it learns what to do where', () => {
  const { agent } = make({ gamma: 0.5, lambda: 0, epsilon: 0.1 });
  agent.learning = false;
  expect(play(agent, 60)).toBeLessThan(0.3);
  agent.learning = true;
  play(agent, 3000, 60);
  agent.learning = false;
  expect(play(agent, 300, 3060)).toBeGreaterThan(0.75);
});

test('objects go with one layer of neurons with critics that explain the error together', () => {
  for (const settings of [{ actor: 'vanilla' }, { joint: false }, { hidden: 8 }, { td: 'perNeuron' }]) {
    expect(() => make(settings)).toThrow(/--preset objects/);
  }
});
