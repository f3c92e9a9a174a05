import { expect, test } from 'vitest';
import { HeldAction } from '../../src/agents/held-action.ts';
import { Random } from '../../src/random.ts';

test('an action is held for n decisions with chance 1 / (n (n + 1))', () => {
  const random = new Random(1);
  const lengths: number[] = [];
  const held = new HeldAction();
  for (let i = 0; i < 20_000; i++) {
    const action = held.next(4, random);
    let length = 1;
    for (; held.left > 0; length++) expect(held.next(4, random)).toBe(action);
    lengths.push(length);
  }
  const share = (holds: (length: number) => boolean) => lengths.filter(holds).length / lengths.length;
  expect(share(n => n === 1)).toBeCloseTo(1 / 2, 1);
  expect(share(n => n === 2)).toBeCloseTo(1 / 6, 1);
  expect(share(n => n >= 10)).toBeCloseTo(1 / 10, 1);
  expect(share(n => n >= 100)).toBeGreaterThan(0.007);
  expect(Math.max(...lengths)).toBe(1000);
});

test('as large a share of the decisions is by chance as was asked for', () => {
  expect(HeldAction.chanceToBegin(0)).toBe(0);
  expect(HeldAction.chanceToBegin(1)).toBe(1);
  const random = new Random(2);
  const held = new HeldAction();
  const decisions = 2_000_000;
  let byChance = 0;
  for (let i = 0; i < decisions; i++) {
    if (held.left === 0 && !random.chance(HeldAction.chanceToBegin(0.2))) continue;
    held.next(4, random);
    byChance++;
  }
  expect(byChance / decisions).toBeGreaterThan(0.18);
  expect(byChance / decisions).toBeLessThan(0.22);
});
