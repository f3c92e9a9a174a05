import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { UserError } from './errors.ts';

/** The folder that holds everything openbrain keeps for a person: `$OPENBRAIN_HOME`, by default `~/.openbrain`. */
export function openbrainHome(): string {
  return process.env.OPENBRAIN_HOME || join(homedir(), '.openbrain');
}

/**
 * Writes a file whole or not at all: into a temporary neighbour first, on to the disk, then under its name.
 * Folders on the way are made. Two processes that write the same file do not disturb each other.
 * @throws UserError of one line where the disk is full or the place cannot be written
 */
export function writeWhole(path: string, content: Uint8Array | string): void {
  const temporary = `${path}.${process.pid}.${Math.random().toString(36).slice(2, 10)}.part`;
  try {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    if (isDevice(path)) {
      writeFileSync(path, bytes);
      return;
    }
    if (isFolder(path)) throw Object.assign(new Error(), { code: 'EISDIR' });
    makeFolder(dirname(path));
    const file = openSync(temporary, 'wx');
    try {
      for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    removeQuietly(temporary);
    throw new UserError(`cannot write ${path}: ${fileProblem(error)}`, { cause: error });
  }
}

/**
 * Makes a folder and those above it where they are missing.
 * @throws what the file system throws
 */
export function makeFolder(path: string): void {
  if (existsSync(path)) return;
  // Not mkdir's own `recursive`: Node 20 tries for ever where the file system denies that a folder it has exists (/proc).
  makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    // Another process may have been quicker.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/**
 * Makes sure that files can be put into a folder, before the work that they come from.
 * @throws UserError of one line where they cannot
 */
export function requireFolder(path: string): void {
  try {
    makeFolder(path);
    accessSync(path, constants.W_OK);
  } catch (error) {
    throw new UserError(`cannot write into ${path}: ${fileProblem(error)}`);
  }
  if (!isFolder(path)) throw new UserError(`cannot write into ${path}: it is a file`);
}

/** Whether something stands there that must be written to and not replaced: a device, a pipe, a terminal. */
function isDevice(path: string): boolean {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat !== undefined && !stat.isFile() && !stat.isDirectory();
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function removeQuietly(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Where the folder itself is no folder there is nothing to remove, and the first error says more.
  }
}

const problems: Record<string, string> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EFBIG: 'the file would become larger than it may',
  EDQUOT: 'the disk quota is used up',
  ENOENT: 'no such file or folder',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EISDIR: 'it is a folder',
  EEXIST: 'a file stands where a folder is needed',
};

/** What a file system error means, in a few words without a path. */
export function fileProblem(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return (code && problems[code]) || message;
}
