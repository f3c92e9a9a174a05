/** What the benchmarks of the console print, on the game that openbrain brings along. How fast is not asked here. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from '../../src/package-root.ts';

function bench(...args: string[]): Record<string, unknown> {
  const program = join(packageRoot, 'dist/src/cli/main.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, 'bench', ...args, '--json'], {
    encoding: 'utf8',
  });
  expect(status, stderr).toBe(0);
  return JSON.parse(stdout);
}

test('bench vector', { timeout: 60_000 }, () => {
  const words = ['vector', '--game', 'orchard', '--envs', '3', '--threads', '1', '--steps', '5'];
  const result = bench(...words);
  expect(Object.keys(result)).toEqual(['game', 'envs', 'threads', 'stepsPerSecond', 'framesPerSecond']);
  expect(result).toMatchObject({ game: 'orchard', envs: 3, threads: 1 });
  expect((result.framesPerSecond as number) / (result.stepsPerSecond as number)).toBeCloseTo(4, 1);
  expect(bench(...words, '--cpu').cpuStepsPerSecond).toBeGreaterThan(0);
});

test('bench load: consoles below 64 KB', { timeout: 60_000 }, () => {
  const result = bench('load', '--game', 'orchard', '--consoles', '8');
  expect(result).toMatchObject({ game: 'orchard', consoles: 8 });
  // One picture and one snapshot at least.
  expect(result.bytes).toBeGreaterThan(160 * 210 + 7760);
  expect(result.bytes).toBeLessThan(64 * 1024);
  expect(result.loadMilliseconds).toBeGreaterThan(0);
});

test('bench snapshot', { timeout: 60_000 }, () => {
  const result = bench('snapshot', '--game', 'orchard');
  expect(Object.keys(result)).toEqual(['game', 'bytes', 'saveMicroseconds', 'restoreMicroseconds']);
  expect(result.bytes).toBeLessThan(10_000);
});
