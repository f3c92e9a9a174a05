import { appendFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { RunMetrics } from '../../src/dashboard/curves.ts';
import { bandOf, valueAt } from '../../src/dashboard/page/watch/bands.ts';
import { temporaryFolder } from '../fixtures/folder.ts';
import { episodeLine, evaluationLine } from './folder.ts';

test('a curve grows with its file, and a line half written waits for its end', async () => {
  const path = join(temporaryFolder(), 'metrics.jsonl');
  const metrics = new RunMetrics(path);
  expect(await metrics.refresh()).toBe(false);
  expect(metrics.meanReturn).toBeNull();

  writeFileSync(path, episodeLine(1) + episodeLine(2) + episodeLine(3).slice(0, 20));
  expect(await metrics.refresh()).toBe(true);
  expect(metrics.episodes).toBe(2);
  appendFileSync(path, episodeLine(3).slice(20));
  await metrics.refresh();
  expect(metrics.curve('run', 'return', 2)).toEqual({
    run: 'run',
    quantity: 'return',
    frames: [1000, 2000, 3000],
    seconds: [0.5, 1, 1.5],
    values: [1, 2, 3],
    // Of the last two episodes; of the first there is only one.
    means: [1, 1.5, 2.5],
  });
  expect(metrics.quantities).toEqual(
    expect.arrayContaining(['return', 'episodeFrames', 'framesPerSecond', 'agent.error']),
  );
  expect(await metrics.refresh(), 'nothing new').toBe(false);
});

test('evaluations during the training are a curve of their own beside the returns', async () => {
  const path = join(temporaryFolder(), 'metrics.jsonl');
  writeFileSync(path, episodeLine(1) + evaluationLine(2, 5) + episodeLine(2) + evaluationLine(4, 3));
  const metrics = new RunMetrics(path);
  await metrics.refresh();
  expect(metrics.episodes).toBe(2);
  expect(metrics.evaluations).toEqual({ count: 2, last: 3, best: 5 });
  const { values, evaluations } = metrics.curve('run', 'return', 1);
  expect(values).toEqual([1, 2]);
  expect(evaluations).toEqual({ frames: [2000, 4000], seconds: [1, 2], means: [5, 3] });
  expect(metrics.curve('run', 'episodeFrames', 1).evaluations).toBeUndefined();
  const others = { frames: [1500, 3500], seconds: [1, 2], means: [1, 3] };
  const band = bandOf([evaluations!, others], ({ frames }) => frames, true);
  expect([band.x, band.low, band.high]).toEqual([
    [2000, 3500],
    [1.5, 3],
    [5, 3.5],
  ]);
});

test('a run that was resumed from an earlier checkpoint loses what came after it', async () => {
  const path = join(temporaryFolder(), 'metrics.jsonl');
  writeFileSync(path, episodeLine(1) + episodeLine(2) + episodeLine(3));
  const metrics = new RunMetrics(path);
  await metrics.refresh();
  truncateSync(path, episodeLine(1).length);
  await metrics.refresh();
  expect(metrics.episodes).toBe(1);
  expect(metrics.last('return')).toBe(1);
});

test('a curve of many episodes is thinned to points that stand for all of them', async () => {
  const path = join(temporaryFolder(), 'metrics.jsonl');
  writeFileSync(path, Array.from({ length: 5000 }, (_, i) => episodeLine(i + 1)).join(''));
  const metrics = new RunMetrics(path);
  await metrics.refresh();
  const { values, frames, means } = metrics.curve('run', 'return', 1);
  expect(values.length).toBeLessThanOrEqual(800);
  expect(frames.at(-1)).toBe(5_000_000);
  expect(means.at(-1)).toBe(5000);
  // 5000 episodes in points of 7: the first stands for 1..7.
  expect(values[0]).toBe(4);
});

test('a band covers what all seeds cover, from the lowest to the highest', () => {
  const curve = (frames: number[], means: number[]) => ({
    run: '',
    quantity: 'return',
    frames,
    seconds: frames,
    values: means,
    means,
  });
  const band = bandOf([curve([0, 10], [0, 10]), curve([2, 12], [4, 4])], ({ frames }) => frames);
  expect([band.x[0], band.x.at(-1)]).toEqual([2, 10]);
  expect([band.low[0], band.mean[0], band.high[0]]).toEqual([2, 3, 4]);
  expect([band.low.at(-1), band.mean.at(-1), band.high.at(-1)]).toEqual([4, 7, 10]);
  expect(bandOf([curve([0, 1], [0, 0]), curve([5, 6], [0, 0])], ({ frames }) => frames).x).toEqual([]);
  expect(valueAt([0, 4, 8], [0, 8, 0], 5)).toBe(6);
});
