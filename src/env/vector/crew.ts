import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { UserError } from '../../errors.ts';
import { packageRoot } from '../../package-root.ts';
import { type Board, STOP } from './board.ts';
import type { KillMessage } from './overseer.ts';
import type { WorkerData } from './worker.ts';

/** Milliseconds that threads have for the step they are at when they are told to end. */
const patience = 5000;

/** Milliseconds that the first thread has to start: far more than a busy machine takes. */
const startPatience = 60_000;

/** The threads of a vector environment, as the main thread sees them. */
export class Crew {
  private readonly board: Board;
  private readonly overseer: Worker;
  private readonly ended: Promise<unknown>;
  private closing: Promise<void> | undefined;

  /** Starts the threads and waits until they are ready, or one has failed (see `board.failure`). */
  constructor(board: Board, workers: readonly WorkerData[]) {
    const path = join(packageRoot, 'dist/src/env/vector/overseer.js');
    if (!existsSync(path)) throw new UserError(`threads run built code, and ${path} is missing: npm run build`);
    this.board = board;
    this.overseer = new Worker(path, { workerData: workers, execArgv: [] });
    // A program that forgets close() still ends, and its threads with it.
    this.overseer.unref();
    this.overseer.once('error', error => board.fail(error.message));
    this.ended = new Promise(resolve => this.overseer.once('exit', resolve));
    board.waitForThreads(startPatience);
  }

  /** Ends one playing thread as an accident would. For tests. */
  kill(thread: number): void {
    this.overseer.postMessage({ kill: thread } satisfies KillMessage);
  }

  /** Tells all threads to end, and resolves when they have. */
  close(): Promise<void> {
    this.closing ??= this.end();
    return this.closing;
  }

  private async end(): Promise<void> {
    this.board.close();
    for (let thread = 0; thread < this.board.layout.threads; thread++) this.board.enqueue(thread, STOP);
    this.board.publish();
    const timer = setTimeout(() => void this.overseer.terminate(), patience);
    this.overseer.ref();
    await this.ended;
    clearTimeout(timer);
  }
}
