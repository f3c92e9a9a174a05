import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { UserError } from '../../errors.ts';
import { packageRoot } from '../../package-root.ts';
import type { NnExports } from '../kernels/exports.ts';
import { type Part, perform, type TaskName, taskNames } from '../kernels/tasks.ts';
import { Board } from './board.ts';
import type { HelperData } from './helper.ts';
import type { KillMessage } from './overseer.ts';

/** Parts for each thread: enough that none waits long for another, whose core may be busy with something else. */
const partsPerThread = 4;

/** Teams whose helpers have not ended. */
const teams = new Set<Team>();

/** Ends all helpers; what is computed after that is computed by one thread. Resolves when they have ended. */
export async function endThreads(): Promise<void> {
  await Promise.all([...teams].map(team => team.close()));
}

/** The threads that compute together in a backend's memory: the one that owns it, and its helpers. */
export class Team {
  private readonly board: Board;
  private readonly overseer: Worker;
  private readonly ended: Promise<unknown>;

  /**
   * Starts the helpers. Nobody waits for them: they join in when they are there.
   * @param threads with the calling one; at least 2
   * @param module the kernels
   * @throws UserError where there is no built code for threads to run
   */
  constructor(
    readonly threads: number,
    private readonly exports: NnExports,
    module: WebAssembly.Module,
    memory: WebAssembly.Memory,
  ) {
    const path = join(packageRoot, 'dist/src/nn/threads/overseer.js');
    if (!existsSync(path)) throw new UserError(`threads run built code, and ${path} is missing: npm run build`);
    this.board = new Board();
    const helpers = Array.from(
      { length: threads - 1 },
      (_, i): HelperData => ({ thread: i + 1, board: this.board.memory, module, memory }),
    );
    this.overseer = new Worker(path, { workerData: helpers, execArgv: [] });
    // A program that forgets close() still ends, and its threads with it.
    this.overseer.unref();
    this.overseer.once('error', error => this.board.fail(error.message));
    this.ended = new Promise(resolve => this.overseer.once('exit', resolve));
    teams.add(this);
  }

  /** Whether there still are helpers. */
  get isOpen(): boolean {
    return teams.has(this);
  }

  /** The most parts that a task is worth being cut into. */
  get parts(): number {
    return partsPerThread * this.threads;
  }

  /**
   * Does a task together.
   * @param scratch address of `threads` pieces of `scratchBytes` each
   * @throws UserError where a helper is lost
   */
  run(name: TaskName, parts: number, scratch: number, scratchBytes: number, numbers: readonly number[]): void {
    const { board } = this;
    this.check();
    board.publish({ task: taskNames.indexOf(name), parts, scratch, scratchBytes, numbers });
    const place = { exports: this.exports, scratch };
    for (let index = board.take(); index >= 0; index = board.take()) {
      perform(name, place, { index, count: parts } satisfies Part, numbers);
      board.partDone();
    }
    board.waitUntilDone(parts);
    this.check();
  }

  private check(): void {
    const { failure } = this.board;
    if (failure !== undefined) throw new UserError(`a thread that helps to compute was lost: ${failure}`);
  }

  /** Ends one helper as an accident would. For tests. */
  kill(helper: number): void {
    this.overseer.postMessage({ kill: helper } satisfies KillMessage);
  }

  /** Ends the helpers; resolves when they have ended. */
  async close(): Promise<void> {
    this.board.close();
    this.overseer.ref();
    await this.ended;
    teams.delete(this);
  }
}
