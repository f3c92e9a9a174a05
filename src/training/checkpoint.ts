/**
 * Checkpoint files: 8 bytes that say what it is, the SHA-256 of the rest, the rest. Written whole or not at all; a
 * file that was damaged afterwards is recognised by its sum before anything in it is believed.
 */
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, linkSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pack, unpack } from '../bytes.ts';
import { UserError } from '../errors.ts';
import { fileProblem, writeWhole } from '../files.ts';

const magic = Buffer.from('OBCKPT1\n');
const digestLength = 32;
/** The newest and the one before it, should the newest be damaged. */
const kept = 2;

/** What evaluations during the training have found. */
export interface Evaluated {
  /** Frames of training at the last one. */
  frames: number;
  /** The best mean return of them all. */
  best: number;
}

/** What the checkpoint of the best evaluation is called by those who ask for it. */
export const bestName = 'best';

export interface Checkpoint {
  /** Whose it is, and of which game; absent in early checkpoints. */
  agent?: string;
  game?: string;
  /** Emulator frames played so far. */
  frames: number;
  /** Seconds spent training, all sessions together. */
  seconds: number;
  /** Seconds of processor time, all threads and sessions together; absent in checkpoints that did not count it. */
  cpuSeconds?: number;
  /** How far evaluations during the training had come; absent before the first. */
  evaluated?: Evaluated;
  /** Bytes of the metrics files that belong to what is saved here; what follows them is done again on resuming. */
  lengths: Record<string, number>;
  /** What `Trainer.save` returned. */
  trainer: Uint8Array;
}

/** Writes a checkpoint into a folder and removes those that are no longer needed. Returns its path. */
export function writeCheckpoint(folder: string, { trainer, ...values }: Checkpoint): string {
  const content = pack(values, { trainer });
  const digest = createHash('sha256').update(content).digest();
  const path = join(folder, `${String(values.frames).padStart(12, '0')}.checkpoint`);
  const bytes = Buffer.concat([magic, digest, content]);
  try {
    writeWhole(path, bytes);
  } catch (error) {
    // On a full disk the older of two checkpoints may be just the room that is missing.
    const [oldest, ...others] = checkpointsIn(folder);
    const isFull = ((error as Error).cause as NodeJS.ErrnoException | undefined)?.code === 'ENOSPC';
    if (!isFull || others.length === 0) throw error;
    rmSync(oldest);
    writeWhole(path, bytes);
  }
  for (const old of checkpointsIn(folder).slice(0, -kept)) rmSync(old, { force: true });
  return path;
}

/**
 * Keeps a checkpoint beside the newest ones, for as long as the run folder stands or another is kept under that name.
 * @param name what it is asked for by, as in `best`
 */
export function keepCheckpoint(folder: string, path: string, name: string): void {
  const kept = keptAs(folder, name);
  const temporary = `${kept}.${process.pid}.part`;
  try {
    rmSync(temporary, { force: true });
    try {
      // The same file under another name: no bytes are written, and none change for as long as one of the names stands.
      linkSync(path, temporary);
    } catch {
      copyFileSync(path, temporary);
    }
    renameSync(temporary, kept);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new UserError(`cannot write ${kept}: ${fileProblem(error)}`, { cause: error });
  }
}

function keptAs(folder: string, name: string): string {
  return join(folder, `${basename(name, '.checkpoint')}.checkpoint`);
}

/** Paths of all checkpoints in a folder but those kept under a name, oldest first. */
export function checkpointsIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter(name => /^\d{12}\.checkpoint$/.test(name))
    .sort()
    .map(name => join(folder, name));
}

/** Reads a checkpoint, or says in a few words why it cannot be one. */
export function readCheckpoint(path: string): Checkpoint | { problem: string } {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    return { problem: fileProblem(error) };
  }
  if (!bytes.subarray(0, magic.length).equals(magic)) return { problem: 'it is not a checkpoint file' };
  const content = bytes.subarray(magic.length + digestLength);
  const digest = createHash('sha256').update(content).digest();
  if (!digest.equals(bytes.subarray(magic.length, magic.length + digestLength))) {
    return { problem: 'it is damaged (checksum differs)' };
  }
  const { values, arrays } = unpack<Omit<Checkpoint, 'trainer'>>(content);
  return { ...values, trainer: arrays.trainer as Uint8Array };
}

/** @throws UserError where a checkpoint was laid into the folder of a run of another agent or game */
export function needOrigin({ path, ...of }: Checkpoint & { path: string }, run: { agent: string; game: string }): void {
  for (const what of ['game', 'agent'] as const) {
    if (of[what] === undefined || of[what] === run[what]) continue;
    throw new UserError(`${path} is of another run: its ${what} is ${of[what]}, that of the folder ${run[what]}`);
  }
}

/**
 * The newest checkpoint, or the one asked for by file name or by the name that it was kept under; `best` is that of the best
 * evaluation during the training.
 * @throws UserError that names the sound checkpoints where that one is missing or damaged
 */
export function loadCheckpoint(folder: string, name?: string): Checkpoint & { path: string } {
  const all = checkpointsIn(folder);
  const kept = name === undefined ? undefined : keptAs(folder, name);
  if (kept === keptAs(folder, bestName) || (kept && !all.includes(kept) && existsSync(kept))) {
    const checkpoint = readCheckpoint(kept);
    if (!('problem' in checkpoint)) return { ...checkpoint, path: kept };
    const how = kept === keptAs(folder, bestName) ? ' (openbrain train --evaluate-every)' : '';
    throw new UserError(`no ${basename(kept, '.checkpoint')} checkpoint in ${folder}: ${checkpoint.problem}${how}`);
  }
  const path = name === undefined ? all.at(-1) : all.find(candidate => basename(candidate) === basename(name));
  if (path === undefined) {
    const names = all.map(candidate => basename(candidate)).join(', ') || 'none';
    throw new UserError(`no checkpoint ${name === undefined ? '' : `${name} `}in ${folder} (there: ${names})`);
  }
  const checkpoint = readCheckpoint(path);
  if (!('problem' in checkpoint)) return { ...checkpoint, path };
  const sound = all.filter(other => other !== path && !('problem' in readCheckpoint(other))).at(-1);
  const way = sound ? `${basename(sound)} is sound: add --checkpoint ${basename(sound)}` : 'no other one is sound';
  throw new UserError(`cannot use ${path}: ${checkpoint.problem}; ${way}`);
}
