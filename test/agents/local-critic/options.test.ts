/** Every option of local-critic does what docs/local-critic.md says, alone and together with the others. */
import { expect, test } from 'vitest';
import { LocalCritic } from '../../../src/agents/local-critic/agent.ts';
import {
  actorStepAt,
  hyperparameters,
  type LocalCriticHyperparameters,
} from '../../../src/agents/local-critic/hyperparameters.ts';
import { largest, within } from '../../../src/agents/local-critic/index.ts';
import type { Action, Box, ContinuousBox } from '../../../src/env/types.ts';
import { UserError } from '../../../src/errors.ts';
import { Random } from '../../../src/random.ts';
import { Reckoning } from './reckoning.ts';

const space: Box = { type: 'box', low: -1, high: 1, shape: [3], dtype: 'float32' };
const bounds: ContinuousBox = { type: 'box', low: [-2, 0], high: [2, 1], shape: [2], dtype: 'float32' };
const small = { valueFeatures: 5, actorStep: 0.02, criticStep: 0.3, gamma: 0.9, lambda: 0.8 };

function combinations(choices: Record<string, readonly unknown[]>): Record<string, unknown>[] {
  return Object.entries(choices).reduce<Record<string, unknown>[]>(
    (all, [name, values]) => all.flatMap(known => values.map(value => ({ ...known, [name]: value }))),
    [{}],
  );
}

const common = { td: ['global', 'perNeuron'], learns: ['all', 'output'], output: ['tanh', 'linear'] };
const shapes = { hidden: ['', '4', '4,3'] };
const all = [
  ...combinations({ actor: ['vanilla', 'natural'], joint: [false, true], ...common, ...shapes }),
  ...combinations({ actor: ['perturbation'], ...common, ...shapes }),
  ...combinations({ critic: ['original'], ...common, ...shapes }),
];
const others = [
  { hiddenNoise: 0, outputNoise: 1.5 },
  { lambda: 0 },
  { lambda: 1, gamma: 1 },
  { initialValue: 3 },
  { initialValue: -2, td: 'perNeuron' },
  { initialValue: 2, critic: 'original', td: 'perNeuron' },
  { actorSteps: 30 },
  { valueFeatures: 1, valueScale: 4 },
  { valueStep: 0, criticStep: 0 },
  { initialScale: 3, actor: 'natural' },
];

function agentOf<Actions extends Action>(
  settings: Record<string, unknown>,
  act: (a: Float64Array) => Actions,
  outputs: number,
  seed = 1,
): { agent: LocalCritic<Actions>; options: LocalCriticHyperparameters; random: Random } {
  const random = new Random(seed);
  const options = hyperparameters.parse({ ...small, ...settings });
  return {
    agent: new LocalCritic({ observationSpace: space, outputs, act, hyperparameters: options, random }),
    options,
    random,
  };
}

/** A matrix that lies in one array. */
const rowsOf = (array: Float64Array, length: number): number[][] =>
  Array.from({ length: array.length / length }, (_, n) => [...array.subarray(n * length, (n + 1) * length)]);

/** A reckoning that begins where the agent does. */
function beside(agent: LocalCritic<Action>, options: LocalCriticHyperparameters, random: Random): Reckoning {
  const { features } = agent as unknown as { features: { weights: Float64Array; offsets: Float64Array } };
  const own = new Random();
  own.restore(random.save());
  const W = agent.layers.map(layer => rowsOf(layer.W, layer.x.length));
  return new Reckoning(options, { W, R: rowsOf(features.weights, 3), b: [...features.offsets] }, own);
}

/** What happens, time step by time step; `begins`: an episode. */
function* story(seed: number, steps: number) {
  const random = new Random(seed);
  for (let t = 0; t < steps; t++) {
    const observation = Float32Array.from({ length: 3 }, (_, j) => (j === 2 && t < 20 ? 1 : random.normal()));
    const begins = t === 0 || random.chance(0.1);
    yield { observation, reward: random.normal(), terminated: random.chance(0.1), truncated: false, begins };
  }
}

function play(
  agent: LocalCritic<Action>,
  seed: number,
  steps: number,
  each: (action: Action) => void = () => {},
): void {
  for (const { begins, ...outcome } of story(seed, steps)) {
    each(begins ? agent.begin(outcome.observation) : agent.step(outcome));
  }
}

