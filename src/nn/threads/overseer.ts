import { join } from 'node:path';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { packageRoot } from '../../package-root.ts';
import { Board } from './board.ts';
import type { HelperData } from './helper.ts';

/**
 * The thread that starts the helpers and tells of their ends. Node reports the end of a thread as an event to the thread
 * that started it; the team's owner cannot be that, since it waits for parts where no event reaches it.
 */

/** To the overseer: end a helper at once, whatever it does. */
export interface KillMessage {
  kill: number;
}

const team = workerData as HelperData[];
const board = new Board(team[0].board);

const helpers = team.map((data, i) => {
  const helper = new Worker(join(packageRoot, 'dist/src/nn/threads/helper.js'), { workerData: data, execArgv: [] });
  helper.once('error', error => board.fail(error.message));
  helper.once('exit', code => {
    if (!board.isClosing) board.fail(`helper ${i + 1} ended (exit code ${code})`);
  });
  return helper;
});

parentPort?.on('message', ({ kill }: KillMessage) => void helpers[kill].terminate());
// The threads keep this one alive, and nothing else does.
parentPort?.unref();
