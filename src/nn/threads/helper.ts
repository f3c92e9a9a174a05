import { workerData } from 'node:worker_threads';
import type { NnExports } from '../kernels/exports.ts';
import { perform, taskNames } from '../kernels/tasks.ts';
import { Board } from './board.ts';

/** A thread that does parts of what its team's owner posts. It runs from dist only. */

/** What the thread is handed. */
export interface HelperData {
  /** Its number in the team, from 1. */
  thread: number;
  board: SharedArrayBuffer;
  /** The kernels, and the backend's memory. */
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
}

const { thread, board: shared, module, memory } = workerData as HelperData;
const board = new Board(shared);

try {
  const exports = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as NnExports;
  const numbers: number[] = [];
  do {
    for (let index = board.take(); index >= 0; index = board.take()) {
      const { task, parts, scratch, scratchBytes } = board.read(numbers);
      const place = { exports, scratch: scratch + thread * scratchBytes };
      perform(taskNames[task], place, { index, count: parts }, numbers);
      board.partDone();
    }
  } while (board.waitForPost());
} catch (error) {
  board.fail(error instanceof Error ? error.message : String(error));
}
