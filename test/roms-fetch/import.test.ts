import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeEach, expect, test, vi } from 'vitest';
import { importRoms } from '../../roms-fetch/index.ts';
import { UserError } from '../../src/errors.ts';
import { fakeRoms, filesBelow, md5, strangeRom, useTemporaryHome, zip } from './fakes.ts';

vi.mock('../../roms-fetch/checksums.ts', async () => (await import('./fakes.ts')).fakeIndex());

const place = useTemporaryHome();
let roms = '';

beforeEach(() => {
  roms = join(place.folder, 'my roms');
  mkdirSync(join(roms, 'deep/er'), { recursive: true });
});

async function failure(path: string): Promise<string> {
  const error = await importRoms(path).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(UserError);
  return (error as UserError).message;
}

test('a folder is searched at any depth, in zips, zips in zips and gz, whatever the names', async () => {
  writeFileSync(join(roms, 'deep/er/Some Game (USA) [!].A26'), fakeRoms.alpha);
  writeFileSync(join(roms, 'pack.zip'), zip({ 'dir/': Buffer.of(), 'dir/inner.zip': zip({ x: fakeRoms.beta }) }));
  writeFileSync(join(roms, 'third.gz'), gzipSync(fakeRoms.gamma));
  writeFileSync(join(roms, 'README.txt'), 'my collection');
  const { imported, present, unknown, unreadable } = await importRoms(roms);
  expect(imported.map(({ name }) => name).sort()).toEqual(['alpha', 'beta', 'gamma']);
  expect(imported.find(({ name }) => name === 'beta')?.from).toBe(`${join(roms, 'pack.zip')}: dir/inner.zip: x`);
  expect([present, unknown, unreadable]).toEqual([[], [], []]);
  expect(filesBelow(place.home)).toEqual(['roms/alpha.bin', 'roms/beta.bin', 'roms/gamma.bin']);
  expect(readFileSync(join(place.home, 'roms/beta.bin')).equals(fakeRoms.beta)).toBe(true);
});

test('a single file and a single zip can be imported, and a second import finds them there', async () => {
  const file = join(roms, 'x.bin');
  writeFileSync(file, fakeRoms.alpha);
  expect((await importRoms(file)).imported).toEqual([{ name: 'alpha', from: file }]);
  expect((await importRoms(file)).present).toEqual([{ name: 'alpha', from: file }]);
  writeFileSync(join(roms, 'b.zip'), zip({ 'beta.rom': fakeRoms.beta }));
  expect((await importRoms(join(roms, 'b.zip'))).imported[0].name).toBe('beta');
});

test('unknown and unreadable files are reported beside what was imported', async () => {
  writeFileSync(join(roms, 'a.bin'), fakeRoms.alpha);
  writeFileSync(join(roms, 'strange.bin'), strangeRom);
  writeFileSync(join(roms, 'broken.zip'), zip({ x: fakeRoms.beta }).subarray(0, 900));
  const { imported, unknown, unreadable } = await importRoms(roms);
  expect(imported).toHaveLength(1);
  expect(unknown).toEqual([{ from: join(roms, 'strange.bin'), md5: md5(strangeRom) }]);
  expect(unreadable).toEqual([{ from: join(roms, 'broken.zip'), problem: expect.stringContaining('damaged zip') }]);
});

test('links that lead round in a circle are not followed', async () => {
  writeFileSync(join(roms, 'a.bin'), fakeRoms.alpha);
  symlinkSync(roms, join(roms, 'deep/circle'));
  symlinkSync(join(roms, 'gone'), join(roms, 'dangling'));
  expect((await importRoms(roms)).imported).toHaveLength(1);
});

test('a ROM that nobody knows is named with its checksum', async () => {
  const file = join(roms, 'pong.bin');
  writeFileSync(file, strangeRom);
  expect(await failure(file)).toBe(
    `pong.bin: MD5 ${md5(strangeRom)} is not a ROM this version knows; see docs/adding-a-game.md`,
  );
  expect(filesBelow(place.home)).toEqual([]);
});

test('what is no ROM, no archive, no folder or not there is one clear line each', async () => {
  const text = join(roms, 'notes.txt');
  writeFileSync(text, 'not a ROM');
  expect(await failure(text)).toMatch(/notes\.txt: not an Atari 2600 ROM/);
  writeFileSync(join(roms, 'bad.zip'), 'PK\x03\x04 and then nothing of a zip');
  expect(await failure(join(roms, 'bad.zip'))).toMatch(/bad\.zip: damaged zip file/);
  expect(await failure(join(roms, 'deep'))).toMatch(/none of its 0 files is a ROM/);
  expect(await failure(join(roms, 'nowhere'))).toMatch(/cannot import .*nowhere: no such file/);
});
