import { Command } from 'commander';
import { type ConsoleName, consoleNames, openConsole } from '../../ale/open.ts';
import { parseActions, trace } from '../../ale/trace.ts';
import { writeWhole } from '../../files.ts';
import { integer, oneOf, probability, readText, seed } from '../arguments.ts';
import { example } from '../example.ts';

interface TraceOptions {
  actions: string;
  seed: number;
  sticky: number;
  frameSkip: number;
  mode?: number;
  difficulty?: number;
  console: ConsoleName;
  out?: string;
}

/** `openbrain trace`: what an ALE user would see at every step, as NDJSON with hashes of RAM and screen. */
export const traceCommand = new Command('trace')
  .description('Play a list of actions and print reward, lives, frame and hashes of RAM and screen for each, as NDJSON')
  .argument('<game>', 'a game in snake_case, or a ROM file')
  .requiredOption('--actions <file>', 'JSON array of ALE action numbers (0..17)')
  .option('--seed <n>', 'random seed', seed, 0)
  .option('--sticky <p>', 'chance that the previous action is repeated, drawn every frame', probability('--sticky'), 0)
  .option('--frame-skip <k>', 'frames for which each action is held', integer('--frame-skip', 1), 1)
  .option('--mode <m>', "game mode (default: the game's own)", integer('--mode'))
  .option('--difficulty <d>', 'difficulty switches, 0..3 (default: 0)', integer('--difficulty', 0, 3))
  .option(
    '--console <name>',
    `which console plays: ${consoleNames.join(' or ')}`,
    oneOf('--console', consoleNames),
    'openbrain',
  )
  .option('--out <file>', 'write there instead of to standard output')
  .addHelpText('after', example('openbrain trace pong --actions actions.json --seed 1 --sticky 0.25 --out pong.ndjson'))
  .action((game: string, options: TraceOptions) => {
    const actions = parseActions(readText(options.actions), options.actions);
    const ale = openConsole(
      game,
      {
        seed: options.seed,
        repeatActionProbability: options.sticky,
        frameSkip: options.frameSkip,
        mode: options.mode,
        difficulty: options.difficulty,
      },
      options.console,
    );
    try {
      const lines: string[] = [];
      for (const line of trace(ale, actions)) lines.push(`${JSON.stringify(line)}\n`);
      if (options.out === undefined) process.stdout.write(lines.join(''));
      else writeWhole(options.out, lines.join(''));
    } finally {
      ale.close();
    }
  });
