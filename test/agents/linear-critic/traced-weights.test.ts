import { expect, test } from 'vitest';
import { TracedWeights } from '../../../src/agents/linear-critic/traced-weights.ts';
import { Random } from '../../../src/random.ts';

const features = (...numbers: number[]) => Int32Array.from(numbers);

/** Q of a state in which only these features are active. */
function value(weights: TracedWeights, actions: number, action: number, ...numbers: number[]): number {
  const values = new Float64Array(actions);
  weights.values(features(...numbers), values);
  return values[action];
}

test('three updates by hand: a trace decays, is replaced and not added to, and other actions keep theirs', () => {
  const weights = new TracedWeights(2, 0.5, 0.01);
  expect(weights.trace(features(0, 1), 0)).toBe(0); // e[0,0] = e[1,0] = 1
  weights.add(1); // w[0,0] = w[1,0] = 1
  expect(weights.trace(features(1, 2), 0)).toBe(1); // e[0,0] = 0.5, e[1,0] = e[2,0] = 1
  weights.add(2); // w[0,0] = 2, w[1,0] = 3, w[2,0] = 2
  expect(weights.trace(features(0), 1)).toBe(0); // e[0,0] = 0.25, e[1,0] = e[2,0] = 0.5, e[0,1] = 1
  weights.add(4); // w[0,0] = 3, w[1,0] = 5, w[2,0] = 4, w[0,1] = 4
  expect([0, 1, 2].map(i => value(weights, 2, 0, i))).toEqual([3, 5, 4]);
  expect([0, 1, 2].map(i => value(weights, 2, 1, i))).toEqual([4, 0, 0]);
  expect([0, 1].map(a => value(weights, 2, a, 0, 1, 2))).toEqual([12, 4]);
});

/** The update as the book prints it, every trace touched at every step. */
class Plain {
  readonly w: Float64Array;
  readonly e: Float64Array;

  constructor(
    size: number,
    private readonly actions: number,
    private readonly decay: number,
    private readonly cut: number,
  ) {
    this.w = new Float64Array(size * actions);
    this.e = new Float64Array(size * actions);
  }

  trace(active: Int32Array, action: number): void {
    for (let i = 0; i < this.e.length; i++) {
      this.e[i] *= this.decay;
      if (this.e[i] < this.cut) this.e[i] = 0;
    }
    for (const i of active) this.e[i * this.actions + action] = 1;
  }

  add(change: number): void {
    for (let i = 0; i < this.w.length; i++) this.w[i] += change * this.e[i];
  }
}

test.each([
  { decay: 0.9 * 0.99, cut: 0.01 },
  { decay: 0.5, cut: 0.3 },
  { decay: 0, cut: 0.01 },
])('2,000 random updates give the weights of the plain update (decay $decay, cut $cut)', ({ decay, cut }) => {
  const random = new Random(3);
  const [size, actions] = [60, 3];
  const weights = new TracedWeights(actions, decay, cut);
  const plain = new Plain(size, actions, decay, cut);
  weights.grow(size);
  for (let step = 0; step < 2000; step++) {
    const active = Int32Array.from({ length: size }, (_, i) => i).filter(() => random.chance(0.1));
    const action = random.integer(actions);
    const change = random.normal();
    const before = active.reduce((sum, i) => sum + plain.w[i * actions + action], 0);
    expect(Math.abs(weights.trace(active, action) - before)).toBeLessThan(1e-2);
    plain.trace(active, action);
    weights.add(change);
    plain.add(change);
    if (random.chance(0.01)) {
      weights.clearTraces();
      plain.e.fill(0);
    }
  }
  for (let i = 0; i < size; i++) {
    for (let a = 0; a < actions; a++) {
      // Single-precision weights of size 10 to 100 after 2,000 additions.
      expect(Math.abs(value(weights, actions, a, i) - plain.w[i * actions + a]), `w[${i}, ${a}]`).toBeLessThan(2e-3);
    }
  }
});

test('saved in the middle of an episode, it goes on to exactly the same values', () => {
  const random = new Random(4);
  const [size, actions] = [40, 2];
  const one = new TracedWeights(actions, 0.8, 0.05);
  one.grow(size);
  const learn = (learner: TracedWeights, draws: Random) => {
    const active = Int32Array.from({ length: size }, (_, i) => i).filter(() => draws.chance(0.2));
    learner.trace(active, draws.integer(actions));
    learner.add(draws.normal());
  };
  for (let step = 0; step < 100; step++) learn(one, random);
  const other = new TracedWeights(actions, 0.8, 0.05);
  other.load(one.save(size));
  const [drawsOfOne, drawsOfOther] = [new Random(5), new Random(5)];
  for (let step = 0; step < 100; step++) {
    learn(one, drawsOfOne);
    learn(other, drawsOfOther);
  }
  expect(other.save(size)).toEqual(one.save(size));
});