test.each([...all, ...others])('%j: as reckoned with plain arrays, choices and real numbers', settings => {
  for (const outputs of [2, 3]) {
    const isChoice = outputs === 3;
    const { agent, options, random } = agentOf<Action>(settings, isChoice ? largest : within(bounds), outputs);
    const reckoning = beside(agent, options, random);
    for (const { begins, ...outcome } of story(7, 40)) {
      const observation = [...outcome.observation];
      const action = begins ? agent.begin(outcome.observation) : agent.step(outcome);
      if (begins) reckoning.begin(observation);
      else reckoning.step({ ...outcome, observation });
      const a = reckoning.outputs;
      if (isChoice) expect(action).toBe(a.indexOf(Math.max(...a)));
      else {
        const expected = a.map((value, k) => {
          const [low, high] = [bounds.low[k], bounds.high[k]];
          return low + ((Math.max(-1, Math.min(1, value)) + 1) / 2) * (high - low);
        });
        near(action as Float32Array, expected, 1e-5);
      }
    }
    for (const [l, layer] of agent.layers.entries()) {
      near(layer.W, reckoning.W[l].flat());
      near(layer.e, reckoning.e[l].flat());
      if (options.critic === 'compatible') near(agent.compatible[l].w, reckoning.w[l].flat());
      else {
        near(agent.original[l].thetaV, reckoning.thetaV[l].flat());
        near(agent.original[l].thetaA, reckoning.thetaA[l]);
      }
      if (options.td === 'perNeuron' && options.critic === 'compatible') near(agent.ownValues[l].v, reckoning.own[l]);
    }
    near(agent.value.v, reckoning.v);
  }
});

function near(values: ArrayLike<number>, expected: readonly number[], tolerance = 1e-8): void {
  expect(values.length).toBe(expected.length);
  const furthest = Math.max(...expected.map((value, i) => Math.abs(values[i] - value) / Math.max(1, Math.abs(value))));
  expect(furthest).toBeLessThan(tolerance);
}

test('something is learned in all of them, so that agreement says something', () => {
  for (const settings of [...all, ...others]) {
    const { agent } = agentOf(settings, largest, 3);
    const before = agent.layers.map(({ W }) => [...W]);
    play(agent, 7, 60);
    const changed = agent.layers.map(({ W }, l) => W.some((value, i) => value !== before[l][i]));
    const { learns, criticStep, hiddenNoise } = hyperparameters.parse({ ...small, ...settings });
    // A critic that learns nothing has nothing to say; neurons without noise have nothing to learn from.
    const expected = changed.map(
      (_, l) => criticStep > 0 && (l === changed.length - 1 || (learns === 'all' && hiddenNoise > 0)),
    );
    expect(changed, JSON.stringify(settings)).toEqual(expected);
  }
});

test('saved in the middle of an episode and loaded, every combination goes on bit for bit', () => {
  for (const settings of [...all, ...others]) {
    for (const [outputs, act] of [
      [3, largest],
      [2, within(bounds)],
    ] as const) {
      const { agent, random } = agentOf<Action>(settings, act, outputs);
      play(agent, 7, 25);
      const copy = agentOf<Action>(settings, act, outputs, 2);
      copy.agent.load(agent.save());
      copy.random.restore(random.save());
      const [one, other]: Action[][] = [[], []];
      for (const { begins: _, ...outcome } of story(8, 25)) {
        for (const [{ step }, actions] of [
          [bound(agent), one],
          [bound(copy.agent), other],
        ] as const) {
          const action = step(outcome);
          actions.push(typeof action === 'number' ? action : action.slice());
        }
      }
      expect(other, JSON.stringify(settings)).toEqual(one);
      expect(Buffer.compare(copy.agent.save(), agent.save()), JSON.stringify(settings)).toBe(0);
    }
  }
});

const bound = (agent: LocalCritic<Action>) => ({ step: agent.step.bind(agent) });

