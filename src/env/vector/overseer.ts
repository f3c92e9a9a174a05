import { join } from 'node:path';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { packageRoot } from '../../package-root.ts';
import { Board } from './board.ts';
import type { WorkerData } from './worker.ts';

/**
 * The thread that starts the playing threads and tells of their ends. Node reports the end of a thread as an event to
 * the thread that started it; the main thread cannot be that, since it waits for results where no event reaches it.
 */

/** To the overseer: end a playing thread at once, whatever it does. */
export interface KillMessage {
  kill: number;
}

const crew = workerData as WorkerData[];
const board = new Board(crew[0].layout, crew[0].memory);
board.overseen();

const workers = crew.map((data, i) => {
  const worker = new Worker(join(packageRoot, 'dist/src/env/vector/worker.js'), { workerData: data, execArgv: [] });
  worker.once('error', error => board.fail(error.message));
  worker.once('exit', code => {
    if (!board.isClosing) board.fail(`playing thread ${i} ended (exit code ${code})`);
  });
  return worker;
});

parentPort?.on('message', ({ kill }: KillMessage) => void workers[kill].terminate());
// The threads keep this one alive, and nothing else does.
parentPort?.unref();
