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
import { type Player, playerNamed } from '../player.ts';
import { progressDisplay } from '../progress.ts';
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
  .argument('<agent>', 'a run folder, or "random"')
  .option('--game <game>', 'the game that random plays')
  .option('--episodes <n>', 'number of episodes', integer('--episodes', 1), 30)
  .option('--seed <n>', 'every episode gets a seed derived from this one', seed, 0)
  .option('--protocol <name>', `one of ${protocols.map(({ name }) => name).join(', ')}`, protocolNamed, protocols[0])
  .option('--frame-skip <n>', 'frames for which an action is held (default: as trained)', integer('--frame-skip', 1))
  .option('--console <name>', 'our console, or the Stella inside ale-py', oneOf('--console', consoleNames), 'openbrain')
  .option('--checkpoint <file>', 'another checkpoint than the newest')
  .option('--out <file>', 'where the scores are stored (default: in the run folder)')
  .option('--json', 'print the report as JSON')
  .addHelpText(
    'after',
    example(
      'openbrain evaluate runs/pong-linear-critic-0 --episodes 30',
      'openbrain evaluate random --game pong --episodes 10 --json',
    ),
  )
  .action(async (who: string, options: Options) => {
    const player = playerNamed(who, options);
    const result = await play(player, options);
    if (!result) return print('stopped before the first episode ended');
    const out = options.out ?? (player.run && storedAt(player.run.path, result));
    if (out) writeWhole(out, `${JSON.stringify(result, null, 2)}\n`);
    if (options.json) return print(JSON.stringify(result));
    show(result);
    if (out) print(`stored in ${out}`);
  });

async function play(player: Player, options: Options): Promise<EvaluationReport | undefined> {
  const display = progressDisplay();
  const { signal, dispose } = interruptible('stopping: the episodes that are finished still count');
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
          `${finished.length} of ${options.episodes} episodes, ${count(frames)} frames into the next`,
        ),
    });
    if (episodes.length === 0) return undefined;
    const { name: agent, game, run } = player;
    const { protocol, seed, console } = options;
    const { frameSkip } = player.environment;
    return report({ openbrain: version, game, agent, run, protocol, frameSkip, console, seed }, episodes);
  } finally {
    display.stop();
    dispose();
    environment.close();
  }
}

function storedAt(run: string, { protocol, run: trained, seed }: EvaluationReport): string {
  return join(run, 'evaluations', `${protocol.name}-${trained?.frames}-frames-seed-${seed}.json`);
}

function show({
  agent,
  game,
  run,
  protocol,
  frameSkip,
  console,
  seed,
  summary,
  humanNormalised,
}: EvaluationReport): void {
  const trained = run ? ` after ${count(run.frames)} frames` : '';
  print(`${agent}${trained} on ${game}, ${summary.count} episodes, seed ${seed}, ${console} console`);
  print(
    `protocol ${protocol.name}: sticky actions ${protocol.repeatActionProbability}, frame skip ${frameSkip}, ` +
      `at most ${count(protocol.maxFramesPerEpisode)} frames an episode\n`,
  );
  const { mean, median, standardDeviation, min, max, confidence95 } = summary;
  const cells = [mean, median, standardDeviation, min, max].map(score);
  const human = humanNormalised ? `${(100 * humanNormalised.score).toFixed(1)}%` : 'not known';
  print(
    table(
      ['mean', 'median', 'std', 'min', 'max', '95% of the mean', 'human-normalised'],
      [[...cells, `${score(confidence95[0])} to ${score(confidence95[1])}`, human]],
    ),
  );
}
