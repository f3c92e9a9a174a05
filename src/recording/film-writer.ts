import { closeSync, openSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { UserError } from '../errors.ts';
import { fileProblem, makeFolder } from '../files.ts';

export const filmKinds = ['mp4', 'webp', 'gif'] as const;
export type FilmKind = (typeof filmKinds)[number];

export interface FilmFormat {
  /** Size of the pictures that are written. */
  width: number;
  height: number;
  framesPerSecond: number;
  /** Each pixel becomes a square of so many, without smoothing. */
  scale: number;
  /** Every picture comes with 512 samples of sound. */
  sound?: boolean;
}

/** A film that is being written. The file has a temporary name until it is complete; `finish` gives it its own. */
export interface FilmWriter {
  /**
   * @param picture width x height pixels of red, green and blue
   * @param sound 512 samples, where the film has sound
   * @throws UserError of one line where nothing more can be written; nothing is left behind then
   */
  write(picture: Uint8Array, sound?: Uint8Array): Promise<void>;
  /** Completes the file and puts it under its name. @throws UserError as `write` */
  finish(): Promise<void>;
  /** Gives up: nothing is left behind. */
  abandon(): Promise<void>;
}

/** Samples a second. ALE makes 512 for each frame, however long a frame is. */
export function soundRate(framesPerSecond: number): number {
  return 512 * framesPerSecond;
}

/**
 * The temporary name of a file, at which an empty file now stands.
 * @throws UserError where the place cannot be written
 */
export function temporaryFor(path: string): string {
  const temporary = resolve(`${path}.${process.pid}.part`);
  try {
    makeFolder(dirname(temporary));
    closeSync(openSync(temporary, 'w'));
  } catch (error) {
    throw new UserError(`cannot write ${path}: ${fileProblem(error)}`);
  }
  return temporary;
}
