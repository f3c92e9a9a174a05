import type { Command } from 'commander';
import { expect, test } from 'vitest';
import { commands } from '../../src/cli/commands/index.ts';

/** A command and those below it, by their names. */
function all(command: Command, above = ''): [string, Command][] {
  const name = `${above}${command.name()}`;
  return [[name, command], ...command.commands.flatMap(child => all(child, `${name} `))];
}

const every = commands.flatMap(command => all(command));

test.each(every)('openbrain %s --help ends with an example', (name, command) => {
  let text = '';
  command.configureOutput({ writeOut: words => (text += words) });
  command.outputHelp();
  expect(text).toMatch(new RegExp(`\\nExamples?:\\n {2}\\$ openbrain ${name.split(' ')[0]}\\b`));
});
