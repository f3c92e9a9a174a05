import { closeSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeFolder } from './files.ts';

/** After so many milliseconds the number of the process that took a lock may be another's. */
const longest = 60 * 60_000;

/**
 * Runs while no other process does; blocks until then. A lock left by a process that is gone is broken.
 * @param lock path of the lock file; its folder is made
 * @throws what the file system or the work throws
 */
export function withLock<Result>(lock: string, work: () => Result): Result {
  const pause = new Int32Array(new SharedArrayBuffer(4));
  makeFolder(dirname(lock));
  while (!acquire(lock)) Atomics.wait(pause, 0, 0, 200);
  try {
    return work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function acquire(lock: string): boolean {
  try {
    const file = openSync(lock, 'wx');
    writeFileSync(file, String(process.pid));
    closeSync(file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  if (isStale(lock)) rmSync(lock, { force: true });
  return false;
}

/** Whether the process that took this lock is gone, or died before it wrote its number. */
function isStale(lock: string): boolean {
  try {
    const age = Date.now() - statSync(lock).mtimeMs;
    const owner = Number(readFileSync(lock, 'utf8'));
    return age > longest || (owner ? !isRunning(owner) : age > 10_000);
  } catch {
    return false;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
