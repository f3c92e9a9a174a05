import { workerData } from 'node:worker_threads';
import { Board, type BoardLayout, STOP } from './board.ts';
import { type Player, Players } from './players.ts';
import type { Autoreset } from './types.ts';

/** A thread that plays: it takes environments out of its queue until it finds STOP there. It runs from dist only. */

/** What the thread is handed. */
export interface WorkerData {
  thread: number;
  layout: BoardLayout;
  memory: SharedArrayBuffer;
  players: Player[];
  autoreset: Autoreset;
}

const { thread, layout, memory, players, autoreset } = workerData as WorkerData;
const board = new Board(layout, memory);

try {
  const group = new Players(board, players, autoreset);
  board.threadReady();
  for (let taken = 0; ; taken++) {
    const entry = board.pull(thread, taken);
    if (entry === STOP) break;
    group.perform(entry);
  }
} catch (error) {
  board.fail(error instanceof Error ? error.message : String(error));
}
