import { expect, test } from 'vitest';
import { seedList } from '../../src/cli/arguments.ts';

test('seeds: a list, none twice, one alone by the comma at its end', () => {
  expect(seedList('3,7, 3')).toEqual([3, 7]);
  expect(seedList('7,')).toEqual([7]);
  for (const wrong of ['', ',', '7,,', '1,x', '-1,2', '2147483648,']) {
    expect(() => seedList(wrong), wrong).toThrow(/--seeds .*: a whole number from 0 to 2147483647 is wanted/);
  }
});
