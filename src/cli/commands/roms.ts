import { SingleBar } from 'cli-progress';
import { Command } from 'commander';
import {
  type FetchProgress,
  fetchRoms,
  importRoms,
  listRoms,
  romFolder,
  romNames,
  verifyRoms,
} from '../../../roms-fetch/index.ts';
import { example } from '../example.ts';
import { table } from '../table.ts';

/** The exit code of a check that found something wrong. */
const foundDamage = 1;

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const roms = (count: number): string => `${count} ROM${count === 1 ? '' : 's'}`;

const fetch = new Command('fetch')
  .description('Download ROMs from the ale-py wheel through pip, verify them and store them')
  .argument('[games...]', 'games in snake_case (default: all that this version knows)')
  .option('--json', 'print the result as JSON')
  .addHelpText(
    'after',
    `${example('openbrain roms fetch pong breakout', 'openbrain roms fetch')}
Environment:
  OPENBRAIN_HOME  where ROMs are stored (in roms/); default ~/.openbrain
  OPENBRAIN_PIP   the pip to use; default: the first that works of python3 -m pip, pip3, pip`,
  )
  .action(async (games: string[], { json }: { json?: boolean }) => {
    const progress = json ? undefined : progressReport();
    const result = await fetchRoms(games.length > 0 ? games : romNames, {
      onProgress: progress?.update,
    }).finally(progress?.stop);
    if (json) return print(JSON.stringify({ folder: romFolder(), ...result }));
    const { fetched, present } = result;
    if (fetched.length === 0) return print(`nothing to do: ${roms(present.length)} already in ${romFolder()}`);
    print(
      `${roms(fetched.length)} stored in ${romFolder()}${present.length > 0 ? `, ${present.length} there before` : ''}`,
    );
  });

const list = new Command('list')
  .description('List every ROM this version knows, and which of them are stored')
  .option('--json', 'print as JSON')
  .addHelpText('after', example('openbrain roms list'))
  .action(({ json }: { json?: boolean }) => {
    const entries = listRoms();
    if (json) return print(JSON.stringify(entries));
    const rows = entries.map(({ name, players, state, md5 }) => [name, String(players), state, md5 ?? '']);
    print(table(['game', 'players', 'state', 'MD5'], rows));
    const count = entries.filter(({ state }) => state === 'stored').length;
    print(`\n${count} of ${romNames.length} stored in ${romFolder()}; the rest: openbrain roms fetch`);
  });

const verify = new Command('verify')
  .description('Check every stored ROM against its checksum; exit code 1 where one is damaged')
  .option('--json', 'print as JSON')
  .addHelpText('after', example('openbrain roms verify'))
  .action(({ json }: { json?: boolean }) => {
    const { right, damaged, missing } = verifyRoms();
    if (damaged.length > 0) process.exitCode = foundDamage;
    if (json) return print(JSON.stringify({ right, damaged, missing }));
    for (const name of damaged) print(`${name}: damaged; openbrain roms fetch ${name} replaces it`);
    print(`${right.length} right, ${damaged.length} damaged, ${missing.length} not stored (${romFolder()})`);
  });

const importCommand = new Command('import')
  .description('Copy your own ROMs into the store, recognised by MD5 whatever their names')
  .argument('<path>', 'a ROM file, a zip or gz, or a folder with any of them at any depth')
  .option('--json', 'print the result as JSON')
  .addHelpText('after', example('openbrain roms import ~/atari', 'openbrain roms import roms.zip'))
  .action(async (path: string, { json }: { json?: boolean }) => {
    const result = await importRoms(path);
    if (json) return print(JSON.stringify({ folder: romFolder(), ...result }));
    for (const { name, from } of result.imported) print(`${name}: ${from}`);
    for (const { from, md5 } of result.unknown) print(`not known: ${from} (MD5 ${md5}; see docs/adding-a-game.md)`);
    for (const { from, problem } of result.unreadable) print(`not read: ${from} (${problem})`);
    print(
      `${roms(result.imported.length)} stored in ${romFolder()}, ${result.present.length} there before, ${result.unknown.length} unknown`,
    );
  });

/** `openbrain roms`: fetch, list, verify, import. */
export const romsCommand = new Command('roms')
  .description('Fetch, list, verify and import ROMs')
  .addHelpText('after', example('openbrain roms fetch pong', 'openbrain roms import ~/atari'))
  .addCommand(fetch)
  .addCommand(list)
  .addCommand(verify)
  .addCommand(importCommand);

/** A bar on a terminal; plain lines where the output is a file or a pipe. */
function progressReport(): {
  update(progress: FetchProgress): void;
  stop(): void;
} {
  if (!process.stderr.isTTY) {
    const update = ({ step, total }: FetchProgress): void => {
      if (step === 'download') print(`downloading the ale-py wheel for ${roms(total)}`);
    };
    return { update, stop: () => {} };
  }
  const bar = new SingleBar({
    format: '{step} [{bar}] {value}/{total}',
    stream: process.stderr,
    hideCursor: true,
  });
  let isStarted = false;
  const update = ({ step, done, total }: FetchProgress): void => {
    const label = { step: step === 'download' ? 'downloading' : 'storing' };
    if (isStarted) bar.update(done, label);
    else bar.start(total, done, label);
    isStarted = true;
  };
  return { update, stop: () => bar.stop() };
}
