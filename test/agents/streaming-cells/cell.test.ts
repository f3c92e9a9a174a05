import { expect, test } from 'vitest';
import { InputScale } from '../../../src/agents/input-scale.ts';
import { Cell } from '../../../src/agents/streaming-cells/cell.ts';
import { RewardScale } from '../../../src/agents/streaming-cells/scaling.ts';
import { Random } from '../../../src/random.ts';

function cellWith(shape: Cell['shape'], weights: ArrayLike<number>): Cell {
  const cell = new Cell(shape, 0, new Random(0));
  const { values, arrays } = cell.save();
  cell.load(values, { ...arrays, weights: Float32Array.from(weights) });
  return cell;
}

/** The cell after it has seen something. */
function seeing(cell: Cell, inputs: readonly number[]): Cell {
  cell.inputs.set(inputs);
  cell.forward();
  return cell;
}

/** e, as it stands. */
function tracesOf(cell: Cell): number[] {
  return Array.from(cell.written().e);
}

/** Five inputs: four that are taken at once, and one more. */
const shape = { inputs: 5, units: 4, actions: 2 };
const some = (length: number, seed: number): number[] => {
  const random = new Random(seed);
  return Array.from({ length }, () => random.normal());
};

test('a value reckoned by hand', () => {
  // One input of 2: W x = (2, -2, 2, -2), of mean 0 and variance 4: LayerNorm gives 1 and -1, and h = (1, -0.01, 1, -0.01).
  // G x = (1, 0, 0, 0): q = tanh(1) * 1 / sqrt(4) = 0.76159 / 2 = 0.38080.
  const cell = cellWith({ inputs: 1, units: 4, actions: 1 }, [1, -1, 1, -1, 0.5, 0, 0, 0]);
  const { hidden, values } = seeing(cell, [2]);
  expect(hidden[0]).toBeCloseTo(1, 5);
  expect(hidden[1]).toBeCloseTo(-0.01, 5);
  expect(values[0]).toBeCloseTo(0.3808, 4);
});

test('the gradient that is traced is that of finite differences', () => {
  const weights = some(5 * 12, 1);
  const inputs = [0.5, -1.2, 0.8, 0, 0.6];
  for (const action of [0, 1]) {
    const cell = seeing(cellWith(shape, weights), inputs);
    cell.trace(action, 0);
    const valueWith = (index: number, change: number) => {
      const changed = weights.map((weight, k) => (k === index ? weight + change : weight));
      return seeing(cellWith(shape, changed), inputs).values[action];
    };
    tracesOf(cell).forEach((gradient, k) => {
      expect(gradient).toBeCloseTo((valueWith(k, 1e-2) - valueWith(k, -1e-2)) / 2e-2, 3);
    });
  }
});

test('traces decay and add up, however long', () => {
  const weights = some(5 * 12, 2);
  const cell = cellWith(shape, weights);
  const expected = new Float64Array(weights.length);
  for (let t = 0; t < 100; t++) {
    const inputs = some(5, 100 + t);
    const action = t % 2;
    seeing(cell, inputs).trace(action, 0.79);
    const alone = seeing(cellWith(shape, weights), inputs);
    alone.trace(action, 0);
    tracesOf(alone).forEach((gradient, k) => {
      expected[k] = 0.79 * expected[k] + gradient;
    });
  }
  tracesOf(cell).forEach((trace, k) => {
    expect(trace).toBeCloseTo(expected[k], 4);
  });
  const length = expected.reduce((sum, trace) => sum + Math.abs(trace), 0);
  // ObGD with delta 3, learning rate 1, kappa 2.
  expect(cell.learn(3, 1, 2)).toBeCloseTo(1 / Math.max(1, 2 * 3 * length), 5);
});

test('a step moves the weights by alpha delta e, and never past the target', () => {
  const weights = some(5 * 12, 3);
  const cell = seeing(cellWith(shape, weights), [1, -1, 0.5, 0, 2]);
  const before = cell.values[1];
  const delta = -0.7;
  cell.trace(1, 0);
  const traces = tracesOf(cell);
  const alpha = cell.learn(delta, 1, 2);
  Array.from(cell.written().W).forEach((weight, k) => {
    expect(weight).toBeCloseTo(weights[k] + alpha * delta * traces[k], 5);
  });
  const moved = seeing(cell, [1, -1, 0.5, 0, 2]).values[1] - before;
  expect(moved).toBeLessThan(0);
  expect(moved).toBeGreaterThan(delta);
});

test('a small step size is the learning rate itself', () => {
  const cell = seeing(cellWith(shape, some(5 * 12, 4)), [0.01, 0, 0, 0, 0]);
  cell.trace(0, 0);
  expect(cell.learn(0.5, 0.001, 2)).toBe(0.001);
});

test('inputs are scaled by mean and standard deviation so far, and cut at five of them', () => {
  const scale = new InputScale(2);
  for (const value of [2, 4, 9]) scale.note(Float32Array.of(value, 7));
  // Mean 5, variance ((-3)^2 + (-1)^2 + 4^2) / 2 = 13; the second never changed.
  const inputs = Float32Array.of(9, 7);
  scale.apply(inputs);
  expect(inputs[0]).toBeCloseTo(4 / Math.sqrt(13), 5);
  expect(inputs[1]).toBe(0);
  const far = Float32Array.of(1000, 8);
  scale.apply(far);
  expect([...far]).toEqual([5, 5]);
});

test('rewards are scaled by the standard deviation of their discounted sums', () => {
  const scale = new RewardScale(0.5);
  expect(scale.scaled(4, false)).toBeCloseTo(4, 5);
  // Sums: 4, then 0.5 * 4 + 0 = 2: variance 2. An end: the third sum is 6. Mean 4, variance (0 + 4 + 4) / 2 = 4.
  expect(scale.scaled(0, true)).toBe(0);
  expect(scale.scaled(6, false)).toBeCloseTo(6 / 2, 5);
});
