import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { UserError } from '../../errors.ts';
import { packageRoot } from '../../package-root.ts';
import type { Job, JobResult } from './job.ts';

/**
 * Does jobs over threads. A job depends on nothing but itself, so the results are the same however many do them.
 * @returns the results in the order of the jobs
 * @throws UserError where the package is not built
 */
export async function doJobs(
  jobs: readonly Job[],
  threads: number,
  onProgress: (done: number) => void = () => {},
): Promise<JobResult[]> {
  const path = join(packageRoot, 'dist/src/experiments/local-optimality/worker.js');
  if (!existsSync(path)) throw new UserError(`threads run built code, and ${path} is missing: npm run build`);
  const results: JobResult[] = [];
  const waiting = [...jobs.entries()];
  let done = 0;
  const workers = Array.from({ length: Math.min(threads, jobs.length) }, () => new Worker(path, { execArgv: [] }));
  const attend = (worker: Worker): Promise<void> =>
    new Promise((resolve, reject) => {
      let current = -1;
      const next = (): void => {
        const job = waiting.shift();
        if (!job) resolve();
        else {
          current = job[0];
          worker.postMessage(job[1]);
        }
      };
      worker.on('message', (result: JobResult) => {
        results[current] = result;
        onProgress(++done);
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
  return results;
}