test('evaluation: no noise, nothing drawn, nothing learned', () => {
  for (const settings of all) {
    const { agent, random } = agentOf<Action>(settings, largest, 3);
    play(agent, 7, 30);
    agent.learning = false;
    const learned = () => [
      ...agent.layers.flatMap(({ W, e }) => [...W, ...e]),
      ...agent.compatible.flatMap(({ w }) => [...w]),
      ...agent.original.flatMap(({ thetaV, thetaA }) => [...thetaV, ...thetaA]),
      ...agent.value.v,
    ];
    const { observation: first } = [...story(9, 1)][0];
    // A new episode wipes the traces.
    agent.begin(first);
    const [before, state] = [learned(), random.save()];
    play(agent, 10, 20, action => {
      const { mu, a, xi } = agent.layers[agent.layers.length - 1];
      expect([...a]).toEqual([...mu]);
      expect(xi.every(value => value === 0)).toBe(true);
      expect(action).toBe(mu.indexOf(Math.max(...mu)));
    });
    expect(random.save()).toEqual(state);
    expect(learned().every((value, i) => value === before[i])).toBe(true);
  }
});

test('noise, initial weights and sizes are those asked for', () => {
  const { agent } = agentOf({ hidden: '40,30', hiddenNoise: 0.2, outputNoise: 0.7 }, largest, 3);
  expect(agent.layers.map(({ neurons }) => neurons)).toEqual([40, 30, 3]);
  agent.begin(Float32Array.of(1, 2, 3));
  for (const [l, { a, mu, xi }] of agent.layers.entries()) {
    near(
      a,
      Array.from(mu, (m, n) => m + (l < 2 ? 0.2 : 0.7) * xi[n]),
    );
  }
  const spread = agent.layers.flatMap(({ xi }) => [...xi]);
  const square = spread.reduce((sum, value) => sum + value * value, 0) / spread.length;
  expect(square).toBeGreaterThan(0.6);
  expect(square).toBeLessThan(1.6);
  // Equal draws: twice the scale, twice the weights; biases and the last layer as they are.
  const larger = agentOf({ hidden: '40,30', initialScale: 2 }, largest, 3).agent;
  for (const [l, layer] of agent.layers.entries()) {
    const row = layer.x.length;
    near(
      larger.layers[l].W,
      Array.from(layer.W, (value, i) => (l < 2 && i % row < row - 1 ? 2 * value : value)),
    );
  }
  const [first] = agent.layers;
  const deviation = (values: number[]) =>
    Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
  expect(deviation([...first.W].filter((_, i) => i % 4 < 3))).toBeCloseTo(1 / Math.sqrt(3), 0);
  expect(deviation([...first.W].filter((_, i) => i % 4 === 3))).toBeGreaterThan(0.2);
  expect(deviation([...first.W].filter((_, i) => i % 4 === 3))).toBeLessThan(0.4);
  const last = agent.layers[2];
  expect([...last.W].filter((_, i) => i % 31 === 30).every(bias => bias === 0)).toBe(true);
  expect(deviation([...last.W].filter((_, i) => i % 31 < 30))).toBeCloseTo(0.1 / Math.sqrt(30), 2);
  const none = agentOf({ hidden: '' }, largest, 3).agent;
  expect(none.layers.map(({ neurons }) => neurons)).toEqual([3]);
});

test('features of V: as many as asked for, and a 1; sharper by the scale', () => {
  const phiOf = (valueScale: number) => {
    const { agent } = agentOf({ valueFeatures: 6, valueScale }, largest, 2);
    agent.begin(Float32Array.of(1, 2, 3));
    agent.step({ observation: Float32Array.of(2, 0, 3), reward: 0, terminated: false, truncated: false });
    return [...(agent as unknown as { phi: Float64Array }).phi];
  };
  const [flat, sharp] = [phiOf(1), phiOf(3)];
  expect(flat).toHaveLength(7);
  expect([flat[6], sharp[6]]).toEqual([1, 1]);
  near(
    sharp.slice(0, 6).map(Math.atanh),
    flat.slice(0, 6).map(value => 3 * Math.atanh(value)),
  );
});

test('a_t falls to 5 % in a straight line, and stays there', () => {
  const at = (decisions: number) => actorStepAt({ actorStep: 2, actorSteps: 100 }, decisions);
  expect([0, 50, 100, 1000].map(at)).toEqual([2, 2 * (1 - 0.475), 2 * (1 - 0.95), 2 * (1 - 0.95)]);
  expect(actorStepAt({ actorStep: 2, actorSteps: 0 }, 1000)).toBe(2);
});

test('options that would leave each other nothing to say are refused', () => {
  for (const settings of [
    { critic: 'original', actor: 'natural' },
    { critic: 'original', joint: true },
    { actor: 'perturbation', joint: true },
  ]) {
    expect(() => agentOf(settings, largest, 3)).toThrow(UserError);
  }
});
