import { existsSync } from 'node:fs';
import { Command } from 'commander';
import { gameNamed } from '../../ale/games/index.ts';
import { type Normalisation, normalisationNames } from '../../evaluation/human-random.ts';
import { type Board, leaderboards } from '../../evaluation/leaderboard/board.ts';
import { columnsOf } from '../../evaluation/leaderboard/columns.ts';
import { compare } from '../../evaluation/leaderboard/compare.ts';
import { csv, json, markdown, notesOf, titleOf } from '../../evaluation/leaderboard/formats.ts';
import { type Protocol, protocolNamed, protocols } from '../../evaluation/protocols.ts';
import { type PublishedAgent, publishedAgents, publishedNamed } from '../../evaluation/published.ts';
import { defaultStorePath, ScoreStore, type StoredEvaluation } from '../../evaluation/store/store.ts';
import { writeWhole } from '../../files.ts';
import { oneOf, seed } from '../arguments.ts';
import { comparisonJson, comparisonText } from '../comparison.ts';
import { example } from '../example.ts';
import { print } from '../format.ts';
import { table } from '../table.ts';

const formats = ['table', 'json', 'csv', 'md'] as const;

interface Options {
  game?: string;
  protocol?: Protocol;
  against: readonly PublishedAgent[];
  normalisation: Normalisation;
  format: (typeof formats)[number];
  seed: number;
  store?: string;
  out?: string;
}

/** `openbrain leaderboard`. */
export const leaderboardCommand = new Command('leaderboard')
  .description('Own runs beside published agents: ranks, intervals, and where every number comes from')
  .option('--game <game>', 'one game only, with its scores', name => gameNamed(name).name)
  .option('--protocol <name>', `only ${protocols.map(({ name }) => name).join(', ')}`, protocolNamed)
  .option(
    '--against <names>',
    'published agents with commas between them, "all" or "none"',
    publishedNamed,
    publishedAgents,
  )
  .option(
    '--normalisation <name>',
    `one of ${normalisationNames.join(', ')}`,
    oneOf('--normalisation', normalisationNames),
    'wang2016',
  )
  .option('--format <format>', `one of ${formats.join(', ')}`, oneOf('--format', formats), 'table')
  .option('--seed <n>', 'of the bootstrap', seed, 0)
  .option('--store <file>', 'the database of scores (default: scores.db in $OPENBRAIN_HOME)')
  .option('--out <file>', 'write it there instead of printing it')
  .addHelpText(
    'after',
    example(
      'openbrain leaderboard --game pong --against dqn_nature2015,rainbow',
      'openbrain leaderboard --protocol ale-v5 --format md --out leaderboard.md',
    ),
  )
  .action((options: Options) => {
    const evaluations = stored(options);
    const { game, against, normalisation, seed } = options;
    const boards = leaderboards(evaluations, { game, against, normalisation, seed });
    const text = render(boards, options.format);
    if (options.out === undefined) print(text.trimEnd());
    else {
      writeWhole(options.out, text);
      print(`stored in ${options.out}`);
    }
  });

leaderboardCommand
  .enablePositionalOptions()
  .command('compare')
  .description('Two agents game by game, and the probability that one beats the other')
  .argument('<a>', 'an agent of the leaderboard: own agents, run folders, or published ones')
  .argument('<b>', 'another')
  .option('--game <game>', 'one game only', name => gameNamed(name).name)
  .option('--protocol <name>', `only ${protocols.map(({ name }) => name).join(', ')}`, protocolNamed)
  .option(
    '--normalisation <name>',
    `one of ${normalisationNames.join(', ')}`,
    oneOf('--normalisation', normalisationNames),
    'wang2016',
  )
  .option('--format <format>', 'table or json', oneOf('--format', ['table', 'json']), 'table')
  .option('--seed <n>', 'of the bootstrap', seed, 0)
  .option('--store <file>', 'the database of scores (default: scores.db in $OPENBRAIN_HOME)')
  .addHelpText('after', example('openbrain leaderboard compare linear-critic dqn_nature2015 --game pong'))
  .action((a: string, b: string, options: CompareOptions) => {
    const { game, protocol, normalisation, seed, store } = options;
    const comparison = compare(stored({ store }), a, b, { game, protocol: protocol?.name, normalisation, seed });
    print(options.format === 'json' ? comparisonJson(comparison) : comparisonText(comparison));
  });

interface CompareOptions {
  game?: string;
  protocol?: Protocol;
  normalisation: Normalisation;
  format: 'table' | 'json';
  seed: number;
  store?: string;
}

function stored({ store, game, protocol }: Pick<Options, 'store' | 'game' | 'protocol'>): StoredEvaluation[] {
  const path = store ?? defaultStorePath();
  // To look is not to make.
  if (!existsSync(path)) return [];
  const scores = new ScoreStore(path);
  try {
    return scores.evaluations({ game, protocol: protocol?.name });
  } finally {
    scores.close();
  }
}

function render(boards: readonly Board[], format: Options['format']): string {
  if (format === 'json') return `${json(boards)}\n`;
  if (format === 'csv') return csv(boards);
  if (format === 'md') return markdown(boards);
  return `${boards.map(terminal).join('\n\n')}\n`;
}

function terminal(board: Board): string {
  const columns = columnsOf(board);
  const rows = board.rows.map(row => columns.map(({ cell }) => cell(row)));
  return [
    titleOf(board),
    '',
    table(
      columns.map(({ heading }) => heading),
      rows,
    ),
    '',
    ...notesOf(board),
  ].join('\n');
}
