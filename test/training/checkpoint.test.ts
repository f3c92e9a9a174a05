import { mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkpointsIn, loadCheckpoint, readCheckpoint, writeCheckpoint } from '../../src/training/checkpoint.ts';
import { temporaryFolder } from '../fixtures/folder.ts';

const checkpoint = (frames: number) => ({
  frames,
  seconds: frames / 100,
  lengths: { metrics: 10 },
  trainer: Uint8Array.from({ length: 1000 }, (_, i) => i * frames),
});

test('what was written comes back, the newest first, and only two are kept', () => {
  const folder = temporaryFolder();
  for (const frames of [5, 100, 20]) writeCheckpoint(folder, checkpoint(frames));
  expect(readdirSync(folder).sort()).toEqual(['000000000020.checkpoint', '000000000100.checkpoint']);
  expect(loadCheckpoint(folder)).toEqual({ ...checkpoint(100), path: join(folder, '000000000100.checkpoint') });
  expect(loadCheckpoint(folder, '000000000020.checkpoint').frames).toBe(20);
});

test.each([
  ['a changed byte', (path: string) => flip(path, 600)],
  ['a changed byte in the sum', (path: string) => flip(path, 20)],
  ['a lost end', (path: string) => truncateSync(path, 700)],
  ['nothing left', (path: string) => truncateSync(path, 0)],
  ['another file', (path: string) => writeFileSync(path, 'hello')],
])('%s is recognised, and the sound one before it is named', (_, damage) => {
  const folder = temporaryFolder();
  writeCheckpoint(folder, checkpoint(1));
  const newest = writeCheckpoint(folder, checkpoint(2));
  damage(newest);
  expect(readCheckpoint(newest)).toHaveProperty('problem');
  expect(() => loadCheckpoint(folder)).toThrow(
    /^cannot use \S+000000000002\.checkpoint: it is [^\n]+; 000000000001\.checkpoint is sound: add --checkpoint 000000000001\.checkpoint$/,
  );
  expect(loadCheckpoint(folder, '000000000001.checkpoint').frames).toBe(1);
});

test('no sound checkpoint, none at all, and one that is not there are said as such', () => {
  const folder = temporaryFolder();
  expect(() => loadCheckpoint(folder)).toThrow(/^no checkpoint in \S+ \(there: none\)$/);
  flip(writeCheckpoint(folder, checkpoint(1)), 50);
  expect(() => loadCheckpoint(folder)).toThrow(/no other one is sound/);
  expect(() => loadCheckpoint(folder, 'x')).toThrow(/^no checkpoint x in \S+ \(there: 000000000001\.checkpoint\)$/);
});

test('a checkpoint that cannot be written leaves the earlier ones and no remains', () => {
  const folder = temporaryFolder();
  writeCheckpoint(folder, checkpoint(1));
  // A folder in its place is the one obstacle that also stops root.
  mkdirSync(join(folder, '000000000002.checkpoint'));
  expect(() => writeCheckpoint(folder, checkpoint(2))).toThrow(/^cannot write \S+000000000002\.checkpoint: [^\n]+$/);
  expect(readdirSync(folder).sort()).toEqual(['000000000001.checkpoint', '000000000002.checkpoint']);
  expect(loadCheckpoint(folder, '000000000001.checkpoint').frames).toBe(1);
  expect(checkpointsIn(join(folder, 'nowhere'))).toEqual([]);
});

function flip(path: string, at: number): void {
  const bytes = readFileSync(path);
  bytes[at] ^= 1;
  writeFileSync(path, bytes);
}
