import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { UserError } from '../../errors.ts';
import { armsNamed, type Budget, usualArms } from '../../experiments/atari/plan.ts';
import { atariStudy, quickOptions } from '../../experiments/atari/study.ts';
import { type JobResult as Cosines, gradientIdentity } from '../../experiments/gradient-identity/study.ts';
import type { JobResult as Learned } from '../../experiments/local-optimality/job.ts';
import { localOptimality } from '../../experiments/local-optimality/study.ts';
import { type TaskName, taskNames } from '../../experiments/local-optimality/tasks.ts';
import { MemoryFile } from '../../experiments/memory.ts';
import { integer, oneOf, positive } from '../arguments.ts';
import { example } from '../example.ts';
import { conduct, type ExperimentOptions, experiment } from '../experiment.ts';
import { interruptible } from '../interrupt.ts';

/** In the folder of a study: what it has found, until it is finished. */
const unfinished = 'unfinished.json';
const goesOn = '\nA full study that was stopped goes on where it stood when it is begun again with the same --out.';

const gradient = experiment(
  'gradient-identity',
  'Is what a neuron’s own critic tells it the neuron’s part of the true gradient? Cosines with exact backpropagation',
)
  .addHelpText('after', goesOn)
  .addHelpText(
    'after',
    example(
      'openbrain experiment gradient-identity --quick --json',
      'openbrain experiment gradient-identity --seeds 5',
    ),
  )
  .action(async (options: ExperimentOptions) => {
    const { quick, seeds = quick ? [0, 1] : [0, 1, 2, 3, 4] } = options;
    const out = options.out ?? join('runs', 'gradient-identity');
    const memory = quick ? undefined : new MemoryFile<Cosines>(join(out, unfinished));
    await conduct('gradient-identity', { ...options, out }, async display => ({
      seeds,
      report: await gradientIdentity({ seeds, quick, memory, onProgress: display.update }),
    }));
    memory?.forget();
  });

const words = (text: string): string[] => [...new Set(text.split(',').map(word => word.trim()))];
const taskNamed = oneOf('--tasks', taskNames);

const optimality = experiment(
  'local-optimality',
  'Does a network learn when every neuron trains on its own critic? Against its variants and against backpropagation',
)
  .option('--tasks <a,b>', `tasks of the full form (default: ${taskNames.join(',')})`, text =>
    words(text).map(taskNamed),
  )
  .option('--threads <n>', 'threads that train; the results do not depend on it', integer('--threads', 1))
  .addHelpText('after', goesOn)
  .addHelpText(
    'after',
    example('openbrain experiment local-optimality --quick --json', 'openbrain experiment local-optimality --seeds 10'),
  )
  .action(async (options: ExperimentOptions & { tasks?: TaskName[]; threads?: number }) => {
    const { quick, tasks, threads = Math.min(8, availableParallelism()) } = options;
    if (quick && tasks) throw new UserError('--quick is CartPole only: leave out --tasks');
    const { seeds = Array.from({ length: quick ? 3 : 10 }, (_, seed) => seed) } = options;
    const out = options.out ?? join('runs', 'local-optimality');
    const memory = quick ? undefined : new MemoryFile<Learned>(join(out, unfinished));
    await conduct('local-optimality', { ...options, out }, async display => ({
      seeds,
      report: await localOptimality({ seeds, quick, tasks, threads, memory, onProgress: display.update }),
    }));
    memory?.forget();
  });

interface AtariOptions extends ExperimentOptions {
  games: string[];
  agents: string[];
  set: string[];
  minutes?: number[];
  frames?: number[];
  episodes?: number;
  workers?: number;
  runs?: string;
}

const listOption = (flags: string, description: string, usual: readonly string[]): Option =>
  new Option(flags, description).argParser(words).default(usual, usual.join(','));
const several =
  (parse: (text: string) => number) =>
  (text: string): number[] =>
    words(text).map(parse);

