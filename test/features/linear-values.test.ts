import { expect, test } from 'vitest';
import { LinearValues } from '../../src/features/linear-values.ts';
import { ObjectFeatures } from '../../src/features/object-features.ts';
import { Random } from '../../src/random.ts';
import { keysOf } from './keys.ts';
import { wandering } from './pictures.ts';

const motionSteps = [[15, 10] as const];

/** The update as the book prints it, for single features, every trace touched at every step. */
class Plain {
  readonly w = new Map<string, number>();
  readonly e = new Map<string, number>();

  constructor(
    private readonly decay: number,
    private readonly cut: number,
  ) {}

  value(keys: readonly number[], action: number): number {
    return keys.reduce((sum, key) => sum + (this.w.get(`${key} ${action}`) ?? 0), 0);
  }

  trace(keys: readonly number[], action: number): void {
    for (const [key, trace] of this.e) {
      if (trace * this.decay < this.cut) this.e.delete(key);
      else this.e.set(key, trace * this.decay);
    }
    for (const key of keys) this.e.set(`${key} ${action}`, 1);
  }

  add(change: number): void {
    for (const [key, trace] of this.e) this.w.set(key, (this.w.get(key) ?? 0) + change * trace);
  }
}

test.each([
  { decay: 0.9 * 0.99, cut: 0.01 },
  { decay: 0.5, cut: 0.3 },
  { decay: 0, cut: 0.01 },
])('with power 1, groups give the values of the plain update of single features (decay $decay)', ({ decay, cut }) => {
  const random = new Random(3);
  const actions = 3;
  const features = new ObjectFeatures(160, 210, { motionSteps });
  const values = new LinearValues(features, { actions, decay, cut, groupPower: 1 });
  const plain = new Plain(decay, cut);
  const picture = wandering(random);
  for (let step = 0; step < 400; step++) {
    const keys = keysOf(features, picture());
    const found = values.find();
    for (let a = 0; a < actions; a++) expect(found[a]).toBeCloseTo(plain.value(keys, a), 3);
    expect(values.activeRate).toBe(keys.length);
    const action = random.integer(actions);
    expect(values.trace(action)).toBeCloseTo(plain.value(keys, action), 3);
    plain.trace(keys, action);
    const change = 0.01 * random.normal();
    values.add(change);
    plain.add(change);
    if (random.chance(0.02)) {
      features.forget();
      values.clearTraces();
      plain.e.clear();
    }
  }
});

/*
 * By hand, on an empty screen: 3 features (colour 0 in its tile, colour 0 with itself, bias) are one group, which the
 * second picture joins by another (colour 0 then and now).
 */
test('with power 0 a group learns as fast as a single feature', () => {
  const features = new ObjectFeatures(160, 210);
  const values = new LinearValues(features, { actions: 1, decay: 0.5, cut: 0.01, groupPower: 0 });
  const empty = new Uint8Array(160 * 210);
  features.see(empty);
  expect([...values.find()]).toEqual([0]);
  expect(values.activeRate).toBe(1);
  expect(values.trace(0)).toBe(0);
  values.add(1);
  features.see(empty);
  expect([...values.find()]).toEqual([1]);
  expect(values.activeRate).toBe(2);
  expect(values.trace(0)).toBe(1);
  values.add(2); // Both groups: 3 and 2.
  features.see(empty);
  expect([...values.find()]).toEqual([5]);
});

test('dividing a group changes no value', () => {
  const features = new ObjectFeatures(160, 210);
  const values = new LinearValues(features, { actions: 2, decay: 0.9, cut: 0.01, groupPower: 0 });
  const screen = new Uint8Array(160 * 210);
  screen.fill(2, 0, 4);
  features.see(screen);
  values.find();
  values.trace(1);
  values.add(1); // One group of 6 features, worth 1.
  features.forget();
  features.see(new Uint8Array(160 * 210));
  expect([...values.find()]).toEqual([0, 0.5]); // 3 of 6 hold.
  values.add(1); // The traces are in both parts now.
  features.forget();
  features.see(screen);
  expect(values.find()[1]).toBeCloseTo(3, 6);
});

test('saved in the middle of an episode, it goes on to exactly the same values', () => {
  const make = () => {
    const features = new ObjectFeatures(160, 210, { motionSteps });
    return { features, values: new LinearValues(features, { actions: 2, decay: 0.8, cut: 0.05, groupPower: 0 }) };
  };
  const learn = ({ features, values }: ReturnType<typeof make>, picture: Uint8Array, random: Random) => {
    features.see(picture);
    const found = [...values.find()];
    values.trace(random.integer(2));
    values.add(0.01 * random.normal());
    return found;
  };
  const picture = wandering(new Random(4));
  const random = new Random(5);
  const one = make();
  for (let step = 0; step < 100; step++) learn(one, picture(), random);
  const other = make();
  other.features.load(one.features.save());
  other.values.load(one.values.save());
  const draws = [new Random(6), new Random(6)];
  for (let step = 0; step < 100; step++) {
    const next = picture();
    expect(learn(other, next, draws[1])).toEqual(learn(one, next, draws[0]));
  }
  expect(other.values.save()).toEqual(one.values.save());
});
