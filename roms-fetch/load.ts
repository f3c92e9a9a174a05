import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { UserError } from '../src/errors.ts';
import { fileProblem } from '../src/files.ts';
import { largestRom } from './archive.ts';
import { builtinPath } from './builtin.ts';
import { romChecksums, romWithMd5 } from './checksums.ts';
import { isRomName, romNamed } from './names.ts';
import { md5Of, readStored } from './store.ts';

export interface LoadedRom {
  bytes: Uint8Array;
  /** 32 lower-case hex digits. */
  md5: string;
  /** The game's snake_case name where it was asked for by name, or the checksum is known. */
  name?: string;
  /** What to call it in messages: the name, or the path as it was given. */
  label: string;
}

/**
 * Loads a ROM by a game's name (from the store, or a built-in one) or from a file.
 * A file is known by its checksum only; where that is unknown, `name` is absent.
 * @throws UserError of one line: unknown game, ROM not fetched yet, damaged store, no such file, not a ROM
 */
export function loadRom(nameOrPath: string): LoadedRom {
  const looksLikePath = /[/\\.]/.test(nameOrPath);
  if (looksLikePath || (existsSync(nameOrPath) && !isRomName(nameOrPath))) return loadFile(nameOrPath);
  const name = romNamed(nameOrPath);
  const builtin = builtinPath(name);
  return builtin ? loadBuiltin(name, builtin) : loadStored(name);
}

function loadBuiltin(name: string, path: string): LoadedRom {
  if (!existsSync(path)) throw new UserError(`the ROM of ${name} is not built yet: npm run build`);
  const bytes = readFileSync(path);
  return { bytes, md5: md5Of(bytes), name, label: name };
}

function loadStored(name: string): LoadedRom {
  const bytes = readStored(name);
  if (!bytes)
    throw new UserError(`no ROM of ${name} yet: openbrain roms fetch ${name} (or openbrain roms import PATH)`);
  const md5 = md5Of(bytes);
  if (md5 !== romChecksums[name]) {
    throw new UserError(`the stored ROM of ${name} is damaged (MD5 ${md5}): openbrain roms fetch ${name} replaces it`);
  }
  return { bytes, md5, name, label: name };
}

function loadFile(path: string): LoadedRom {
  let bytes: Uint8Array;
  try {
    if (statSync(path).size > largestRom) throw notARom(path);
    bytes = readFileSync(path);
  } catch (error) {
    throw error instanceof UserError ? error : new UserError(`cannot read ${path}: ${fileProblem(error)}`);
  }
  const md5 = md5Of(bytes);
  const name = romWithMd5(md5);
  if (!name && !looksLikeRom(bytes)) throw notARom(path);
  return { bytes, md5, name, label: path };
}

/** Cartridges come in whole KiB, but for those with a DPC chip, which carry 255 bytes more. */
export function looksLikeRom(bytes: Uint8Array): boolean {
  const { length } = bytes;
  return length >= 1024 && length <= largestRom && (length % 1024 === 0 || length === 10 * 1024 + 255);
}

/** The error for a ROM file whose checksum nobody here knows. */
export function unknownRom(path: string, md5: string): UserError {
  return new UserError(`${basename(path)}: MD5 ${md5} is not a ROM this version knows; see docs/adding-a-game.md`);
}

/** The error for a file that cannot be a ROM. */
export function notARom(path: string): UserError {
  return new UserError(`${path}: not an Atari 2600 ROM (they hold 2 to 512 KiB, a whole number of KiB)`);
}
