import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { type ConsoleName, consoleNames } from '../../ale/open.ts';
import { evaluatePlayer } from '../../evaluation/evaluation.ts';
import { type Player, playersNamed } from '../../evaluation/player.ts';
import type { Protocol } from '../../evaluation/protocols.ts';
import type { EvaluationReport } from '../../evaluation/report.ts';
import { defaultStorePath, ScoreStore } from '../../evaluation/store/store.ts';
import { writeWhole } from '../../files.ts';
import { type BackendChoice, chooseBackend } from '../../nn/choice.ts';
import { integer, oneOf, seed, seedList } from '../arguments.ts';
import { backendOption } from '../backend-option.ts';
import { example } from '../example.ts';
import { count, print, score } from '../format.ts';
import { interruptible } from '../interrupt.ts';
import { type ProgressDisplay, progressDisplay } from '../progress.ts';
import { protocolOption } from '../protocol-option.ts';
import { table } from '../table.ts';

interface Options {
  backend?: BackendChoice;
  game?: string;
  episodes: number;
  seed: number;
  seeds?: number[];
  workers: number;
  again?: boolean;
  protocol: Protocol;
  frameSkip?: number;
  console: ConsoleName;
  checkpoint?: string;
  store?: string;
  out?: string;
  json?: boolean;
}

/** Threads by default: one for every core, and no more than a small machine has memory for. */
const defaultWorkers = Math.min(8, availableParallelism());

/** `openbrain evaluate`. */
export const evaluateCommand = new Command('evaluate')
  .description('Play episodes under a named protocol and store every score')
  .argument('<agents...>', 'run folders, exported models, or "random"; several are compared')
  .option('--game <game>', 'the game that random plays (default: that of the first run folder)')
  .option('--episodes <n>', 'number of episodes, for every seed', integer('--episodes', 1), 30)
  .option('--seed <n>', 'every episode gets a seed derived from this one', seed, 0)
  .option('--seeds <a,b,c>', 'several such seeds', seedList)
  .addOption(protocolOption())
  .option('--frame-skip <n>', 'frames for which an action is held (default: as trained)', integer('--frame-skip', 1))
  .option('--console <name>', 'our console, or the Stella inside ale-py', oneOf('--console', consoleNames), 'openbrain')
  .addOption(backendOption('wasm: the same scores whatever is installed'))
  .option('--checkpoint <file>', 'another checkpoint than the newest; best: that of the best evaluation')
  .option('--workers <n>', 'threads that play; the scores do not depend on it', integer('--workers', 1), defaultWorkers)
  .option('--again', 'play episodes again whose scores are stored already')
  .option('--store <file>', 'the database of scores (default: scores.db in $OPENBRAIN_HOME)')
  .option('--out <file>', 'where the scores are stored, too (an agent’s always go into its run folder)')
  .option('--json', 'print the report as JSON; an array for several agents')
  .addHelpText(
    'after',
    example(
      'openbrain evaluate runs/pong-linear-critic-0 --episodes 30',
      'openbrain evaluate runs/pong-linear-critic-0 random --episodes 10',
      'openbrain evaluate runs/pong-linear-critic-0 --protocol machado2018 --seeds 1,2,3',
      'openbrain evaluate random --game pong --json',
    ),
  )
  .action(async (who: string[], options: Options) => {
    const players = playersNamed(who, { ...options, backend: chooseBackend(options.backend ?? 'wasm') });
    const scores = new ScoreStore(options.store ?? defaultStorePath());
    const display = progressDisplay();
    const { signal, dispose } = interruptible('stopping: the episodes that are finished still count');
    const reports: EvaluationReport[] = [];
    try {
      for (const player of players) {
        const result = await play(player, options, scores, signal, display);
        if (result) reports.push(result);
      }
    } finally {
      display.stop();
      dispose();
      scores.close();
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
  { protocol, episodes, seed, seeds = [seed], console, workers, again }: Options,
  scores: ScoreStore,
  signal: AbortSignal,
  display: ProgressDisplay,
): Promise<EvaluationReport | undefined> {
  if (signal.aborted) return undefined;
  const onProgress = (done: number, all: number, frames: number): void =>
    display.update(done / all, `${player.name}: ${done} of ${all} episodes, ${count(frames)} frames into the next`);
  return evaluatePlayer(player, { protocol, episodes, seeds, console, workers, again, signal, onProgress }, scores);
}

function storedAt({ protocol, run, seeds, summary, console }: EvaluationReport): string {
  const conditions = [protocol.name, `${run?.frames}-frames`, `${summary.count}-episodes`, `seed-${seeds.join('-')}`];
  if (console === 'reference') conditions.push('reference-console');
  return join(run?.path ?? '.', 'evaluations', `${conditions.join('-')}.json`);
}

function store(path: string, json: string): string {
  writeWhole(path, `${json}\n`);
  return path;
}

function show(reports: readonly EvaluationReport[]): void {
  const { game, protocol, console, seeds } = reports[0];
  const seedsUsed = `seed${seeds.length === 1 ? '' : 's'} ${seeds.join(', ')}`;
  print(`${game} on the console of ${console === 'openbrain' ? 'openbrain' : 'ale-py'}, ${seedsUsed}`);
  const { repeatActionProbability, epsilon, noopMax, maxFramesPerEpisode } = protocol;
  const conditions = [`sticky actions ${repeatActionProbability}`];
  if (epsilon > 0) conditions.push(`epsilon ${epsilon}`);
  if (noopMax > 0) conditions.push(`up to ${noopMax} no-ops`);
  conditions.push(`at most ${count(maxFramesPerEpisode)} frames an episode`);
  print(`protocol ${protocol.name}: ${conditions.join(', ')}\n`);
  print(table(headings, reports.map(row)));
  for (const { agent, deviations } of reports) {
    if (deviations.length > 0) print(`\n${agent} departs from ${protocol.name}: ${deviations.join(', ')}`);
  }
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
