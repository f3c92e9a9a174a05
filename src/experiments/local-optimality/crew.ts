import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { UserError } from '../../errors.ts';
import { packageRoot } from '../../package-root.ts';
import { type Job, type JobResult, learnsTogether } from './job.ts';

/**
 * Does jobs over threads. A job depends on nothing but itself, so the results are the same however many do them.
 * @param known results of before: their jobs are not done again
 * @param onResults called with results as they come, and the number of jobs done so far
 * @returns the results in the order of the jobs
 * @throws UserError where the package is not built
 */
export async function doJobs(
  jobs: readonly Job[],
  threads: number,
  known: readonly JobResult[],
  onResults: (results: readonly JobResult[], done: number) => void,
): Promise<JobResult[]> {
  const path = join(packageRoot, 'dist/src/experiments/local-optimality/worker.js');
  if (!existsSync(path)) throw new UserError(`threads run built code, and ${path} is missing: npm run build`);
  const results = new Map(known.map(result => [nameOf(result), result]));
  const waiting = batches(jobs.filter(job => !results.has(nameOf(job))));
  let done = jobs.filter(job => results.has(nameOf(job))).length;
  const workers = Array.from({ length: Math.min(threads, waiting.length) }, () => new Worker(path, { execArgv: [] }));
  const attend = (worker: Worker): Promise<void> =>
    new Promise((resolve, reject) => {
      const next = (): void => {
        const batch = waiting.shift();
        if (batch) worker.postMessage(batch);
        else resolve();
      };
      worker.on('message', (found: JobResult[]) => {
        for (const result of found) results.set(nameOf(result), result);
        done += found.length;
        onResults(found, done);
        next();
      });
      worker.once('error', reject);
      next();
    });
  try {
    await Promise.all(workers.map(attend));
  } finally {
    await Promise.all(workers.map(worker => worker.terminate()));
  }
  return jobs.map(job => results.get(nameOf(job)) as JobResult);
}

/** Jobs that go to a thread at once: most alone, those that are quicker together by task and arm. */
function batches(jobs: readonly Job[]): Job[][] {
  const together = new Map<string, Job[]>();
  const all: Job[][] = [];
  for (const job of jobs) {
    const key = `${job.task}/${job.arm}`;
    const batch = learnsTogether(job.arm) ? together.get(key) : undefined;
    if (batch) batch.push(job);
    else {
      const first = [job];
      together.set(key, first);
      all.push(first);
    }
  }
  return all;
}

function nameOf({ task, arm, actorStep, criticStep, seed }: Job): string {
  return [task, arm, actorStep, criticStep, seed].join('/');
}
