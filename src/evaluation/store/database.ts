import { dirname } from 'node:path';
import Database from 'libsql';
import { UserError } from '../../errors.ts';
import { fileProblem, makeFolder } from '../../files.ts';
import { applicationId, schema, schemaVersion } from './schema.ts';

/** Milliseconds that a process waits for another one's write. */
const patience = 30_000;

/**
 * Opens the database file, making it where there is none. Readers and writers of other processes are not in its way: it
 * keeps a write-ahead log.
 * @throws UserError of one line where it cannot be read or made, is damaged, or is something else; the file stays as it is
 */
export function openDatabase(path: string): Database.Database {
  let db: Database.Database | undefined;
  try {
    makeFolder(dirname(path));
    db = new Database(path, { timeout: patience });
    checkSound(db, path);
    // Before anything is written: somebody else's database is not even to change its journal.
    checkOurs(db, path);
    useWriteAheadLog(db);
    // Scores take minutes to play: they are to be on the disk when they are said to be.
    db.exec('PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;');
    makeTables(db);
    return db;
  } catch (error) {
    db?.close();
    throw userErrorOf(error, path);
  }
}

/** SQLite's primary result codes (https://sqlite.org/rescode.html); the library has names for some of them only. */
const busy = 5;
const readOnly = 8;
const ioError = 10;
const corrupt = 11;
const full = 13;
const cannotOpen = 14;
const notADatabase = 26;
/** The extended code of a file that ends before it should. */
const shortRead = 522;

/** What went wrong, as one line for the person who owns the file. */
export function userErrorOf(error: unknown, path: string): unknown {
  if (error instanceof UserError) return error;
  const { code, message, rawCode = 0 } = error as { code?: string; message: string; rawCode?: number };
  if (rawCode === shortRead) return damaged(path, 'it is damaged');
  switch (primary(error)) {
    case notADatabase:
      return damaged(path, 'it is not an SQLite database');
    case corrupt:
      return damaged(path, 'it is damaged');
    case full:
      return new UserError(`cannot write ${path}: the disk is full`);
    case readOnly:
      return new UserError(`cannot write ${path}: permission denied`);
    case busy:
      return new UserError(`${path} is held by another process: try again later`);
    case ioError:
      return new UserError(`cannot use ${path}: ${message}`);
    case cannotOpen:
      return unopened(path);
  }
  // An open that fails carries its code in its text only.
  if (/Unable to open connection/.test(message)) return unopened(path);
  if (code?.startsWith('E')) return new UserError(`cannot open ${path}: ${fileProblem(error)}`);
  return error;
}

/** The lowest byte of a result code; the rest is detail. */
function primary(error: unknown): number {
  return ((error as { rawCode?: number }).rawCode ?? 0) & 0xff;
}

function unopened(path: string): UserError {
  return new UserError(`cannot open ${path}: no file can be made there, or you may not read it`);
}

function damaged(path: string, problem: string): UserError {
  return new UserError(
    `cannot use the score store ${path}: ${problem}; it is kept as it is: move it away, or name another with --store`,
  );
}

function checkSound(db: Database.Database, path: string): void {
  const [{ quick_check: verdict }] = db.prepare('PRAGMA quick_check(1)').all() as { quick_check: string }[];
  if (verdict !== 'ok') throw damaged(path, 'it is damaged');
}

function checkOurs(db: Database.Database, path: string): void {
  if (tablesIn(db) === 0) return;
  if (pragma(db, 'application_id') !== applicationId) throw damaged(path, 'it is a database of something else');
  if (Number(pragma(db, 'user_version')) > schemaVersion) {
    throw new UserError(`${path} was written by a newer openbrain: update, or name another store with --store`);
  }
}

function tablesIn(db: Database.Database): number {
  return (db.prepare('SELECT count(*) AS tables FROM sqlite_master').get() as { tables: number }).tables;
}

function useWriteAheadLog(db: Database.Database): void {
  const until = Date.now() + patience;
  while (pragma(db, 'journal_mode') !== 'wal') {
    try {
      db.prepare('PRAGMA journal_mode = WAL').all();
    } catch (error) {
      // SQLite does not wait for this lock by itself where two processes make the file at once.
      if (primary(error) !== busy || Date.now() > until) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}

function makeTables(db: Database.Database): void {
  db.exec('BEGIN IMMEDIATE');
  try {
    if (tablesIn(db) === 0) db.exec(schema);
    db.exec('COMMIT');
  } catch (error) {
    db.exec('ROLLBACK');
    throw error;
  }
}

function pragma(db: Database.Database, name: string): unknown {
  return Object.values(db.prepare(`PRAGMA ${name}`).get() as Record<string, unknown>)[0];
}
