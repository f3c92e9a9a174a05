import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { fetchRoms, listRoms, verifyRoms } from '../../roms-fetch/index.ts';
import { UserError } from '../../src/errors.ts';
import { fakePip, fakeRoms, filesBelow, useTemporaryHome, wheel } from './fakes.ts';

vi.mock('../../roms-fetch/checksums.ts', async () => (await import('./fakes.ts')).fakeIndex());

const place = useTemporaryHome();

/** The message of the UserError that a fetch ends in. */
async function failure(names?: string[]): Promise<string> {
  const error = await fetchRoms(names).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(UserError);
  const { message } = error as UserError;
  expect(message).not.toContain('\n');
  return message;
}

test('named games are stored byte for byte, and no others', async () => {
  fakePip(place.folder, { wheel: wheel() });
  expect(await fetchRoms(['alpha', 'gamma'])).toEqual({ fetched: ['alpha', 'gamma'], present: [] });
  expect(filesBelow(place.home)).toEqual(['roms/alpha.bin', 'roms/gamma.bin']);
  expect(readFileSync(join(place.home, 'roms/gamma.bin')).equals(fakeRoms.gamma)).toBe(true);
});

test('without names every game is fetched, and a second fetch asks pip for nothing', async () => {
  const downloads = fakePip(place.folder, { wheel: wheel() });
  expect((await fetchRoms()).fetched).toEqual(expect.arrayContaining(['alpha', 'beta', 'gamma']));
  const second = await fetchRoms();
  expect(second.fetched).toEqual([]);
  expect(second.present).toEqual(expect.arrayContaining(['alpha', 'beta', 'gamma']));
  expect(downloads()).toBe(1);
});

test('names are taken in any case and with dashes', async () => {
  fakePip(place.folder, { wheel: wheel() });
  expect((await fetchRoms(['Alpha', 'ALPHA'])).fetched).toEqual(['alpha']);
});

test('progress counts the ROMs stored', async () => {
  fakePip(place.folder, { wheel: wheel() });
  const seen: string[] = [];
  await fetchRoms(['alpha', 'beta'], { onProgress: ({ step, done, total }) => seen.push(`${step} ${done}/${total}`) });
  expect(seen).toEqual(['download 0/2', 'store 1/2', 'store 2/2']);
});

test('a stored file that was damaged is found, and replaced by the next fetch', async () => {
  fakePip(place.folder, { wheel: wheel() });
  await fetchRoms(['alpha', 'beta']);
  writeFileSync(join(place.home, 'roms/alpha.bin'), 'half of it');
  expect(verifyRoms()).toEqual({ right: ['beta'], damaged: ['alpha'], missing: ['gamma'] });
  expect(await fetchRoms(['alpha', 'beta'])).toEqual({ fetched: ['alpha'], present: ['beta'] });
  expect(verifyRoms().damaged).toEqual([]);
});

test('the list tells players and state', () => {
  const gamma = listRoms().find(({ name }) => name === 'gamma');
  expect(gamma).toMatchObject({ players: 2, state: 'missing', path: join(place.home, 'roms/gamma.bin') });
});

test('a wrong checksum in the download stores nothing, the right ROMs in it included', async () => {
  fakePip(place.folder, { wheel: wheel({ ...fakeRoms, beta: fakeRoms.beta.map(byte => byte ^ 1) }) });
  expect(await failure(['alpha', 'beta'])).toMatch(/download is damaged \(beta\.bin has MD5 .*nothing was stored/);
  expect(filesBelow(place.home)).toEqual([]);
});

test('a download cut short stores nothing', async () => {
  const whole = wheel();
  fakePip(place.folder, { wheel: whole.subarray(0, whole.length / 2) });
  expect(await failure()).toMatch(/download is damaged/);
  expect(filesBelow(place.home)).toEqual([]);
});

test('a ROM missing from the download is named', async () => {
  fakePip(place.folder, { wheel: wheel({ alpha: fakeRoms.alpha }) });
  expect(await failure(['alpha', 'beta'])).toMatch(/beta\.bin is not in it/);
  expect(filesBelow(place.home)).toEqual([]);
});

test('without Python the error says what to do instead', async () => {
  vi.stubEnv('OPENBRAIN_PIP', join(place.folder, 'no-such-pip'));
  expect(await failure()).toMatch(/no working pip found.*openbrain roms import PATH/);
});

test('without network the error is one line and names no address', async () => {
  const text = `WARNING: Retrying after connection broken by 'NewConnectionError("Failed to establish a new connection: [Errno -3] Temporary failure in name resolution")': /simple/
ERROR: Could not find a version that satisfies the requirement ale-py==0.12.1 (from versions: none)
ERROR: No matching distribution found for ale-py==0.12.1`;
  fakePip(place.folder, { failure: text });
  expect(await failure()).toMatch(/no network.*openbrain roms import PATH/);
});

test('any other trouble of pip is told in its own last words, without addresses', async () => {
  fakePip(place.folder, {
    failure: 'Looking in indexes: somewhere\nERROR: 403 Client Error for url: https://index.test/x',
  });
  const message = await failure();
  expect(message).toContain('pip failed (403 Client Error for url: …)');
});

test('a store that cannot be written is one clear line', async () => {
  fakePip(place.folder, { wheel: wheel() });
  mkdirSync(place.home);
  writeFileSync(join(place.home, 'roms'), 'a file where the folder should be');
  expect(await failure(['alpha'])).toMatch(/cannot write .*alpha\.bin/);
});

test('an unknown game is answered with the nearest names', async () => {
  expect(await failure(['alpah'])).toBe('unknown game "alpah": did you mean alpha? (openbrain roms list)');
});
