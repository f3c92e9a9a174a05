import { readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pack } from '../bytes.ts';
import { UserError } from '../errors.ts';
import { describeModel, isModelFolder, openModelFolder } from '../evaluation/model-folder.ts';
import { checkpointsIn, loadCheckpoint } from '../training/checkpoint.ts';
import type { RunConfig } from '../training/config.ts';
import { latestPictureName } from '../training/latest-picture.ts';
import { openRunFolder, type RunFolder, runFolder } from '../training/run-folder.ts';
import { savedAgent } from '../training/trainer.ts';
import type { Curve, PlayerSummary, PlayerValues, RunSummary } from './api.ts';
import { RunMetrics } from './curves.ts';
import { inside } from './inside.ts';

/** Runs may lie in folders of folders (one of a study, one of a seed), no deeper than this. */
const mostLevels = 4;

const mediaName = /\.(mp4|webp|gif|png)$/i;

interface KnownRun {
  folder: RunFolder;
  config: RunConfig;
  metrics: RunMetrics;
}

/** All runs below one folder. */
export class Runs {
  readonly folder: string;
  private readonly known = new Map<string, KnownRun>();

  /** @param folder it need not exist yet */
  constructor(folder: string) {
    this.folder = folder;
  }

  /** Every run there is now, the newest first. */
  async list(): Promise<RunSummary[]> {
    const ids = findFolders(this.folder, isRun);
    for (const id of this.known.keys()) if (!ids.includes(id)) this.known.delete(id);
    const summaries = await Promise.all(ids.map(id => this.summary(id)));
    return summaries.filter(summary => summary !== undefined).sort((a, b) => b.writtenAt - a.writtenAt);
  }

  /** One run; undefined where there is none. */
  async summary(id: string): Promise<RunSummary | undefined> {
    const run = this.run(id);
    if (!run) return undefined;
    const { metrics, folder, config } = run;
    await metrics.refresh();
    const checkpoints = checkpointsIn(folder.checkpoints);
    const times = [folder.config, ...checkpoints.slice(-1)].map(modified);
    return {
      id,
      config,
      frames: Math.max(metrics.last('frames'), framesOf(checkpoints.at(-1))),
      steps: metrics.last('steps'),
      episodes: metrics.episodes,
      seconds: metrics.last('seconds'),
      framesPerSecond: metrics.last('framesPerSecond'),
      stepsPerSecond: metrics.last('stepsPerSecond'),
      meanReturn: metrics.meanReturn,
      writtenAt: Math.max(metrics.writtenAt, ...times),
      evaluations: metrics.evaluations,
      quantities: metrics.quantities,
      hasCheckpoint: checkpoints.length > 0,
      media: readdirSync(folder.path)
        .filter(name => mediaName.test(name) && name !== latestPictureName)
        .sort(),
      latestPicture: modified(join(folder.path, latestPictureName)) || null,
    };
  }

  /** A curve of a run; undefined where there is no such run. */
  async curve(id: string, quantity: string, window: number): Promise<Curve | undefined> {
    const run = this.run(id);
    await run?.metrics.refresh();
    return run?.metrics.curve(id, quantity, window);
  }

  /** Everyone who can play: the newest agents of runs, and exported models. */
  players(): PlayerSummary[] {
    const runs = findFolders(this.folder, isRun).flatMap(id => {
      const run = this.run(id);
      return run && checkpointsIn(run.folder.checkpoints).length > 0 ? [playerOfRun(id, run.config)] : [];
    });
    const models = findFolders(this.folder, isModelFolder).flatMap(id => {
      const path = inside(this.folder, id);
      try {
        return path === undefined ? [] : [playerOfModel(id, path)];
      } catch (error) {
        if (error instanceof UserError) return [];
        throw error;
      }
    });
    return [...runs, ...models].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /**
   * The newest agent of a run, or a model, packed for the page; undefined where there is neither.
   * @throws UserError where it has none, or a damaged one
   */
  player(id: string): Uint8Array | undefined {
    const path = inside(this.folder, id);
    if (path !== undefined && isModelFolder(path)) {
      const { description, state } = openModelFolder(path);
      const { evaluationEpsilon } = description;
      const values: PlayerValues = { ...playerOfModel(id, path), hyperparameters: { evaluationEpsilon } };
      return pack(values, { agent: state });
    }
    const run = this.run(id);
    if (!run) return undefined;
    const { config, folder } = run;
    const { agent } = savedAgent(loadCheckpoint(folder.checkpoints).trainer);
    const values: PlayerValues = { ...playerOfRun(id, config), hyperparameters: config.hyperparameters };
    return pack(values, { agent });
  }

  private run(id: string): KnownRun | undefined {
    const path = inside(this.folder, id);
    if (path === undefined || !statSync(path).isDirectory()) return undefined;
    const known = this.known.get(id);
    try {
      // Read again each time: resuming with another limit writes another configuration.
      const { folder, config } = openRunFolder(path);
      const run = { folder, config, metrics: known?.metrics ?? new RunMetrics(folder.metrics) };
      this.known.set(id, run);
      return run;
    } catch (error) {
      if (error instanceof UserError) return undefined;
      throw error;
    }
  }
}

/** Frames of training behind a checkpoint, which its name begins with. */
function framesOf(checkpoint: string | undefined): number {
  return checkpoint === undefined ? 0 : Number.parseInt(basename(checkpoint), 10);
}

function playerOfRun(id: string, { agent, game, romMd5, environment }: RunConfig): PlayerSummary {
  return { id, agent, game, romMd5, environment };
}

/** @throws UserError */
function playerOfModel(id: string, path: string): PlayerSummary {
  const { game, romMd5, environment } = describeModel(path);
  return { id, agent: 'model', game, romMd5, environment };
}

function isRun(path: string): boolean {
  return modified(runFolder(path).config) > 0;
}

/** Ids of folders of a kind below a folder; one inside another is not looked for. */
function findFolders(root: string, isWanted: (path: string) => boolean, below = '', levels = mostLevels): string[] {
  const found: string[] = [];
  for (const entry of entriesOf(join(root, below))) {
    if (!entry.isDirectory() || entry.name.startsWith('.')) continue;
    const id = below === '' ? entry.name : `${below}/${entry.name}`;
    if (isWanted(join(root, id))) found.push(id);
    else if (levels > 1) found.push(...findFolders(root, isWanted, id, levels - 1));
  }
  return found;
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** Time of the last change in milliseconds; 0 where there is no such file. */
function modified(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
