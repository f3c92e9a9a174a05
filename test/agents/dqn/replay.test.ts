import { describe, expect, test } from 'vitest';
import { Replay } from '../../../src/agents/dqn/replay.ts';
import { SumTree } from '../../../src/agents/dqn/sum-tree.ts';
import { Random } from '../../../src/random.ts';

const stack = 3;
const pictureBytes = 2;

/** A replay, and beside it a plain list of what was really seen and done, from which expectations are reckoned. */
class Recorder {
  readonly replay: Replay;
  /** Every decision: what was seen, done, received, and seen next. */
  readonly decisions: {
    before: number[];
    action: number;
    reward: number;
    after: number[];
    terminal: boolean;
    ended: boolean;
  }[] = [];
  private planes: number[] = [];
  private count = 0;

  constructor(capacity: number, steps: number, priorityExponent?: number) {
    this.replay = new Replay({ capacity, pictureBytes, stack, steps, gamma: 0.5, priorityExponent });
  }

  /** Plays an episode; every picture has a number of its own, in both of its bytes. */
  episode(length: number, end: 'terminal' | 'truncated' | 'open', lifeLostAt = -1): void {
    this.planes = [0, 0, ++this.count];
    this.replay.begin(this.observation());
    for (let i = 0; i < length; i++) {
      const before = [...this.planes];
      this.planes = [...this.planes.slice(1), ++this.count];
      const isLast = i === length - 1 && end !== 'open';
      const terminal = (isLast && end === 'terminal') || i === lifeLostAt;
      const [action, reward] = [this.count % 5, this.count];
      this.replay.add(action, reward, this.observation(), terminal, isLast);
      this.decisions.push({ before, action, reward, after: [...this.planes], terminal, ended: isLast });
    }
  }

  private observation(): Uint8Array {
    return Uint8Array.from(this.planes.flatMap(plane => [plane & 255, plane >> 8]));
  }

  /** What n steps from a decision on must give; undefined where they are not over yet. */
  expected(first: number, steps: number) {
    let reward = 0;
    let discount = 1;
    let last = first;
    for (let step = 0; step < steps; step++) {
      last = first + step;
      const decision = this.decisions[last];
      if (!decision) return undefined;
      reward += discount * decision.reward;
      discount *= 0.5;
      if (decision.terminal) return { reward, discount: 0, after: decision.after };
      if (decision.ended) break;
    }
    return { reward, discount, after: this.decisions[last].after };
  }
}

const planesAt = (bytes: Uint8Array, i: number) =>
  Array.from({ length: stack }, (_, k) => {
    const at = (i * stack + k) * pictureBytes;
    return bytes[at] + 256 * bytes[at + 1];
  });

describe.each([1, 3, 5])('replay of %i steps', steps => {
  test.each([
    ['evenly', undefined],
    ['by priority', 0.6],
  ])('draws %s every transition as it happened, across ends, cuts and lost lives, and no others', (_, exponent) => {
    const recorder = new Recorder(60, steps, exponent);
    const ends = ['terminal', 'truncated'] as const;
    const random = new Random(3);
    for (let i = 0; i < 40; i++) recorder.episode(1 + random.integer(12), ends[i % 2], i % 3 === 0 ? 2 : -1);
    recorder.episode(9, 'open');
    const seen = new Set<number>();
    for (let draw = 0; draw < 300; draw++) {
      const batch = recorder.replay.sample(8, random);
      for (let i = 0; i < batch.size; i++) {
        const before = planesAt(batch.observations, i);
        const first = recorder.decisions.findIndex(decision => decision.before[2] === before[2]);
        seen.add(first);
        const { action, before: expectedBefore } = recorder.decisions[first];
        expect(before).toEqual(expectedBefore);
        expect(batch.actions[i]).toBe(action);
        const expected = recorder.expected(first, steps)!;
        expect(expected).toBeDefined();
        expect(batch.rewards[i]).toBeCloseTo(expected.reward, 4);
        expect(batch.discounts[i]).toBe(expected.discount);
        if (expected.discount > 0) expect(planesAt(batch.nextObservations, i)).toEqual(expected.after);
      }
    }
    // All that are still stored and whole were drawn: only the oldest two may have lost their pictures.
    const whole = [...recorder.decisions.keys()].filter(i => recorder.expected(i, steps) !== undefined);
    const newest = whole.slice(-(recorder.replay.size - steps - 2));
    for (const i of newest) expect(seen.has(i), `decision ${i}`).toBe(true);
  });
});

test('a saved replay draws the same as the one it was saved from', () => {
  for (const exponent of [undefined, 0.5]) {
    const recorder = new Recorder(50, 2, exponent);
    for (let i = 0; i < 12; i++) recorder.episode(5 + i, 'terminal');
    recorder.episode(4, 'open');
    const copy = new Recorder(50, 2, exponent);
    copy.replay.load(recorder.replay.save());
    const draws = [recorder, copy].map(({ replay }) => {
      const random = new Random(9);
      const first = replay.sample(16, random);
      replay.setPriorities(
        first.slots,
        Float32Array.from({ length: 16 }, (_, i) => i),
      );
      const { observations, rewards, weights } = replay.sample(16, random, 0.5);
      return [observations, rewards, weights].map(array => [...array]);
    });
    expect(draws[1]).toEqual(draws[0]);
  }
  expect(() => new Recorder(40, 2).replay.load(new Recorder(50, 2).replay.save())).toThrow(/another size/);
});

