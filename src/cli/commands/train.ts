import { basename, join } from 'node:path';
import { Command } from 'commander';
import { describeHyperparameters, parseSettings } from '../../agents/hyperparameters.ts';
import { agents, descendants } from '../../agents/index.ts';
import type { AgentDefinition } from '../../agents/types.ts';
import { classicTasks } from '../../env/classic/index.ts';
import { UserError } from '../../errors.ts';
import type { BackendChoice } from '../../nn/choice.ts';
import { configureRun } from '../../training/configure.ts';
import { startRun } from '../../training/session.ts';
import { integer, positive, probability, seed } from '../arguments.ts';
import { backendFor, backendOption, threadsOption } from '../backend-option.ts';
import { example } from '../example.ts';
import { attend } from '../training.ts';

/** The length that the field reports (Machado et al. 2018). */
const usualFrames = 200_000_000;

interface Options {
  agent: string;
  backend?: BackendChoice;
  threads?: number;
  deterministic?: boolean;
  frames?: number;
  minutes?: number;
  seed: number;
  out?: string;
  preset?: string;
  set: string[];
  frameSkip?: number;
  sticky?: number;
  mode?: number;
  difficulty?: number;
  fullActions?: boolean;
  evaluateEvery?: number;
  evaluateEpisodes: number;
  json?: boolean;
}

/** `openbrain train`. */
export const trainCommand = new Command('train')
  .description('Train an agent on a game; everything goes into a run folder')
  .argument('<game>', `a game in snake_case, or a small task: ${classicTasks.map(({ name }) => name).join(', ')}`)
  .option('--agent <name>', `one of ${[...agents.map(({ name }) => name), ...descendants].join(', ')}`, 'linear-critic')
  .option('--frames <n>', 'stop after so many emulator frames (default: 200,000,000)', integer('--frames', 1))
  .option('--minutes <m>', 'stop after so many minutes of training', positive('--minutes'))
  .option('--seed <n>', 'of the environment and of everything random in the agent', seed, 0)
  .option('--out <dir>', 'run folder (default: runs/<game>-<agent>-<seed>)')
  .option('--preset <name>', 'a named setting of the agent; see below')
  .option('--set <key=value>', 'a hyperparameter; may be given again', (pair, all: string[]) => [...all, pair], [])
  .addOption(backendOption('auto, the first that can be had of the others'))
  .addOption(threadsOption())
  .option('--deterministic', 'the same seed gives the same weights on every processor, not on this one alone (wasm)')
  .option('--frame-skip <n>', 'frames for which an action is held (default: the agent’s)', integer('--frame-skip', 1))
  .option(
    '--sticky <p>',
    "chance that the previous action is repeated (default: the preset's, or 0.25)",
    probability('--sticky'),
  )
  .option('--mode <n>', 'game mode (default: the game’s first)', integer('--mode'))
  .option('--difficulty <n>', 'difficulty (default: 0)', integer('--difficulty'))
  .option('--full-actions', 'all 18 actions rather than those the game uses')
  .option(
    '--evaluate-every <n>',
    'play an evaluation every so many frames and keep the best',
    integer('--evaluate-every', 1),
  )
  .option(
    '--evaluate-episodes <n>',
    'episodes of each; their time counts as training',
    integer('--evaluate-episodes', 1),
    10,
  )
  .option('--json', 'print how it ended as JSON')
  .addHelpText('after', () => `\nHyperparameters:\n${agents.map(hyperparameterHelp).join('\n')}`)
  .addHelpText(
    'after',
    example(
      'openbrain train pong --minutes 4',
      'openbrain train cartpole --agent local-critic --frames 60000',
      'openbrain train breakout --agent linear-critic --frames 10000000 --seed 1 --set alpha=0.25',
      'openbrain train pong --agent rainbow --set replaySize=100000',
      'openbrain train pong --agent dqn --evaluate-every 1000000 --evaluate-episodes 10',
      'openbrain train pong --agent pqn --preset quick --minutes 120',
    ),
  )
  .action(async (game: string, options: Options) => {
    const {
      agent,
      preset,
      set,
      seed,
      threads,
      deterministic,
      frames,
      minutes,
      frameSkip,
      sticky,
      mode,
      difficulty,
      fullActions,
      evaluateEvery: everyFrames,
      evaluateEpisodes: episodes,
    } = options;
    const config = configureRun(game, {
      ...{ agent, preset, seed, settings: parseSettings(set) },
      backend: backendFor(agent, options.backend, 'auto', deterministic),
      deterministic,
      environment: { frameSkip, repeatActionProbability: sticky, mode, difficulty, fullActionSpace: fullActions },
      limit: { frames: frames ?? (minutes === undefined ? usualFrames : null), minutes: minutes ?? null },
      evaluation: everyFrames === undefined ? undefined : { everyFrames, episodes },
    });
    if (threads !== undefined && config.backend === undefined) {
      throw new UserError(`agent ${agent} has no network: leave out --threads ${threads}`);
    }
    const path = options.out ?? join('runs', `${basename(config.game, '.bin')}-${agent}-${config.seed}`);
    await attend(world => startRun(path, config, world), { threads, json: options.json });
  });

function hyperparameterHelp(agent: AgentDefinition): string {
  const lines = describeHyperparameters(agent).map(
    ({ name, default: value, text }) => `    ${name.padEnd(18)} ${text} (default: ${value})`,
  );
  const presets = Object.entries(agent.presets ?? {}).map(
    ([name, { summary }]) => `    --preset ${name.padEnd(12)} ${summary}`,
  );
  return [`  ${agent.name}: ${agent.summary}`, ...presets, ...lines].join('\n');
}
