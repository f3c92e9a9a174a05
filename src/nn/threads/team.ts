import type { NnExports } from '../kernels/exports.ts';
import { perform, type TaskName, taskNames } from '../kernels/tasks.ts';
import { Board } from './board.ts';
import type { HelperData } from './helper.ts';
import { Overseen } from './overseen.ts';

/** Parts for each thread: enough that none waits long for another, whose core may be busy with something else. */
const partsPerThread = 4;

/** How a team is made up, beside the thread that owns it. */
export interface Crew {
  /** Threads that do nothing else than help. */
  helpers: number;
  /** The board of a team in which another thread, its number 1, helps now and then (`Apart`). */
  guestBoard?: SharedArrayBuffer;
}

/** The threads that compute together in a backend's memory: the one that owns it, and its helpers. */
export class Team {
  readonly threads: number;
  private readonly board: Board;
  private readonly helpers: Overseen | undefined;

  /**
   * Starts the helpers. Nobody waits for them: they join in when they are there.
   * @param module the kernels
   * @throws UserError where there is no built code for threads to run
   */
  constructor(
    { helpers, guestBoard }: Crew,
    private readonly exports: NnExports,
    module: WebAssembly.Module,
    memory: WebAssembly.Memory,
  ) {
    const first = guestBoard ? 2 : 1;
    this.threads = first + helpers;
    this.board = new Board(guestBoard);
    const plans = Array.from({ length: helpers }, (_, i) => {
      const data: HelperData = { thread: first + i, board: this.board.memory, module, memory };
      return { file: 'src/nn/threads/helper.js', data };
    });
    if (helpers > 0) this.helpers = new Overseen(this.board, plans);
  }

  /** Whether anybody may help. */
  get isOpen(): boolean {
    return this.helpers?.isOpen ?? true;
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
    this.helpers?.check();
    board.publish({ task: taskNames.indexOf(name), parts, scratch, scratchBytes, numbers });
    const place = { exports: this.exports, scratch };
    for (let index = board.take(); index >= 0; index = board.take()) {
      perform(name, place, { index, count: parts }, numbers);
      board.partDone();
    }
    board.waitUntilDone(parts);
    this.helpers?.check();
  }

  /** Ends one helper as an accident would. For tests. */
  kill(helper: number): void {
    this.helpers?.kill(helper);
  }

  /** Ends the helpers; resolves when they have ended. */
  async close(): Promise<void> {
    await this.helpers?.close();
  }
}
