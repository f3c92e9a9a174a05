import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { gameNamed } from '../../ale/games/index.ts';
import { UserError } from '../../errors.ts';
import { type Normalisation, normalisationNames } from '../../evaluation/human-random.ts';
import { type Board, leaderboards } from '../../evaluation/leaderboard/board.ts';
import { columnsOf } from '../../evaluation/leaderboard/columns.ts';
import { type Comparison, compare } from '../../evaluation/leaderboard/compare.ts';
import { csv, json, markdown, notesOf, titleOf } from '../../evaluation/leaderboard/formats.ts';
import { html } from '../../evaluation/leaderboard/html.ts';
import { comparisonPlot, plotsOf, rankingPlot } from '../../evaluation/leaderboard/plots.ts';
import type { Protocol } from '../../evaluation/protocols.ts';
import { type PublishedAgent, publishedAgents, publishedNamed } from '../../evaluation/published.ts';
import { defaultStorePath, ScoreStore, type StoredEvaluation } from '../../evaluation/store/store.ts';
import { writeWhole } from '../../files.ts';
import { pngOf } from '../../plots/png.ts';
import type { Theme } from '../../plots/svg.ts';
import { oneOf, seed } from '../arguments.ts';
import { comparisonJson, comparisonText } from '../comparison.ts';
import { example } from '../example.ts';
import { print } from '../format.ts';
import { onlyProtocolOption } from '../protocol-option.ts';
import { table } from '../table.ts';

const formats = ['table', 'json', 'csv', 'md', 'html', 'svg', 'png'] as const;
const comparisonFormats = ['table', 'json', 'svg', 'png'] as const;

interface Options {
  game?: string;
  protocol?: Protocol;
  against: readonly PublishedAgent[];
  normalisation: Normalisation;
  format: (typeof formats)[number];
  seed: number;
  store?: string;
  out?: string;
  plots?: string;
}

/** `openbrain leaderboard`. */
export const leaderboardCommand = new Command('leaderboard')
  .description('Own runs beside published agents: ranks, intervals, and where every number comes from')
  .option('--game <game>', 'one game only, with its scores', name => gameNamed(name).name)
  .addOption(onlyProtocolOption())
  .addOption(
    new Option('--against <names>', 'published agents with commas between them, "all" or "none"')
      .argParser(publishedNamed)
      .default(publishedAgents, 'all'),
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
  .option('--plots <folder>', 'put every picture there, as SVG and PNG')
  .addHelpText('after', `\nPublished agents: ${publishedAgents.map(({ name }) => name).join(', ')}`)
  .addHelpText(
    'after',
    example(
      'openbrain leaderboard --game pong --against dqn_nature2015,rainbow',
      'openbrain leaderboard --protocol ale-v5 --format md --out leaderboard.md',
    ),
  )
  .action(async (options: Options) => {
    const evaluations = stored(options);
    const { game, against, normalisation, seed } = options;
    const boards = leaderboards(evaluations, { game, against, normalisation, seed });
    await deliver(await render(boards, options.format), options);
    if (options.plots === undefined) return;
    const folder = options.plots;
    for (const path of await writePlots(boards, folder)) print(`stored in ${path}`);
  });

leaderboardCommand
  .enablePositionalOptions()
  .command('compare')
  .description('Two agents game by game, and the probability that one beats the other')
  .argument('<a>', 'an agent of the leaderboard: own agents, run folders, or published ones')
  .argument('<b>', 'another')
  .option('--game <game>', 'one game only', name => gameNamed(name).name)
  .addOption(onlyProtocolOption())
  .option(
    '--normalisation <name>',
    `one of ${normalisationNames.join(', ')}`,
    oneOf('--normalisation', normalisationNames),
    'wang2016',
  )
  .option(
    '--format <format>',
    `one of ${comparisonFormats.join(', ')}`,
    oneOf('--format', comparisonFormats),
    'table' as const,
  )
  .option('--seed <n>', 'of the bootstrap', seed, 0)
  .option('--store <file>', 'the database of scores (default: scores.db in $OPENBRAIN_HOME)')
  .option('--out <file>', 'write it there instead of printing it')
  .addHelpText('after', example('openbrain leaderboard compare linear-critic dqn_nature2015 --game pong'))
  .action(async (a: string, b: string, options: CompareOptions) => {
    const { game, protocol, normalisation, seed, store } = options;
    const comparison = compare(stored({ store }), a, b, { game, protocol: protocol?.name, normalisation, seed });
    await deliver(await renderComparison(comparison, options.format), options);
  });

interface CompareOptions {
  game?: string;
  protocol?: Protocol;
  normalisation: Normalisation;
  format: (typeof comparisonFormats)[number];
  seed: number;
  store?: string;
  out?: string;
}

async function renderComparison(
  comparison: Comparison,
  format: CompareOptions['format'],
): Promise<string | Uint8Array> {
  if (format === 'json') return `${comparisonJson(comparison)}\n`;
  if (format === 'svg') return comparisonPlot(comparison, 'auto');
  if (format === 'png') return pngOf(comparisonPlot(comparison, 'light'));
  return `${comparisonText(comparison)}\n`;
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

async function render(boards: readonly Board[], format: Options['format']): Promise<string | Uint8Array> {
  if (format === 'json') return `${json(boards)}\n`;
  if (format === 'csv') return csv(boards);
  if (format === 'md') return markdown(boards);
  if (format === 'html') return html(boards);
  if (format === 'svg') return ranking(boards, 'auto');
  if (format === 'png') return pngOf(ranking(boards, 'light'));
  return `${boards.map(terminal).join('\n\n')}\n`;
}

function ranking(boards: readonly Board[], theme: Theme): string {
  if (boards.length > 1) {
    const names = boards.map(({ protocol }) => protocol);
    throw new UserError(`a picture shows one protocol: choose with --protocol ${names.join(' or ')}`);
  }
  const svg = rankingPlot(boards[0], theme);
  if (svg) return svg;
  throw new UserError('none of these games has a human score to put several together by: choose one with --game');
}

/** Prints it, or writes it where the person wants it. */
async function deliver(content: string | Uint8Array, { out, format }: { out?: string; format: string }): Promise<void> {
  if (out !== undefined) {
    writeWhole(out, content);
    print(`stored in ${out}`);
  } else if (typeof content === 'string') print(content.trimEnd());
  else throw new UserError(`--format ${format} goes into a file: name it with --out`);
}

async function writePlots(boards: readonly Board[], folder: string): Promise<string[]> {
  const written: string[] = [];
  for (const board of boards) {
    for (const { name, svg } of plotsOf(board, 'auto')) written.push(write(join(folder, `${name}.svg`), svg));
    for (const { name, svg } of plotsOf(board, 'light')) {
      written.push(write(join(folder, `${name}.png`), await pngOf(svg)));
    }
  }
  return written;
}

function write(path: string, content: string | Uint8Array): string {
  writeWhole(path, content);
  return path;
}

function terminal(board: Board): string {
  const columns = columnsOf(board);
  const rows = board.rows.map(row => columns.map(({ cell }) => cell(row)));
  const headings = columns.map(({ heading }) => heading);
  const notes = notesOf(board);
  return [titleOf(board), '', table(headings, rows), ...(notes.length > 0 ? ['', ...notes] : [])].join('\n');
}
