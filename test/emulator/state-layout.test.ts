import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { stateVersion } from '../../src/ale/state.ts';
import { packageRoot } from '../../src/package-root.ts';

/** Which fields, in which order, saved states of each version hold: the first digits of a checksum of their list. */
const layouts: Record<number, string> = { 1: '0adff3c4cf' };

test('a changed layout of saved states gets a new version', () => {
  const source = readFileSync(join(packageRoot, 'emulator/assembly/machine.ts'), 'utf8');
  const fields = [...source.matchAll(/^ {2}(\w+): (\w+);$/gm)].map(([, name, type]) => `${name}:${type}`);
  const held = fields.slice(fields.indexOf('ram0:u64'));
  const checksum = createHash('sha1').update(held.join()).digest('hex').slice(0, 10);
  expect(
    layouts[stateVersion],
    'emulator/assembly/machine.ts has other fields now: raise stateVersion in src/ale/state.ts and add its layout here',
  ).toBe(checksum);
});
