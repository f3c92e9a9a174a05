import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../src/errors.ts';
import { fileProblem } from '../src/files.ts';
import { zipFiles } from './archive.ts';
import { romChecksums, romNames } from './checksums.ts';
import { romNamed } from './names.ts';
import { downloadWheel, findPip } from './pip.ts';
import { md5Of, romState, storeRom } from './store.ts';

/** What a fetch is doing: downloading the archive, or storing ROM number `done` of `total`. */
export interface FetchProgress {
  step: 'download' | 'store';
  /** ROMs stored so far. */
  done: number;
  /** ROMs this fetch will store. */
  total: number;
}

export interface FetchResult {
  /** Games whose ROM was stored by this call. */
  fetched: string[];
  /** Games whose ROM was there before, with the right checksum. */
  present: string[];
}

/**
 * Fetches ROMs into the store from the ale-py wheel, which pip downloads. ROMs that are there already (and whole) are
 * left alone; where all are, nothing is downloaded. Every checksum is verified before the first file is written.
 * @param names games in snake_case; default: every game this version knows
 * @throws UserError of one line: unknown game, no pip, no network, damaged download, full or read-only disk
 */
export async function fetchRoms(
  names: readonly string[] = romNames,
  { onProgress }: { onProgress?: (progress: FetchProgress) => void } = {},
): Promise<FetchResult> {
  const wanted = [...new Set(names.map(romNamed))];
  const needed = wanted.filter(name => ['missing', 'damaged'].includes(romState(name)));
  const present = wanted.filter(name => !needed.includes(name));
  if (needed.length === 0) return { fetched: [], present };

  const pip = await findPip();
  onProgress?.({ step: 'download', done: 0, total: needed.length });
  const roms = await downloadRoms(pip, needed);
  needed.forEach((name, index) => {
    storeRom(name, roms.get(name)!);
    onProgress?.({ step: 'store', done: index + 1, total: needed.length });
  });
  return { fetched: needed, present };
}

/** The bytes of the named games' ROMs, all of them verified. */
async function downloadRoms(pip: readonly string[], names: readonly string[]): Promise<Map<string, Uint8Array>> {
  const folder = temporaryFolder();
  try {
    await downloadWheel(pip, folder);
    const wheel = readdirSync(folder).find(file => file.endsWith('.whl'));
    if (!wheel) throw damaged('pip left no wheel');
    return await romsInWheel(join(folder, wheel), names);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function romsInWheel(wheel: string, names: readonly string[]): Promise<Map<string, Uint8Array>> {
  const roms = new Map<string, Uint8Array>();
  try {
    for await (const { name: file, bytes } of zipFiles(wheel)) {
      const name = /^ale_py\/roms\/(\w+)\.bin$/.exec(file)?.[1];
      if (name && names.includes(name)) roms.set(name, bytes);
    }
  } catch (error) {
    throw damaged((error as Error).message);
  }
  for (const name of names) {
    const bytes = roms.get(name);
    if (!bytes) throw damaged(`${name}.bin is not in it`);
    const md5 = md5Of(bytes);
    if (md5 !== romChecksums[name]) throw damaged(`${name}.bin has MD5 ${md5}, not ${romChecksums[name]}`);
  }
  return roms;
}

function damaged(why: string): UserError {
  return new UserError(
    `the download is damaged (${why}): nothing was stored; fetch again, or openbrain roms import PATH`,
  );
}

function temporaryFolder(): string {
  try {
    return mkdtempSync(join(tmpdir(), 'openbrain-roms-'));
  } catch (error) {
    throw new UserError(`cannot write to ${tmpdir()}: ${fileProblem(error)}`);
  }
}
