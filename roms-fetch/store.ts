import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../src/errors.ts';
import { fileProblem, openbrainHome, writeWhole } from '../src/files.ts';
import { builtinPath } from './builtin.ts';
import { romChecksums, twoPlayerRoms } from './checksums.ts';
import { allRomNames } from './names.ts';

/**
 * The store: one file a game, `$OPENBRAIN_HOME/roms/<name>.bin`, written whole or not at all and only after its
 * checksum was found right.
 */

/** What stands in the store under a game's name. */
export type RomState = 'stored' | 'missing' | 'damaged' | 'built-in';

/** One line of `openbrain roms list`. */
export interface RomEntry {
  /** ALE's snake_case name. */
  name: string;
  /** The MD5 sum the file must have; absent for built-in ROMs, which change with their source. */
  md5?: string;
  /** 1 where ALE offers the game to one player, else 2. */
  players: 1 | 2;
  state: RomState;
  /** Where the file lies or would lie. */
  path: string;
}

/** MD5 sum as 32 lower-case hex digits. */
export function md5Of(bytes: Uint8Array): string {
  return createHash('md5').update(bytes).digest('hex');
}

/** The folder of the store; it need not exist. */
export function romFolder(): string {
  return join(openbrainHome(), 'roms');
}

/** Where the ROM of a game lies once it is stored. */
export function romPath(name: string): string {
  return join(romFolder(), `${name}.bin`);
}

/** What stands in the store under this name; a file whose checksum is wrong is damaged. */
export function romState(name: string): RomState {
  if (builtinPath(name)) return 'built-in';
  const bytes = readStored(name);
  if (!bytes) return 'missing';
  return md5Of(bytes) === romChecksums[name] ? 'stored' : 'damaged';
}

/** The bytes stored under this name, right or damaged; undefined where nothing is stored. */
export function readStored(name: string): Uint8Array | undefined {
  const path = romPath(name);
  if (!existsSync(path)) return undefined;
  try {
    return readFileSync(path);
  } catch (error) {
    throw new UserError(`cannot read ${path}: ${fileProblem(error)}`);
  }
}

/**
 * Puts a ROM into the store.
 * @throws Error where the bytes are not the game's (the caller looks first); UserError where the disk refuses
 */
export function storeRom(name: string, bytes: Uint8Array): void {
  if (md5Of(bytes) !== romChecksums[name]) throw new Error(`these bytes are not the ROM of ${name}`);
  writeWhole(romPath(name), bytes);
}

/** Every ROM this version knows and what the store holds of it, by name; checksums are computed anew. */
export function listRoms(): RomEntry[] {
  return allRomNames.map(name => ({
    name,
    md5: romChecksums[name],
    players: twoPlayerRoms.includes(name) ? 2 : 1,
    state: romState(name),
    path: builtinPath(name) ?? romPath(name),
  }));
}

/** Checks every stored file against its checksum. `damaged` files are replaced by the next fetch. */
export function verifyRoms(): { right: string[]; damaged: string[]; missing: string[] } {
  const entries = listRoms();
  const named = (state: RomState) => entries.filter(entry => entry.state === state).map(entry => entry.name);
  return { right: named('stored'), damaged: named('damaged'), missing: named('missing') };
}
