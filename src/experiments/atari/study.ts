/**
 * Experiment 3: agents with and without backpropagation on Atari games, at equal frames and at equal processor time. A study
 * may be stopped at any moment; begun again with the same folder it goes on where it stood, and reports what is there.
 */
import { UserError } from '../../errors.ts';
import type { Report } from '../report.ts';
import { conductJobs } from './crew.ts';
import { isFinished, outcomesAt, outcomesOf, storeIn } from './job.ts';
import { type Arm, armsNamed, type Budget, configOf, type Job, jobsOf, usualArms } from './plan.ts';
import { atariReport } from './report.ts';

export interface AtariOptions {
  games: readonly string[];
  arms: readonly Arm[];
  seeds: readonly number[];
  budgets: readonly Budget[];
  /** Episodes of each evaluation. */
  episodes: number;
  /** Runs under way at the same time. */
  workers: number;
  /** Where run folders, scores and outcomes lie; a study in it goes on. */
  runs: string;
  signal: AbortSignal;
  onProgress(done: number, text: string): void;
  /** A line about a run that came to its end. */
  onEnd(line: string, isProblem: boolean): void;
}

/** The small form: the game that openbrain brings along, a few seconds of processor time a run. */
export function quickOptions(): Pick<AtariOptions, 'games' | 'arms' | 'seeds' | 'budgets' | 'episodes'> {
  return {
    games: ['orchard'],
    arms: armsNamed(usualArms),
    seeds: [0],
    budgets: [
      { unit: 'minutes', amount: 0.03 },
      { unit: 'frames', amount: 1000 },
    ],
    episodes: 2,
  };
}

/**
 * Runs the study as far as it was not run before.
 * @throws UserError before anything begins where a game, an agent or a setting does not exist
 */
export async function atariStudy(
  options: AtariOptions,
): Promise<{ report: Report; cpuSeconds: number; seconds: number }> {
  const { games, arms, seeds, budgets, episodes, workers, runs } = options;
  if (budgets.length === 0) throw new UserError('a budget is needed: --minutes, --frames, or both');
  const jobs = jobsOf(games, arms, seeds, runs);
  // A misspelt setting of the last arm must not come to light after hours.
  for (const job of jobs) configOf(job, { frames: null, minutes: null });
  await conductJobs(
    jobs.filter(job => !isFinished(job, budgets)),
    {
      ...{ budgets, episodes, workers, store: storeIn(runs), signal: options.signal, onProgress: options.onProgress },
      onEnd: (job, problem) => options.onEnd(`${job.name}: ${problem ?? summary(job)}`, problem !== undefined),
    },
  );
  const last = jobs.flatMap(job => outcomesAt(job, budgets).reduce(furthest, { cpuSeconds: 0, seconds: 0 }));
  return {
    report: atariReport({ games, arms, seeds, budgets, episodes, workers, jobs }),
    cpuSeconds: last.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
    seconds: last.reduce((sum, { seconds }) => sum + seconds, 0),
  };
}

function summary(job: Job): string {
  return outcomesOf(job)
    .map(({ budget, returns }) => {
      const mean = returns.reduce((sum, value) => sum + value, 0) / returns.length;
      return `${mean.toFixed(1)} after ${budget.amount} ${budget.unit}`;
    })
    .join(', ');
}

function furthest(a: { cpuSeconds: number; seconds: number }, b: { cpuSeconds: number; seconds: number }): typeof a {
  return b.cpuSeconds > a.cpuSeconds ? b : a;
}
