import { expect, test } from 'vitest';
import { Occlusion } from '../../src/agents/occlusion.ts';
import { Random } from '../../src/random.ts';

const [planes, height, width] = [2, 84, 84] as const;
const size = planes * height * width;

/** An observation with a bright spot; outputs that hang on that spot only. */
function spot(y: number, x: number) {
  const observation = new Uint8Array(size);
  for (let dy = 0; dy < 3; dy++) observation.fill(200, (y + dy) * width + x, (y + dy) * width + x + 3);
  const evaluate = (observations: Uint8Array, count: number): Float32Array =>
    Float32Array.from({ length: 2 * count }, (_, i) => {
      const one = observations.subarray(Math.floor(i / 2) * size);
      return i % 2 ? 5 : one[(y + 1) * width + x + 1] / 100;
    });
  return { observation, evaluate };
}

const largest = (weights: Float32Array): number => weights.indexOf(Math.max(...weights));

test('the place on which the outputs hang stands out', () => {
  const { observation, evaluate } = spot(23, 51);
  const before = observation.slice();
  const { rows, columns, weights } = new Occlusion([planes, height, width], evaluate, '').look(observation);
  expect([rows, columns]).toEqual([12, 12]);
  // The spot's middle, pixel (24, 52), lies in place (3, 7) of 7 x 7 pixels.
  expect(largest(weights)).toBe(3 * 12 + 7);
  expect(weights.filter(weight => weight > 0.01 * Math.max(...weights)).length).toBeLessThan(20);
  expect(observation, 'is left as it was').toEqual(before);
});

test('a few places at a time come to the same as all at once', () => {
  const { observation, evaluate } = spot(60, 12);
  const random = new Random(1);
  for (let i = 0; i < 500; i++) observation[random.integer(size)] = random.integer(256);
  const once = new Occlusion([planes, height, width], evaluate, '').look(observation).weights;
  const slowly = new Occlusion([planes, height, width], evaluate, '');
  for (let done = 0; done < 144; done += 16) slowly.look(observation, 16);
  expect(slowly.look(observation, 0).weights).toEqual(once);
});
