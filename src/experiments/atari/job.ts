/**
 * One run of the study: an ordinary training session through all budgets, and an ordinary evaluation of the checkpoint that it
 * kept at each. It trains in one piece because an agent that stops and goes on begins again with an empty replay.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../errors.ts';
import { evaluatePlayer } from '../../evaluation/evaluation.ts';
import { playerNamed } from '../../evaluation/player.ts';
import { protocolNamed } from '../../evaluation/protocols.ts';
import { ScoreStore } from '../../evaluation/store/store.ts';
import { writeWhole } from '../../files.ts';
import { loadCheckpoint } from '../../training/checkpoint.ts';
import { makeConfigured } from '../../training/make-environment.ts';
import { openRunFolder, runFolder } from '../../training/run-folder.ts';
import { resumeRun, startRun } from '../../training/session.ts';
import { type Budget, budgetName, configOf, isSameBudget, type Job, learns, type Outcome } from './plan.ts';

/** Sticky actions 0.25, half an hour at most. */
export const protocolName = 'ale-v5';

/** Episodes of the final evaluations start from seeds derived from this one and the run's. Nothing was tuned on them. */
const evaluationSeeds = 5_000_000;

export interface JobOptions {
  budgets: readonly Budget[];
  /** Episodes of each evaluation. */
  episodes: number;
  /** The database that every score goes into. */
  store: string;
}

export interface JobWorld {
  /** Aborted: write a checkpoint and stop; the job goes on from there another time. */
  signal: AbortSignal;
  /** @param done share of the training that is done */
  onProgress(done: number, text: string): void;
}

/** What a job came to so far. */
export function outcomesOf({ outcomes }: Job): Outcome[] {
  return existsSync(outcomes) ? (JSON.parse(readFileSync(outcomes, 'utf8')) as Outcome[]) : [];
}

/** Those of them that belong to a study of these budgets; the run may have been trained on since. */
export function outcomesAt(job: Job, budgets: readonly Budget[]): Outcome[] {
  return outcomesOf(job).filter(outcome => budgets.some(budget => isSameBudget(budget, outcome.budget)));
}

/**
 * Trains and evaluates as far as that was not done before.
 * @throws UserError where the run folder is of a run with other settings, or something cannot be written
 */
export async function conductJob(job: Job, options: JobOptions, world: JobWorld): Promise<void> {
  while (!world.signal.aborted) {
    const known = outcomesOf(job);
    const missing = options.budgets.filter(budget => !known.some(outcome => isSameBudget(outcome.budget, budget)));
    if (missing.length === 0) return;
    const spent = spentBy(job);
    const due = missing.find(budget => !learns(job.arm) || isKept(job, budget) || (spent && isUsedUp(budget, spent)));
    if (!due) await train(job, missing, world);
    else {
      const outcome = await evaluated(job, due, options, world);
      if (outcome) writeWhole(job.outcomes, `${JSON.stringify([...known, outcome], null, 2)}\n`);
    }
  }
}

interface Spent {
  frames: number;
  cpuSeconds: number;
}

function isUsedUp({ unit, amount }: Budget, { frames, cpuSeconds }: Spent): boolean {
  return unit === 'frames' ? frames >= amount : cpuSeconds >= 60 * amount;
}

/** What the run's last checkpoint took; undefined where it has not begun. */
function spentBy({ folder }: Job): Spent | undefined {
  if (!existsSync(runFolder(folder).config)) return undefined;
  const { frames, cpuSeconds = 0 } = loadCheckpoint(runFolder(folder).checkpoints);
  return { frames, cpuSeconds };
}

/** What the checkpoint that was taken at a budget is called. */
function milestoneOf({ unit, amount }: Budget): string {
  return `${amount}-${unit}`;
}

function isKept({ folder }: Job, budget: Budget): boolean {
  return existsSync(join(runFolder(folder).checkpoints, `${milestoneOf(budget)}.checkpoint`));
}

/** Trains until all of the budgets are used up, and keeps the checkpoint at each. */
async function train(job: Job, budgets: readonly Budget[], { signal, onProgress }: JobWorld): Promise<void> {
  const usedUp = new AbortController();
  let share = 0;
  const world = {
    makeEnvironment: (...[game, environment]: Parameters<typeof makeConfigured>) => makeConfigured(game, environment),
    signal: AbortSignal.any([signal, usedUp.signal]),
    // A core for each run, whatever it computes with.
    threads: 1,
    milestones: budgets.map(budget => ({
      name: milestoneOf(budget),
      ...(budget.unit === 'frames' ? { frames: budget.amount } : { cpuSeconds: 60 * budget.amount }),
    })),
    reporter: {
      progress: (now: Spent): void => {
        if (budgets.every(budget => isUsedUp(budget, now))) usedUp.abort();
        const shares = budgets.map(
          ({ unit, amount }) => (unit === 'frames' ? now.frames : now.cpuSeconds / 60) / amount,
        );
        share = Math.min(1, ...shares);
        onProgress(share, `${now.frames.toLocaleString('en-US')} frames`);
      },
      warn: (message: string): void => onProgress(share, message),
    },
  };
  const limit = { frames: null, minutes: null };
  const config = configOf(job, limit);
  if (!existsSync(runFolder(job.folder).config)) {
    await startRun(job.folder, config, world);
    return;
  }
  const { config: before } = openRunFolder(job.folder);
  const settings = ({ limit: _limit, openbrain: _version, ...rest }: typeof before): string => JSON.stringify(rest);
  if (settings(before) !== settings(config)) {
    throw new UserError(`${job.folder} was begun with other settings: choose another --runs`);
  }
  await resumeRun(job.folder, world, { limit });
}

/** Whether a run has come to all these budgets. */
export function isFinished(job: Job, budgets: readonly Budget[]): boolean {
  const known = outcomesOf(job);
  return budgets.every(budget => known.some(outcome => isSameBudget(outcome.budget, budget)));
}

/** Plays the evaluation's episodes; undefined where that was given up. */
async function evaluated(
  job: Job,
  budget: Budget,
  { episodes, store }: JobOptions,
  { signal, onProgress }: JobWorld,
): Promise<Outcome | undefined> {
  const { game, arm, seed, folder } = job;
  const who = learns(arm) ? folder : 'random';
  const player = playerNamed(who, {
    game: configOf(job, { frames: null, minutes: null }).game,
    checkpoint: learns(arm) && isKept(job, budget) ? milestoneOf(budget) : undefined,
    protocol: protocolNamed(protocolName),
  });
  const scores = new ScoreStore(store);
  try {
    const report = await evaluatePlayer(
      player,
      {
        protocol: protocolNamed(protocolName),
        ...{ episodes, seeds: [evaluationSeeds + seed], console: 'openbrain', workers: 1, signal },
        onProgress: (done, all) => onProgress(1, `${done} of ${all} episodes of evaluation, ${budgetName(budget)}`),
      },
      scores,
    );
    if (!report || report.episodes.length < episodes) return undefined;
    const { frames = 0, cpuSeconds = 0, seconds = 0 } = player.run ?? {};
    const returns = report.episodes.map(episode => episode.return);
    return { budget, game, arm: arm.label, seed, frames, cpuSeconds, seconds, returns };
  } finally {
    scores.close();
  }
}

/** Where a study keeps its scores. */
export function storeIn(folder: string): string {
  return join(folder, 'scores.db');
}