const atari = experiment(
  'atari',
  'Agents with and without backpropagation on Atari games, at equal processor time and at equal frames',
)
  .addOption(listOption('--games <a,b>', 'which games', ['pong', 'freeway', 'breakout']))
  .addOption(
    listOption('--agents <a,b>', 'which agents, each with a preset after a colon where it is to have one', usualArms),
  )
  .addOption(
    new Option('--set <agent.key=value>', 'a hyperparameter of one of them; may be given again')
      .argParser((pair, all: string[]) => [...all, pair])
      .default([], 'none'),
  )
  .option('--minutes <a,b>', 'minutes of processor time a run (default: 15)', several(positive('--minutes')))
  .option('--frames <a,b>', 'emulator frames a run (default: 200,000)', several(integer('--frames', 1)))
  .option('--episodes <n>', 'episodes of every evaluation (default: 20)', integer('--episodes', 2))
  .option(
    '--workers <n>',
    'runs at the same time, each in a process of its own (default: 1; quick: 2)',
    integer('--workers', 1),
  )
  .option('--runs <dir>', 'run folders and scores; a study in it goes on (default: runs in --out)')
  .addHelpText(
    'after',
    '\nEvery run is trained through all budgets in one piece, then evaluated as it stood at each. A study that was stopped goes on\n' +
      'where it stood when it is begun again with the same --runs; more games, agents, seeds or budgets may be added.',
  )
  .addHelpText(
    'after',
    example(
      'openbrain experiment atari --quick',
      'openbrain experiment atari --games pong,freeway,breakout --minutes 15 --workers 2',
      'openbrain experiment atari --games pong --agents linear-critic,dqn --minutes 15,60 --seeds 3',
    ),
  )
  .action(async (options: AtariOptions, command: Command) => {
    const { quick, games, agents, set, minutes, frames, episodes = 20, workers = quick ? 2 : 1, seeds = [0] } = options;
    const name = quick ? 'atari-quick' : 'atari';
    const asked: Budget[] = [
      ...(minutes ?? []).map((amount): Budget => ({ unit: 'minutes', amount })),
      ...(frames ?? []).map((amount): Budget => ({ unit: 'frames', amount })),
    ];
    const usual: Budget[] = [
      { unit: 'minutes', amount: 15 },
      { unit: 'frames', amount: 200_000 },
    ];
    const budgets = asked.length > 0 ? asked : usual;
    const full = { games, arms: armsNamed(agents, set), seeds, budgets, episodes };
    // What the person said goes before what the small form would take.
    const said = (key: string): boolean => command.getOptionValueSource(key) === 'cli';
    const small = quick && {
      ...quickOptions(),
      ...(said('games') ? { games } : {}),
      ...(said('agents') || set.length > 0 ? { arms: full.arms } : {}),
      ...(asked.length > 0 ? { budgets } : {}),
      ...(said('episodes') ? { episodes } : {}),
      ...(said('seeds') ? { seeds } : {}),
    };
    const runs = options.runs ?? join(options.out ?? join('runs', name), 'runs');
    const { signal, dispose } = interruptible('stopping: the runs under way write checkpoints');
    try {
      await conduct(name, options, async display => {
        const study = await atariStudy({
          ...(small || full),
          ...{ workers, runs, signal, onProgress: display.update },
          onEnd: (line, isProblem) => {
            display.say(line);
            if (isProblem) process.exitCode = 1;
          },
        });
        return { seeds: (small || full).seeds, ...study };
      });
    } finally {
      dispose();
    }
  });

/** `openbrain experiment …`: the studies behind the claims about learning without backpropagation. */
export const experimentCommand = new Command('experiment')
  .description('Run a study: measurements, plots, and a report with all that is needed to repeat it')
  .addHelpText('after', example('openbrain experiment gradient-identity --quick'))
  .addCommand(gradient)
  .addCommand(optimality)
  .addCommand(atari);
