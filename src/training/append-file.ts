import { closeSync, fsyncSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { UserError } from '../errors.ts';
import { fileProblem } from '../files.ts';

/**
 * A file that grows at its end. What could not be written (a full disk) is kept and tried again with the next flush,
 * at the same place, so the file never holds a broken or a doubled record in its middle.
 */
export class AppendFile {
  private readonly file: number;
  private pending: Buffer[] = [];
  private written: number;

  /**
   * @param length bytes to keep; everything after them is cut off
   * @throws UserError where the file cannot be opened
   */
  constructor(
    private readonly path: string,
    length: number,
  ) {
    try {
      this.file = openSync(path, length === 0 ? 'w' : 'r+');
      if (length > 0) ftruncateSync(this.file, length);
    } catch (error) {
      throw this.problem(error);
    }
    this.written = length;
  }

  append(bytes: Uint8Array | string): void {
    this.pending.push(Buffer.from(bytes as Uint8Array));
  }

  /**
   * Writes what was appended.
   * @param sync also wait until the disk has it
   * @throws UserError; nothing is lost, and another flush may go better
   */
  flush(sync = false): void {
    const bytes = Buffer.concat(this.pending);
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(this.file, bytes, at, bytes.length - at, this.written + at);
      if (sync) fsyncSync(this.file);
    } catch (error) {
      throw this.problem(error);
    }
    this.pending = [];
    this.written += bytes.length;
  }

  /** Bytes in the file, without what waits for a flush. */
  get length(): number {
    return this.written;
  }

  close(): void {
    closeSync(this.file);
  }

  private problem(error: unknown): UserError {
    return new UserError(`cannot write ${this.path}: ${fileProblem(error)}`, { cause: error });
  }
}
