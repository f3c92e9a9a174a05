#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { UserError } from '../errors.ts';
import { packageRoot } from '../package-root.ts';
import { commands } from './commands/index.ts';
import { example } from './example.ts';

/** The exit code for everything a person can mend. */
const badInput = 2;

const { version } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string };

const program = new Command('openbrain')
  .description('Atari 2600 toolkit for reinforcement learning: fetch ROMs, train, evaluate, record, compare')
  .version(version)
  // A command and its subcommand may have options of the same name.
  .enablePositionalOptions()
  .showSuggestionAfterError()
  .addHelpText('after', example('openbrain train pong --minutes 4', 'openbrain train --help'));

for (const command of commands) program.addCommand(command);
throwInsteadOfExit(program);

process.stdout.on('error', error => {
  // The reader of a pipe went away (`openbrain trace … | head`): that is no error of ours.
  if ((error as NodeJS.ErrnoException).code === 'EPIPE') process.exit(0);
  throw error;
});

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : badInput;
  else if (error instanceof UserError) {
    process.stderr.write(`openbrain: ${error.message}\n`);
    process.exitCode = badInput;
  } else throw error;
}

function throwInsteadOfExit(command: Command): void {
  command.exitOverride();
  for (const child of command.commands) throwInsteadOfExit(child);
}
