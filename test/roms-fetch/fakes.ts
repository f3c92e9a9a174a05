import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { afterEach, beforeEach, vi } from 'vitest';

/**
 * Stand-ins for what cannot be in a test: ROMs nobody owns, an index that knows them, a pip that downloads nothing.
 */

/** Three ROMs of noise, of the sizes that cartridges have. */
export const fakeRoms = { alpha: noise(2048, 1), beta: noise(4096, 2), gamma: noise(10 * 1024 + 255, 3) };

/** A file of a ROM's size whose checksum nobody knows. */
export const strangeRom = noise(4096, 99);

export const md5 = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('hex');

/** Put in place of roms-fetch/checksums.ts. */
export function fakeIndex() {
  const romChecksums = Object.fromEntries(Object.entries(fakeRoms).map(([name, rom]) => [name, md5(rom)]));
  return {
    romChecksums,
    romNames: Object.keys(romChecksums),
    twoPlayerRoms: ['gamma'],
    romWithMd5: (sum: string) => Object.keys(romChecksums).find(name => romChecksums[name] === sum),
  };
}

/** A zip archive of these files, all of them deflated. */
export function zip(files: Record<string, Uint8Array>): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, bytes] of Object.entries(files)) {
    const packed = deflateRawSync(bytes);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(bytes.length, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const entry = Buffer.alloc(14);
    entry.writeUInt32LE(offset, 10);
    const local = [Buffer.from('PK\x03\x04'), common, Buffer.from(name), packed];
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, entry, Buffer.from(name));
    parts.push(...local);
    offset += local.reduce((sum, part) => sum + part.length, 0);
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(Object.keys(files).length, 8);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, ...directory, end]);
}

/** The wheel as the fake pip hands it out: ROM files at their place, and something else beside them. */
export function wheel(roms: Record<string, Uint8Array> = fakeRoms): Buffer {
  const files = Object.entries(roms).map(([name, rom]) => [`ale_py/roms/${name}.bin`, rom] as const);
  return zip({ 'ale_py/__init__.py': Buffer.from('# nothing'), ...Object.fromEntries(files) });
}

/** A folder for one test, with `$OPENBRAIN_HOME` in it, that goes away after the test. */
export function useTemporaryHome(): { readonly folder: string; readonly home: string } {
  const place = { folder: '', home: '' };
  beforeEach(() => {
    place.folder = mkdtempSync(join(tmpdir(), 'openbrain-test-'));
    place.home = join(place.folder, 'home');
    vi.stubEnv('OPENBRAIN_HOME', place.home);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(place.folder, { recursive: true, force: true });
  });
  return place;
}

/**
 * Puts a script in pip's place.
 * @param act what `pip download` does: hands out this wheel, or prints this text and fails
 * @returns how many downloads were asked for so far
 */
export function fakePip(folder: string, act: { wheel: Uint8Array } | { failure: string }): () => number {
  const pip = join(folder, 'pip');
  const log = join(folder, 'pip.log');
  const file = join(folder, 'ale_py-0.12.1-cp311-cp311-linux.whl');
  if ('wheel' in act) writeFileSync(file, act.wheel);
  const download =
    'wheel' in act ? `for last; do :; done; cp '${file}' "$last"` : `cat >&2 <<'TEXT'\n${act.failure}\nTEXT\nexit 1`;
  writeFileSync(pip, `#!/bin/sh\n[ "$1" = --version ] && exit 0\necho "$@" >> '${log}'\n${download}\n`);
  chmodSync(pip, 0o755);
  vi.stubEnv('OPENBRAIN_PIP', pip);
  return () => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').length : 0);
}

/** Every file below a folder, by path relative to it; empty where there is no folder. */
export function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder, { recursive: true }).map(String);
  return names.filter(name => statSync(join(folder, name)).isFile()).sort();
}

function noise(length: number, seed: number): Uint8Array {
  let state = seed;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return state >>> 24;
  });
}
