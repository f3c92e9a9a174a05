import { join } from 'node:path';
import { Command } from 'commander';
import { type ConsoleName, consoleNames } from '../../ale/open.ts';
import { evaluate } from '../../evaluation/evaluate.ts';
import { type Protocol, protocolNamed, protocols } from '../../evaluation/protocols.ts';
import { type EvaluationReport, report } from '../../evaluation/report.ts';
import { writeWhole } from '../../files.ts';
import { Random } from '../../random.ts';
import { version } from '../../version.ts';
import { integer, oneOf, seed } from '../arguments.ts';
import { makeConfigured } from '../environment.ts';
import { example } from '../example.ts';
import { count, print, score } from '../format.ts';
import { interruptible } from '../interrupt.ts';
import { type Player, playersNamed } from '../player.ts';
import { type ProgressDisplay, progressDisplay } from '../progress.ts';
import { table } from '../table.ts';

interface Options {
  game?: string;
  episodes: number;
  seed: number;
  protocol: Protocol;
  frameSkip?: number;
  console: ConsoleName;
  checkpoint?: string;
  out?: string;
  json?: boolean;
}

/** `openbrain evaluate`. */
export const evaluateCommand = new Command('evaluate')
  .description('Play episodes under a named protocol and store every score')
  .argument('<agents...>', 'run folders, or "random"; several are compared')
  .option('--game <game>', 'the game that random plays (default: that of the first run folder)')
  .option('--episodes <n>', 'number of episodes', integer('--episodes', 1), 30)
  .option('--seed <n>', 'every episode gets a seed derived from this one', seed, 0)
  .option('--protocol <name>', `one of ${protocols.map(({ name }) => name).join(', ')}`, protocolNamed, protocols[0])
  .option('--frame-skip <n>', 'frames for which an action is held (default: as trained)', integer('--frame-skip', 1))
  .option('--console <name>', 'our console, or the Stella inside ale-py', oneOf('--console', consoleNames), 'openbrain')
  .option('--checkpoint <file>', 'another checkpoint than the newest')
  .option('--out <file>', 'where the scores are stored, too (an agent’s always go into its run folder)')
  .option('--json', 'print the report as JSON; an array for several agents')
  .addHelpText(
    'after',
    example(
      'openbrain evaluate runs/pong-linear-critic-0 --episodes 30',
      'openbrain evaluate runs/pong-linear-critic-0 random --episodes 10',
      'openbrain evaluate random --game pong --json',
    ),
  )
  .action(async (who: string[], options: Options) => {
    const players = playersNamed(who, options);
    const display = progressDisplay();
    const { signal, dispose } = interruptible('stopping: the episodes that are finished still count');
    const reports: EvaluationReport[] = [];
    try {
      for (const player of players) {
        const result = await play(player, options, signal, display);
        if (result) reports.push(result);
      }
    } finally {
      display.stop();
      dispose();
    }
    if (reports.length === 0) return print('stopped before the first episode ended');
    const json = JSON.stringify(who.length === 1 ? reports[0] : reports);
    if (options.json) print(json);
    else show(reports);
    // An earlier, complete evaluation is not to be replaced by half of one.
    if (signal.aborted) return;
    const stored = reports.flatMap(result => (result.run ? store(storedAt(result), JSON.stringify(result)) : []));
    if (options.out) stored.push(store(options.out, json));
    if (!options.json) for (const path of stored) print(`stored in ${path}`);
  });

async function play(
  player: Player,
  options: Options,
  signal: AbortSignal,
  display: ProgressDisplay,
): Promise<EvaluationReport | undefined> {
  if (signal.aborted) return undefined;
  const environment = makeConfigured(player.game, player.environment, options.console);
  const random = new Random();
  try {
    const episodes = await evaluate(player.create(environment, random), environment, random, {
      episodes: options.episodes,
      seed: options.seed,
      signal,
      onProgress: (finished, frames) =>
        display.update(
          finished.length / options.episodes,
          `${player.name}: ${finished.length} of ${options.episodes} episodes, ${count(frames)} frames into the next`,
        ),
    });
    if (episodes.length === 0) return undefined;
    const { name: agent, game, run } = player;
    const { protocol, seed, console } = options;
    const { frameSkip } = player.environment;
    return report({ openbrain: version, game, agent, run, protocol, frameSkip, console, seed }, episodes);
  } finally {
    environment.close();
  }
}

function storedAt({ protocol, run, seed, summary, console }: EvaluationReport): string {
  const conditions = [protocol.name, `${run?.frames}-frames`, `${summary.count}-episodes`, `seed-${seed}`];
  if (console === 'reference') conditions.push('reference-console');
  return join(run?.path ?? '.', 'evaluations', `${conditions.join('-')}.json`);
}

function store(path: string, json: string): string {
  writeWhole(path, `${json}\n`);
  return path;
}

function show(reports: readonly EvaluationReport[]): void {
  const { game, protocol, console, seed } = reports[0];
  print(`${game} on the console of ${console === 'openbrain' ? 'openbrain' : 'ale-py'}, seed ${seed}`);
  print(
    `protocol ${protocol.name}: sticky actions ${protocol.repeatActionProbability}, ` +
      `at most ${count(protocol.maxFramesPerEpisode)} frames an episode\n`,
  );
  print(table(headings, reports.map(row)));
}

const headings = [
  ...['agent', 'trained frames', 'frame skip', 'episodes', 'mean', 'median', 'std', 'min', 'max'],
  ...['95% of the mean', 'human-normalised'],
];

function row({ agent, run, frameSkip, summary, humanNormalised }: EvaluationReport): string[] {
  const { mean, median, standardDeviation, min, max, confidence95 } = summary;
  return [
    agent,
    count(run?.frames ?? 0),
    String(frameSkip),
    count(summary.count),
    ...[mean, median, standardDeviation, min, max].map(score),
    `${score(confidence95[0])} to ${score(confidence95[1])}`,
    humanNormalised ? `${(100 * humanNormalised.score).toFixed(1)}%` : 'not known',
  ];
}
