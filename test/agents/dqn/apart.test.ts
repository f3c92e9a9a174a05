import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Actor } from '../../../src/agents/dqn/actor.ts';
import { LearnerApart } from '../../../src/agents/dqn/apart.ts';
import { hyperparameters } from '../../../src/agents/dqn/hyperparameters.ts';
import { DqnLearner } from '../../../src/agents/dqn/learner.ts';
import type { Batch } from '../../../src/agents/dqn/replay.ts';
import { Here, Study } from '../../../src/agents/dqn/study.ts';
import { startBackend } from '../../../src/nn/backend.ts';
import { Random } from '../../../src/random.ts';

const program = join(import.meta.dirname, 'train-elsewhere.mjs');
const trained = (...words: (string | number)[]): string[] =>
  execFileSync(process.execPath, [program, ...words.map(String)], { encoding: 'utf8' })
    .trim()
    .split('\n');

const rainbow = {
  ...{ double: true, dueling: true, noisy: true, distribution: 'categorical', atoms: 11 },
  ...{ steps: 3, prioritized: true, maxGradientNorm: 10 },
};

test.each([{}, rainbow, { overlap: false }])(
  'with settings %o, one and three threads learn the same bit for bit, and resume exactly with an update under way',
  { timeout: 120_000 },
  settings => {
    const [whole, resumed] = trained(1, JSON.stringify(settings));
    expect(whole).toMatch(/^[0-9a-f]{32}$/);
    expect(resumed).toBe(whole);
    expect(trained(3, JSON.stringify(settings))).toEqual([whole, whole]);
  },
);

const setup = {
  observation: [2, 12, 12] as const,
  actions: 3,
  hyperparameters: hyperparameters.parse({ network: 'small', hidden: 16 }),
};

function batch(size: number, seed: number): Batch {
  const random = new Random(seed);
  const pictures = () => Uint8Array.from({ length: size * 2 * 12 * 12 }, () => random.integer(256));
  return {
    size,
    observations: pictures(),
    nextObservations: pictures(),
    actions: Int32Array.from({ length: size }, () => random.integer(3)),
    rewards: Float32Array.from({ length: size }, () => random.integer(3) - 1),
    discounts: new Float32Array(size).fill(0.9),
    weights: new Float32Array(size).fill(1),
    slots: Int32Array.from({ length: size }, (_, i) => i),
  };
}

test('what an update changes counts when it is taken in, here and in another thread alike', async () => {
  await startBackend();
  const picture = batch(1, 9).observations;
  const places = [
    new Here({ ...setup, random: new Random(4) }),
    new LearnerApart({ ...setup, seed: 4, deterministic: false, helpers: 0 }),
  ];
  const courses = places.map(place => {
    const actor = new Actor(setup);
    const study = new Study(place, actor);
    expect(study.takeIn()).toBeUndefined();
    const course = [[...actor.values(picture)]];
    for (let update = 0; update < 3; update++) {
      study.begin(batch(4, update), update);
      expect([...actor.values(picture)]).toEqual(course.at(-1));
      const { loss, errors, slots } = study.takeIn()!;
      expect([...slots]).toEqual([0, 1, 2, 3]);
      course.push([...actor.values(picture)], [loss], [...errors]);
      course.push([...actor.values(picture)]);
    }
    expect(course[1]).not.toEqual(course[0]);
    return course;
  });
  expect(courses[1]).toEqual(courses[0]);

  const [, apart] = places as [Here, LearnerApart];
  const other = new DqnLearner({
    ...setup,
    hyperparameters: { ...setup.hyperparameters, hidden: 8 },
    random: new Random(1),
  });
  const refused = () => apart.load(other.save());
  expect(refused).toThrow(RangeError);
  expect(refused).toThrow(/^the saved network has another shape$/);

  const bad = { ...batch(4, 1), rewards: new Float32Array(4).fill(Number.NaN) };
  apart.begin(bad, 0);
  expect(() => apart.wait()).toThrow(/^the loss became NaN at update 4: a smaller learningRate may help$/);

  apart.kill();
  expect(() => {
    for (let update = 0; update < 10_000; update++) {
      apart.begin(batch(4, update), update);
      apart.wait();
    }
  }).toThrow(/^a thread that helps to compute was lost: it ended \(exit code \d\)$/);
});
