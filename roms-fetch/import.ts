import { lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { UserError } from '../src/errors.ts';
import { fileProblem } from '../src/files.ts';
import { isZip, largestRom, zipFiles } from './archive.ts';
import { romWithMd5 } from './checksums.ts';
import { looksLikeRom, notARom, unknownRom } from './load.ts';
import { md5Of, romState, storeRom } from './store.ts';

export interface ImportResult {
  /** ROMs stored by this call: the game, and where the file was found (`folder/roms.zip: Pong (USA).a26`). */
  imported: { name: string; from: string }[];
  /** ROMs that were in the store before. */
  present: { name: string; from: string }[];
  /** Files that could be ROMs but have a checksum nobody here knows. */
  unknown: { from: string; md5: string }[];
  /** Files and archives that could not be read, each with the reason. */
  unreadable: { from: string; problem: string }[];
}

/** A file found on the way, or an archive that could not be read. */
type Found = { from: string; bytes: Uint8Array } | { from: string; problem: string };

/**
 * Imports a person's own ROMs: a ROM file, a zip or gz, or a folder with any of them at any depth. ROMs are recognised
 * by MD5, whatever their names; they are copied, and nothing is changed in the place they come from.
 * @throws UserError of one line where the path cannot be read, or holds no ROM that this version knows
 */
export async function importRoms(path: string): Promise<ImportResult> {
  const result: ImportResult = { imported: [], present: [], unknown: [], unreadable: [] };
  const isFolder = statOf(path).isDirectory();
  let looked = 0;
  for await (const found of isFolder ? filesBelow(path) : filesIn(path, readOrThrow(path))) {
    looked++;
    if ('problem' in found) result.unreadable.push(found);
    else take(found.from, found.bytes, result);
  }

  if (result.imported.length + result.present.length === 0) {
    const [unreadable] = result.unreadable;
    const [unknown] = result.unknown;
    if (unreadable) throw new UserError(`${unreadable.from}: ${unreadable.problem}`);
    if (unknown && looked === 1) throw unknownRom(unknown.from, unknown.md5);
    if (!isFolder && looked === 1) throw notARom(path);
    throw new UserError(
      `${path}: none of its ${looked} files is a ROM this version knows; see openbrain roms list and docs/adding-a-game.md`,
    );
  }
  return result;
}

function take(from: string, bytes: Uint8Array, result: ImportResult): void {
  const md5 = md5Of(bytes);
  const name = romWithMd5(md5);
  if (!name) {
    if (looksLikeRom(bytes)) result.unknown.push({ from, md5 });
  } else if (romState(name) === 'stored') {
    if (!result.imported.some(other => other.name === name)) result.present.push({ name, from });
  } else {
    storeRom(name, bytes);
    result.imported.push({ name, from });
  }
}

async function* filesBelow(folder: string): AsyncGenerator<Found> {
  let names: string[];
  try {
    names = readdirSync(folder).sort();
  } catch (error) {
    yield { from: folder, problem: fileProblem(error) };
    return;
  }
  for (const name of names) {
    const path = join(folder, name);
    // A link to a folder is not followed: it may lead round in a circle.
    if (lstatSync(path).isDirectory()) yield* filesBelow(path);
    else {
      const stat = statSync(path, { throwIfNoEntry: false });
      const isArchive = /\.(zip|gz)$/i.test(name);
      if (!stat?.isFile() || (stat.size > largestRom && !isArchive)) continue;
      try {
        yield* filesIn(path, readFileSync(path));
      } catch (error) {
        yield { from: path, problem: fileProblem(error) };
      }
    }
  }
}

/** A file itself, or what is in it where it is an archive (or an archive of archives). */
async function* filesIn(from: string, bytes: Uint8Array): AsyncGenerator<Found> {
  if (romWithMd5(md5Of(bytes))) yield { from, bytes };
  else if (isZip(bytes)) {
    try {
      for await (const { name, bytes: inner } of zipFiles(bytes)) yield* filesIn(`${from}: ${name}`, inner);
    } catch (error) {
      yield { from, problem: `damaged zip file (${(error as Error).message})` };
    }
  } else if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    let inner: Uint8Array;
    try {
      inner = gunzipSync(bytes, { maxOutputLength: largestRom });
    } catch (error) {
      yield { from, problem: `damaged gz file (${(error as Error).message})` };
      return;
    }
    yield { from, bytes: inner };
  } else yield { from, bytes };
}

function statOf(path: string) {
  try {
    return statSync(path);
  } catch (error) {
    throw new UserError(`cannot import ${path}: ${fileProblem(error)}`);
  }
}

function readOrThrow(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new UserError(`cannot read ${path}: ${fileProblem(error)}`);
  }
}
