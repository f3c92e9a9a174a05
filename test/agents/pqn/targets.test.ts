import { expect, test } from 'vitest';
import { lambdaReturns } from '../../../src/agents/pqn/targets.ts';

/** Three steps in two environments; step by step, [environment 0, environment 1]. */
const played = {
  steps: 3,
  environments: 2,
  rewards: Float32Array.of(1, 0, 0, -1, 2, 0.5),
  values: Float32Array.of(10, 20, 4, 30, 8, 6),
  ends: new Uint8Array(6),
  endValues: new Float32Array(6),
};

function returns(lambda: number, changes: Partial<typeof played> = {}): number[] {
  const targets = new Float32Array(6);
  lambdaReturns({ ...played, ...changes }, [16, 12], { gamma: 0.5, lambda }, targets);
  return [...targets];
}

test('with lambda 0, targets look one step ahead', () => {
  // 1 + 4/2, 0 + 30/2; 0 + 8/2, -1 + 6/2; 2 + 16/2, 0.5 + 12/2.
  expect(returns(0)).toEqual([3, 15, 4, 2, 10, 6.5]);
});

test('with lambda 1, they are the rewards up to the last value', () => {
  // Environment 0: 10; 0 + 10/2 = 5; 1 + 5/2. Environment 1: 6.5; -1 + 6.5/2 = 2.25; 0 + 2.25/2.
  expect(returns(1)).toEqual([3.5, 1.125, 5, 2.25, 10, 6.5]);
});

test('in between, by hand', () => {
  // Environment 0: 10; 0 + (0.75 * 8 + 0.25 * 10)/2 = 4.25; 1 + (0.75 * 4 + 0.25 * 4.25)/2 = 3.03125.
  // Environment 1: 6.5; -1 + (0.75 * 6 + 0.25 * 6.5)/2 = 2.0625; 0 + (0.75 * 30 + 0.25 * 2.0625)/2 = 11.5078125.
  expect(returns(0.25)).toEqual([3.03125, 11.5078125, 4.25, 2.0625, 10, 6.5]);
});

test('nothing is expected past an end, and nothing from after it flows back', () => {
  const ends = Uint8Array.of(0, 0, 1, 0, 0, 1);
  // Environment 0 ends with step 1: its reward alone, 0; then 1 + (0.75 * 4 + 0.25 * 0)/2. Environment 1: 0.5 at last.
  // -1 + (0.75 * 6 + 0.25 * 0.5)/2 = 1.3125; (0.75 * 30 + 0.25 * 1.3125)/2 = 11.4140625.
  expect(returns(0.25, { ends })).toEqual([2.5, 11.4140625, 0, 1.3125, 10, 0.5]);
});

test('an episode that was cut is worth what was seen last', () => {
  const ends = Uint8Array.of(0, 0, 1, 0, 0, 0);
  const endValues = Float32Array.of(0, 0, 7, 0, 0, 0);
  // 0 + 7/2 = 3.5; 1 + (0.75 * 4 + 0.25 * 3.5)/2 = 2.9375.
  expect(returns(0.25, { ends, endValues }).filter((_, i) => i % 2 === 0)).toEqual([2.9375, 3.5, 10]);
});
