import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { UserError } from '../errors.ts';
import { fileProblem, writeWhole } from '../files.ts';
import { check } from '../training/check.ts';
import { environmentConfig } from '../training/config.ts';

/** Frames between two checksums. */
const checksumFrames = 60;

/** The first line of a log: all that decides what the actions lead to. */
const header = z.strictObject({
  format: z.literal('openbrain actions 1'),
  openbrain: z.string(),
  game: z.string(),
  romMd5: z.string().regex(/^[0-9a-f]{32}$/),
  console: z.enum(['openbrain', 'reference']),
  /** As `emulatorVersion` tells it. */
  emulator: z.string(),
  /** Version of the console's saved states, which changes with what they hold. */
  stateVersion: z.int(),
  protocol: z.string(),
  /** Mode, difficulty, frame skip, sticky actions, no-op starts and all else of how the game was presented. */
  environment: environmentConfig,
  /** Names of the actions; those of an episode are places in this list. */
  actions: z.array(z.string()),
  agent: z.string(),
  /** Where the agent came from. */
  run: z
    .strictObject({ path: z.string(), checkpoint: z.string(), sha256: z.string(), frames: z.int() })
    .nullable()
    .default(null),
});

/** A line for each episode. */
const episode = z.strictObject({
  /** Of the environment: its generator draws sticky actions and no-op starts from it. */
  seed: z.int().nonnegative(),
  /** Frames that had passed when the first action was asked for: no-ops of the start. */
  startFrames: z.int().nonnegative(),
  /** What was chosen at each step. */
  actions: z.array(z.int().nonnegative()),
  /** Sum of the rewards. */
  score: z.number(),
  frames: z.int().nonnegative(),
  /** How it ended: by the game, by a limit, or because the recording was stopped. */
  end: z.enum(['terminated', 'truncated', 'stopped']),
  /** [frame, SHA-1 of pictures and RAM of all frames up to it], every second and at the end. */
  checksums: z.array(z.tuple([z.int().positive(), z.string()])),
});

export type LogHeader = z.infer<typeof header>;
export type LoggedEpisode = z.infer<typeof episode>;

/** What was done in a film, so that it can be played again: a line of JSON for the conditions, and one an episode. */
export interface ActionLog {
  header: LogHeader;
  episodes: LoggedEpisode[];
}

/** Where the log of a film lies. */
export function logPathOf(film: string): string {
  return `${film}.actions.jsonl`;
}

/** @throws UserError where the disk is full or the place cannot be written */
export function writeLog(path: string, log: ActionLog): void {
  writeWhole(path, [log.header, ...log.episodes].map(line => `${JSON.stringify(line)}\n`).join(''));
}

/** @throws UserError of one line where the file is none, or damaged */
export function readLog(path: string): ActionLog {
  let lines: unknown[];
  try {
    lines = readFileSync(path, 'utf8')
      .split('\n')
      .filter(line => line !== '')
      .map(line => JSON.parse(line));
  } catch (error) {
    if (error instanceof SyntaxError) throw new UserError(`${path} is no action log: its lines are not JSON`);
    throw new UserError(`cannot read ${path}: ${fileProblem(error)}`);
  }
  const [first, ...rest] = lines;
  if ((first as { format?: unknown } | undefined)?.format !== header.shape.format.value) {
    throw new UserError(`${path} is no action log: it does not begin with "format": "${header.shape.format.value}"`);
  }
  const log = {
    header: check(header, first, path),
    episodes: rest.map((line, i) => check(episode, line, `${path}, episode ${i + 1}`)),
  };
  if (log.episodes.length === 0) throw new UserError(`${path} holds no episode`);
  for (const [i, { actions }] of log.episodes.entries()) {
    const unknown = actions.find(action => action >= log.header.actions.length);
    if (unknown === undefined) continue;
    throw new UserError(
      `${path}, episode ${i + 1}: there is no action ${unknown} among its ${log.header.actions.length}`,
    );
  }
  return log;
}

/** Checksums of an episode's frames, each over all that were until then. */
export class FrameChecksums {
  readonly all: [number, string][] = [];
  private readonly hash = createHash('sha1');
  private frames = 0;

  /** @returns the checksum, where one is due with this frame */
  add(screen: Uint8Array, ram: Uint8Array): [number, string] | undefined {
    this.hash.update(screen).update(ram);
    return ++this.frames % checksumFrames === 0 ? this.note() : undefined;
  }

  /** The last one, for the frames since the one before. */
  end(): [number, string] | undefined {
    return this.frames % checksumFrames === 0 ? undefined : this.note();
  }

  private note(): [number, string] {
    const checksum: [number, string] = [this.frames, this.hash.copy().digest('hex')];
    this.all.push(checksum);
    return checksum;
  }
}
