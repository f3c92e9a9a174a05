import { expect, test } from 'vitest';
import { ObjectFeatures } from '../../src/features/object-features.ts';

function field(ballX: number, ballY: number): Uint8Array {
  const screen = new Uint8Array(160 * 210);
  for (let row = ballY; row < ballY + 4; row++) screen.fill(30, row * 160 + ballX, row * 160 + ballX + 4);
  return screen;
}

test('a ball that moved makes one more feature with each other blob, told apart by how it moved and where it is', () => {
  const plain = new ObjectFeatures(160, 210);
  const moving = new ObjectFeatures(160, 210, { motionSteps: [[15, 10]] });
  const knownAfter = (...balls: [number, number][]) =>
    [plain, moving].map(features => {
      features.forget();
      for (const ball of balls) features.see(field(...ball));
      return features.known;
    });
  const more = (...balls: [number, number][]) => {
    const [a, b] = knownAfter(...balls);
    return b - a;
  };
  expect(more([40, 100])).toBe(0); // nothing before it
  expect(more([40, 100], [40, 100])).toBe(0); // it stands still
  expect(more([40, 100], [45, 100])).toBe(1); // 5 to the right
  expect(more([39, 100], [45, 100])).toBe(1); // 6 to the right are as good as 5
  expect(more([50, 100], [45, 100])).toBe(2); // to the left
  expect(more([0, 100], [45, 100])).toBe(2); // 45 away: another ball
  expect(more([50, 117], [45, 117])).toBe(3); // to the left, and a tile lower
});
