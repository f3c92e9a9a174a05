import { workerData } from 'node:worker_threads';
import { Board } from './board.ts';
import { Helper } from './help.ts';

/** A thread that does parts of what its team's owner posts, until the team is closed. It runs from dist only. */

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
  new Helper(board, thread, module, memory).helpUntil(() => board.isClosing);
} catch (error) {
  board.fail(error instanceof Error ? error.message : String(error));
}
