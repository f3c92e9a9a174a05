import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import { fileProblem, makeFolder, writeWhole } from '../files.ts';
import { check } from './check.ts';
import { type RunConfig, runConfig } from './config.ts';

/** Where the parts of a run lie. */
export interface RunFolder {
  readonly path: string;
  readonly config: string;
  /** A line of JSON for every finished episode. */
  readonly metrics: string;
  /** The same as curves for TensorBoard. */
  readonly events: string;
  readonly checkpoints: string;
}

export function runFolder(path: string): RunFolder {
  return {
    path,
    config: join(path, 'config.json'),
    metrics: join(path, 'metrics.jsonl'),
    events: join(path, 'events.out.tfevents.openbrain'),
    checkpoints: join(path, 'checkpoints'),
  };
}

/**
 * Makes the folder of a new run.
 * @throws UserError where something is there already, or nothing can be written
 */
export function createRunFolder(path: string, config: RunConfig): RunFolder {
  const folder = runFolder(path);
  if (existsSync(folder.config)) {
    throw new UserError(
      `${path} holds a run already: openbrain resume ${path} goes on with it, or choose another --out`,
    );
  }
  if (existsSync(path) && (!statSync(path).isDirectory() || readdirSync(path).length > 0)) {
    throw new UserError(`${path} exists and is no empty folder: choose another --out`);
  }
  try {
    makeFolder(folder.checkpoints);
  } catch (error) {
    throw new UserError(`cannot make ${path}: ${fileProblem(error)}`);
  }
  writeConfig(folder, config);
  return folder;
}

/**
 * Opens the folder of a run.
 * @throws UserError where it is none
 */
export function openRunFolder(path: string): { folder: RunFolder; config: RunConfig } {
  const folder = runFolder(path);
  if (!existsSync(path)) throw new UserError(`no run folder ${path}`);
  if (!existsSync(folder.config)) throw new UserError(`${path} is not a run folder: it has no config.json`);
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(folder.config, 'utf8'));
  } catch (error) {
    throw new UserError(`${folder.config}: ${error instanceof SyntaxError ? 'not JSON' : fileProblem(error)}`);
  }
  return { folder, config: check(runConfig, value, folder.config) };
}

export function writeConfig(folder: RunFolder, config: RunConfig): void {
  writeWhole(folder.config, `${JSON.stringify(config, null, 2)}\n`);
}
