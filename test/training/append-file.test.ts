import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { AppendFile } from '../../src/training/append-file.ts';
import { temporaryFolder } from '../fixtures/folder.ts';

test('opens at a length, cuts off what follows, and grows from there', () => {
  const path = join(temporaryFolder(), 'lines');
  writeFileSync(path, 'one\ntwo\nhalf a li');
  const file = new AppendFile(path, 8);
  file.append('three\n');
  expect(file.length).toBe(8);
  file.flush();
  expect(file.length).toBe(14);
  file.append('four\n');
  file.flush(true);
  file.close();
  expect(readFileSync(path, 'utf8')).toBe('one\ntwo\nthree\nfour\n');
});

test('what a full disk refuses is kept for the next flush', () => {
  // /dev/full is Linux's disk without room.
  const full = new AppendFile('/dev/full', 0);
  full.append('a line\n');
  expect(() => full.flush()).toThrow('cannot write /dev/full: the disk is full');
  expect(() => full.flush()).toThrow('the disk is full');
  expect(full.length).toBe(0);
  full.close();
});
