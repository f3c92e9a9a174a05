import { join } from 'node:path';
import { type MessagePort, parentPort, Worker, workerData } from 'node:worker_threads';
import { packageRoot } from '../../package-root.ts';
import { Board } from './board.ts';

/**
 * The thread that starts other threads and tells of their ends. Node reports the end of a thread as an event to the
 * thread that started it; whoever computes cannot be that, since it waits for others where no event reaches it.
 */

/** A thread to be started. */
export interface ThreadPlan {
  /** Its module below dist. */
  file: string;
  data: unknown;
  /** What of the data is handed over. */
  transfer?: MessagePort[];
}

/** What the overseer is handed. */
export interface OverseerData {
  /** Where ends are told of. */
  board: SharedArrayBuffer;
  threads: ThreadPlan[];
}

/** To the overseer: end a thread at once, whatever it does. */
export interface KillMessage {
  kill: number;
}

const { board: shared, threads } = workerData as OverseerData;
const board = new Board(shared);

const workers = threads.map(({ file, data, transfer }) => {
  const worker = new Worker(join(packageRoot, 'dist', file), {
    workerData: data,
    transferList: transfer,
    execArgv: [],
  });
  worker.once('error', error => board.fail(error.message));
  worker.once('exit', code => {
    if (!board.isClosing) board.fail(`it ended (exit code ${code})`);
  });
  return worker;
});

parentPort?.on('message', ({ kill }: KillMessage) => void workers[kill].terminate());
// The threads keep this one alive, and nothing else does.
parentPort?.unref();
