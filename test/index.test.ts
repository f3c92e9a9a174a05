import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from '../src/package-root.ts';

test('the example in the opening comment of the library runs', { timeout: 120_000 }, () => {
  const source = readFileSync(join(packageRoot, 'src/index.ts'), 'utf8');
  const example = [...source.slice(0, source.indexOf('*/')).matchAll(/^ \* {5}(.*)$/gm)].map(([, line]) => line);
  expect(example).toHaveLength(5);
  const program = [...example, 'console.log(observation.length);'].join('\n');
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    cwd: packageRoot,
    encoding: 'utf8',
  });
  expect({ stdout, stderr }).toEqual({ stdout: `${4 * 84 * 84}\n`, stderr: '' });
});
