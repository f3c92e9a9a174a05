import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { JobResult } from '../../src/experiments/local-optimality/job.ts';
import { MemoryFile } from '../../src/experiments/memory.ts';

const result = (seed: number): JobResult => ({
  ...{ task: 'LQR', arm: 'global', actorStep: 1e-4, criticStep: 0.03, seed, greedyReturn: -seed, curve: [-9, -seed] },
});

test('a study that was stopped finds what it had, under the same settings only, until it is finished', () => {
  const path = join(mkdtempSync(join(tmpdir(), 'memory-')), 'out', 'unfinished.json');
  const first = new MemoryFile(path);
  expect(first.recall({ steps: 10 })).toEqual([]);
  first.keep([result(1)]);
  first.keep([result(2), result(3)]);
  const again = new MemoryFile(path);
  expect(again.recall({ steps: 10 })).toEqual([result(1), result(2), result(3)]);
  again.keep([result(4)]);
  expect(new MemoryFile(path).recall({ steps: 10 })).toHaveLength(4);
  expect(new MemoryFile(path).recall({ steps: 20 })).toEqual([]);
  again.forget();
  expect(existsSync(path)).toBe(false);
  writeFileSync(path, '{"settings":');
  expect(new MemoryFile(path).recall({ steps: 10 })).toEqual([]);
});
