import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { builtinNames, fetchRoms, loadRom } from '../../roms-fetch/index.ts';
import { UserError } from '../../src/errors.ts';
import { fakePip, fakeRoms, md5, strangeRom, useTemporaryHome, wheel } from './fakes.ts';

vi.mock('../../roms-fetch/checksums.ts', async () => (await import('./fakes.ts')).fakeIndex());

const place = useTemporaryHome();

function failure(nameOrPath: string): string {
  try {
    loadRom(nameOrPath);
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return (error as UserError).message;
  }
  throw new Error(`${nameOrPath} was loaded`);
}

test('a ROM is loaded from the store by name, and from a file by its checksum', async () => {
  fakePip(place.folder, { wheel: wheel() });
  await fetchRoms(['beta']);
  expect(loadRom('beta')).toMatchObject({ name: 'beta', label: 'beta', md5: md5(fakeRoms.beta) });
  const file = join(place.folder, 'whatever.a26');
  writeFileSync(file, fakeRoms.gamma);
  const rom = loadRom(file);
  expect(rom).toMatchObject({ name: 'gamma', label: file });
  expect(Buffer.from(rom.bytes).equals(fakeRoms.gamma)).toBe(true);
});

test('a file with an unknown checksum is loaded without a name, for whoever knows more checksums', () => {
  const file = join(place.folder, 'strange.bin');
  writeFileSync(file, strangeRom);
  expect(loadRom(file)).toMatchObject({ name: undefined, md5: md5(strangeRom) });
});

test('the built-in ROMs load with nothing stored', () => {
  for (const name of builtinNames) expect(loadRom(name).bytes.length).toBeGreaterThan(1000);
});

test('each thing that can be wrong has its own line', () => {
  expect(failure('alpha')).toBe('no ROM of alpha yet: openbrain roms fetch alpha (or openbrain roms import PATH)');
  expect(failure('alhpa')).toMatch(/^unknown game "alhpa": did you mean alpha\?/);
  expect(failure('./nowhere.bin')).toBe('cannot read ./nowhere.bin: no such file or folder');
  expect(failure(place.folder)).toMatch(/it is a folder/);
  const text = join(place.folder, 'text.bin');
  writeFileSync(text, 'no ROM');
  expect(failure(text)).toMatch(/not an Atari 2600 ROM/);
  mkdirSync(join(place.home, 'roms'), { recursive: true });
  writeFileSync(join(place.home, 'roms/alpha.bin'), strangeRom);
  expect(failure('alpha')).toMatch(/stored ROM of alpha is damaged .* openbrain roms fetch alpha replaces it/);
});
