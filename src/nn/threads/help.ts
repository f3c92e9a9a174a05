import type { NnExports } from '../kernels/exports.ts';
import { perform, taskNames } from '../kernels/tasks.ts';
import type { Board } from './board.ts';

/** Somebody who does parts of what another thread posts, in that thread's memory. */
export class Helper {
  private readonly exports: NnExports;
  private readonly numbers: number[] = [];

  /** @param thread its number in the team, from 1 */
  constructor(
    private readonly board: Board,
    private readonly thread: number,
    module: WebAssembly.Module,
    memory: WebAssembly.Memory,
  ) {
    this.exports = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as NnExports;
  }

  /** @param isOver whoever makes it true calls `wake` of the board */
  helpUntil(isOver: () => boolean): void {
    const { board, thread, exports, numbers } = this;
    while (!isOver()) {
      for (let index = board.take(); index >= 0; index = board.take()) {
        const { task, parts, scratch, scratchBytes } = board.read(numbers);
        const place = { exports, scratch: scratch + thread * scratchBytes };
        perform(taskNames[task], place, { index, count: parts }, numbers);
        board.partDone();
      }
      board.waitForPost(isOver);
    }
  }
}
