import { statSync } from 'node:fs';
import { Command } from 'commander';
import { startDashboard } from '../../dashboard/index.ts';
import { UserError } from '../../errors.ts';
import { integer } from '../arguments.ts';
import { example } from '../example.ts';
import { print } from '../format.ts';

/** Where runs are put unless told otherwise. */
const usualRuns = 'runs';

interface Options {
  port: number;
  host: string;
  runs: string;
  store?: string;
  json?: boolean;
}

/** `openbrain dashboard`. */
export const dashboardCommand = new Command('dashboard')
  .description('Serve a page to watch runs as they train, and to play, yourself or beside an agent')
  .option('--port <n>', 'port to listen on; 0: any free one', integer('--port', 0, 65535), 2600)
  .option('--host <address>', 'address to listen on; beyond this machine a token is asked for', '127.0.0.1')
  .option('--runs <dir>', 'the folder that holds the runs', usualRuns)
  .option('--store <file>', 'the database of scores (default: scores.db in $OPENBRAIN_HOME)')
  .option('--json', 'print its address as JSON')
  .addHelpText('after', example('openbrain dashboard', 'openbrain dashboard --port 8080 --runs ~/studies'))
  .action(async (options: Options) => {
    const found = statSync(options.runs, { throwIfNoEntry: false });
    // The usual folder appears with the first training; one that was named and is not there is a slip.
    if (found ? !found.isDirectory() : options.runs !== usualRuns) {
      throw new UserError(`--runs ${options.runs}: ${found ? 'it is not a folder' : 'no such folder'}`);
    }
    const dashboard = await startDashboard(options);
    print(
      options.json ? JSON.stringify({ url: dashboard.url }) : `the dashboard is at ${dashboard.url}\nCtrl-C ends it`,
    );
    const stop = (): void => void dashboard.close();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
  });
