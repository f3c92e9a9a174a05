/**
 * A process that conducts one job, so that what the operating system counts as its processor time, all threads together, is
 * that job's and nobody else's. It runs from dist only.
 */
import { UserError } from '../../errors.ts';
import { conductJob, type JobOptions } from './job.ts';
import type { Job } from './plan.ts';

/** To the process: what to do; then perhaps to stop. */
export type Order = { job: Job; options: JobOptions } | 'stop';

/** From the process: how far it is; at the end whether it went well. */
export type Answer = { done: number; text: string } | { problem: string; isUserError: boolean } | 'end';

// Without a parent there is nobody to tell: the checkpoint is written nevertheless.
const tell = (answer: Answer): void => {
  if (process.connected) process.send?.(answer);
};
const end = (answer: Answer): void => {
  // What the agent's backend has started may live on: the process ends when the last word is out.
  if (process.connected) process.send?.(answer, () => process.exit());
  else process.exit();
};
const stopping = new AbortController();
const stop = (): void => stopping.abort();

process.on('disconnect', stop);
process.on('SIGTERM', stop);
// Ctrl-C goes to the whole family; the parent says what is to be done about it.
process.on('SIGINT', () => {});
process.on('message', async (order: Order) => {
  if (order === 'stop') return stop();
  try {
    let next = 0;
    await conductJob(order.job, order.options, {
      signal: stopping.signal,
      onProgress: (done, text) => {
        if (performance.now() < next) return;
        next = performance.now() + 500;
        tell({ done, text });
      },
    });
    end('end');
  } catch (error) {
    const problem = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const isUserError = error instanceof UserError;
    end({ problem: isUserError ? error.message : problem, isUserError });
  }
});
