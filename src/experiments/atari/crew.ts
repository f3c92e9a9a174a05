import { type ChildProcess, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../errors.ts';
import { packageRoot } from '../../package-root.ts';
import type { JobOptions } from './job.ts';
import type { Job } from './plan.ts';
import type { Answer, Order } from './process.ts';

export interface CrewOptions extends JobOptions {
  /** Jobs under way at the same time, each in a process of its own. */
  workers: number;
  signal: AbortSignal;
  /** @param done share of all jobs' training that is done */
  onProgress(done: number, text: string): void;
  /** Called when a job has come to its end, or could not; the others go on. */
  onEnd(job: Job, problem?: string): void;
}

/** Conducts all jobs. Aborted, those under way write checkpoints, and the rest is left for another time. */
export async function conductJobs(jobs: readonly Job[], options: CrewOptions): Promise<void> {
  const waiting = [...jobs];
  const shares = new Map<Job, number>();
  const note = (job: Job, share: number, text: string): void => {
    shares.set(job, share);
    const sum = [...shares.values()].reduce((total, value) => total + value, 0);
    options.onProgress(sum / jobs.length, `${job.name}: ${text}`);
  };
  const work = async (): Promise<void> => {
    for (let job = waiting.shift(); job && !options.signal.aborted; job = waiting.shift()) {
      const current = job;
      const problem = await conduct(current, options, (done, text) => note(current, done, text));
      shares.set(current, 1);
      if (!options.signal.aborted || problem) options.onEnd(current, problem);
    }
  };
  await Promise.all(Array.from({ length: options.workers }, work));
}

/** @returns what went wrong, if anything did */
async function conduct(
  job: Job,
  { budgets, episodes, store, signal }: CrewOptions,
  onProgress: (done: number, text: string) => void,
): Promise<string | undefined> {
  const path = join(packageRoot, 'dist/src/experiments/atari/process.js');
  if (!existsSync(path)) throw new UserError(`runs are processes of built code, and ${path} is missing: npm run build`);
  const child = fork(path, { execArgv: [] });
  const stop = (): void => send(child, 'stop');
  signal.addEventListener('abort', stop);
  try {
    return await new Promise(resolve => {
      let problem: string | undefined = 'the process ended before its work did';
      child.on('message', (answer: Answer) => {
        if (answer === 'end') problem = undefined;
        else if ('problem' in answer) problem = answer.problem;
        else onProgress(answer.done, answer.text);
      });
      child.once('error', error => resolve(error.message));
      child.once('close', () => resolve(problem));
      send(child, { job, options: { budgets, episodes, store } });
    });
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function send(child: ChildProcess, order: Order): void {
  if (child.connected) child.send(order);
}
