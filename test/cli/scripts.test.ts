import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from '../../src/package-root.ts';

test.each([
  ['bench-against-ale', ['--nope', '3'], /Unknown option '--nope'; usage: scripts\/bench-against-ale /],
  ['bench-against-ale', ['no_such_game'], /unknown game "no_such_game"/],
  ['bench-vector-against-ale', ['--envs'], /'--envs <value>' argument missing/],
  ['bench-against-torch', ['--rounds', 'x'], /--rounds x: a whole number from 1 on is wanted/],
  ['bench-against-torch', ['pong'], /Unexpected argument 'pong'/],
])('scripts/%s %j is refused in one line', (script, words, message) => {
  const { status, stderr } = spawnSync(process.execPath, [join(packageRoot, 'scripts', script), ...words], {
    encoding: 'utf8',
  });
  expect(stderr).toMatch(message);
  expect(stderr.trimEnd()).not.toContain('\n');
  expect(status).toBe(2);
});