test('too little stored, or too little room, is said', () => {
  expect(() => new Recorder(60, 1).replay.sample(1, new Random(0))).toThrow(/no whole transition/);
  expect(() => new Recorder(4, 1)).toThrow(/too small/);
});

test('by priority: transitions come as often as |error|^alpha says, and weights make up for it', () => {
  const recorder = new Recorder(64, 1, 0.5);
  recorder.episode(4, 'terminal');
  const random = new Random(1);
  const errors = [1, 4, 9, 16];
  // Slots 2 to 5 hold the four decisions: two pictures of the first stack come before.
  recorder.replay.setPriorities(Int32Array.from([2, 3, 4, 5]), errors);
  const counts = [0, 0, 0, 0];
  let weights: number[] = [];
  for (let i = 0; i < 5000; i++) {
    const batch = recorder.replay.sample(2, random, 1);
    for (const slot of batch.slots) counts[slot - 2]++;
    if (batch.slots[0] === 2 && batch.slots[1] === 5) weights = [...batch.weights];
  }
  // Roots 1, 2, 3, 4 of 10 in all.
  for (const [i, count] of counts.entries()) expect(count / 10_000).toBeCloseTo((i + 1) / 10, 1.5);
  // (4 * 1/10)^-1 = 2.5 and (4 * 4/10)^-1 = 0.625, divided by the larger.
  expect(weights[0]).toBeCloseTo(1, 5);
  expect(weights[1]).toBeCloseTo(0.25, 5);
});

test('by priority: what is new comes with the largest priority so far, which is 1 at first', () => {
  const recorder = new Recorder(64, 1, 0.5);
  recorder.episode(2, 'terminal');
  const random = new Random(1);
  const shareOf = (slot: number): number => {
    const draws = Array.from({ length: 2000 }, () => [...recorder.replay.sample(2, random).slots]).flat();
    return draws.filter(drawn => drawn === slot).length / draws.length;
  };
  // Slots 2 and 3: both at 1.
  expect(shareOf(2)).toBeCloseTo(0.5, 1.5);
  recorder.replay.setPriorities(Int32Array.of(2, 3), [9, 1]);
  // The second episode's only transition, after three pictures of its first stack and the first one's last: slot 7.
  recorder.episode(1, 'terminal');
  // Roots: 3, 1, and 3 of the new one.
  expect(shareOf(7)).toBeCloseTo(3 / 7, 1.5);
  // An error of 0 leaves the root of 1e-6, a thousandth: seldom, not never.
  recorder.replay.setPriorities(Int32Array.of(2, 3, 7), [0, 0, 0]);
  expect(shareOf(7)).toBeCloseTo(1 / 3, 1.5);
});

test('by priority: what has not got all its rewards yet is not looked for, however much weighs on it', () => {
  const recorder = new Recorder(64, 3, 1);
  recorder.episode(8, 'open');
  // Of eight decisions two wait for rewards. Next to nothing is left on the six others: with the two counted at the
  // largest priority, 1, every part of all priority but the first would lie on them.
  expect(recorder.replay.size).toBe(6);
  recorder.replay.setPriorities(Int32Array.from([2, 3, 4, 5, 6, 7]), new Float32Array(6));
  const slots = [...recorder.replay.sample(6, new Random(1)).slots];
  expect(slots).toEqual([2, 3, 4, 5, 6, 7]);
});

test('by priority: what lost a picture of its stack is not looked for, and does not come back', () => {
  const recorder = new Recorder(12, 1, 1);
  recorder.episode(10, 'open');
  // 2 pictures before, 10 decisions and the picture seen last are one more than there is room for: slot 2, the first
  // decision, has lost the oldest picture of its stack.
  expect(recorder.replay.size).toBe(9);
  recorder.replay.setPriorities(Int32Array.of(2, 3), [1e9, 1]);
  const slots = [...recorder.replay.sample(9, new Random(1)).slots];
  expect(new Set(slots)).toEqual(new Set([3, 4, 5, 6, 7, 8, 9, 10, 11]));
});

test('100,000 transitions of 84 x 84 take at most 0.8 GB and 1,000,000 at most 7.5 GB', () => {
  const options = { pictureBytes: 84 * 84, stack: 4, steps: 1, gamma: 0.99, priorityExponent: 0.5 };
  const replay = new Replay({ capacity: 10_000, ...options });
  const observation = new Uint8Array(4 * 84 * 84);
  replay.begin(observation);
  for (let i = 0; i < 12_000; i++) replay.add(0, 0, observation, i % 100 === 0, false);
  // Linear in the capacity but for the tree, which is rounded up to a power of two.
  expect(replay.bytes).toBeLessThan(10_000 * 8000);
  expect(1_000_000 * (84 * 84 + 6) + 16 * 2 ** 20).toBeLessThan(7.5e9);
});

describe('sum tree', () => {
  test('finds the leaf in which the running sum passes a mass', () => {
    const tree = new SumTree(5);
    for (const [leaf, value] of [3, 0, 2, 1, 0].entries()) tree.set(leaf, value);
    expect(tree.total).toBe(6);
    expect([0, 2.9, 3, 4.9, 5, 5.9].map(mass => tree.find(mass))).toEqual([0, 0, 2, 2, 3, 3]);
    expect(tree.find(6)).toBe(3); // What rounding may ask for.
  });
});
