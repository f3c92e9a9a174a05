import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { UserError } from '../../errors.ts';
import { packageRoot } from '../../package-root.ts';
import type { Board } from './board.ts';
import type { KillMessage, OverseerData, ThreadPlan } from './overseer.ts';

/** Groups of threads that have not been ended. */
const groups = new Set<Overseen>();

/** Ends all threads that compute; what is computed after that is computed by one. Resolves when they have ended. */
export async function endThreads(): Promise<void> {
  await Promise.all([...groups].map(group => group.close()));
}

/** Milliseconds that threads have for what they are at when they are told to end. */
const patience = 5000;

/** Some threads, and a board on which the loss of any of them is reported. */
export class Overseen {
  private readonly overseer: Worker;
  private readonly ended: Promise<unknown>;
  private closing: Promise<void> | undefined;

  /**
   * Starts the threads, and does not wait for them.
   * @throws UserError where there is no built code for threads to run
   */
  constructor(
    private readonly board: Board,
    threads: ThreadPlan[],
  ) {
    const path = join(packageRoot, 'dist/src/nn/threads/overseer.js');
    if (!existsSync(path)) throw new UserError(`threads run built code, and ${path} is missing: npm run build`);
    const data: OverseerData = { board: board.memory, threads };
    const transferList = threads.flatMap(({ transfer = [] }) => transfer);
    this.overseer = new Worker(path, { workerData: data, transferList, execArgv: [] });
    // A program that forgets endThreads() still ends, and its threads with it.
    this.overseer.unref();
    this.overseer.once('error', error => board.fail(error.message));
    this.ended = new Promise(resolve => this.overseer.once('exit', resolve));
    groups.add(this);
  }

  /** Whether nobody has told the threads to end. */
  get isOpen(): boolean {
    return groups.has(this);
  }

  /** @throws UserError where a thread is lost */
  check(): void {
    const { failure } = this.board;
    if (failure !== undefined) throw new UserError(`a thread that helps to compute was lost: ${failure}`);
  }

  /** Ends one thread as an accident would. For tests. */
  kill(thread: number): void {
    this.overseer.postMessage({ kill: thread } satisfies KillMessage);
  }

  /** Tells the threads to end; resolves when they have. */
  close(): Promise<void> {
    this.closing ??= this.end();
    return this.closing;
  }

  private async end(): Promise<void> {
    groups.delete(this);
    this.board.close();
    const timer = setTimeout(() => void this.overseer.terminate(), patience);
    this.overseer.ref();
    await this.ended;
    clearTimeout(timer);
  }
}
