import { basename, join } from 'node:path';
import { Command } from 'commander';
import { describeHyperparameters, hyperparametersOf, parseSettings } from '../../agents/hyperparameters.ts';
import { agentNamed, agents } from '../../agents/index.ts';
import type { AgentDefinition, AgentPreset } from '../../agents/types.ts';
import { openRom } from '../../ale/open.ts';
import { didYouMean, UserError } from '../../errors.ts';
import type { BackendChoice } from '../../nn/choice.ts';
import { environmentConfig, type RunConfig } from '../../training/config.ts';
import { startRun } from '../../training/session.ts';
import { version } from '../../version.ts';
import { integer, positive, probability, seed } from '../arguments.ts';
import { backendFor, backendOption } from '../backend-option.ts';
import { example } from '../example.ts';
import { attend } from '../training.ts';

/** The length that the field reports (Machado et al. 2018). */
const usualFrames = 200_000_000;

interface Options {
  agent: string;
  backend?: BackendChoice;
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
}

/** `openbrain train`. */
export const trainCommand = new Command('train')
  .description('Train an agent on a game; everything goes into a run folder')
  .argument('<game>', 'a game in snake_case')
  .option('--agent <name>', `one of ${agents.map(({ name }) => name).join(', ')}`, 'linear-critic')
  .option('--frames <n>', 'stop after so many emulator frames (default: 200,000,000)', integer('--frames', 1))
  .option('--minutes <m>', 'stop after so many minutes of training', positive('--minutes'))
  .option('--seed <n>', 'of the environment and of everything random in the agent', seed, 0)
  .option('--out <dir>', 'run folder (default: runs/<game>-<agent>-<seed>)')
  .option('--preset <name>', 'a named setting of the agent; see below')
  .option('--set <key=value>', 'a hyperparameter; may be given again', (pair, all: string[]) => [...all, pair], [])
  .addOption(backendOption('auto, the first that can be had of the others'))
  .option('--frame-skip <n>', 'frames for which an action is held (default: the agent’s)', integer('--frame-skip', 1))
  .option('--sticky <p>', 'chance that the previous action is repeated (default: 0.25)', probability('--sticky'))
  .option('--mode <n>', 'game mode (default: the game’s first)', integer('--mode'))
  .option('--difficulty <n>', 'difficulty (default: 0)', integer('--difficulty'))
  .option('--full-actions', 'all 18 actions rather than those the game uses')
  .addHelpText('after', () => `\nHyperparameters:\n${agents.map(hyperparameterHelp).join('\n')}`)
  .addHelpText(
    'after',
    example(
      'openbrain train pong --minutes 4',
      'openbrain train breakout --agent linear-critic --frames 10000000 --seed 1 --set alpha=0.25',
      'openbrain train pong --agent dqn --preset rainbow --set replaySize=100000',
    ),
  )
  .action(async (game: string, options: Options) => {
    const config = configOf(game, options);
    const path = options.out ?? join('runs', `${basename(config.game, '.bin')}-${config.agent}-${config.seed}`);
    await attend(world => startRun(path, config, world));
  });

function configOf(game: string, options: Options): RunConfig {
  const agent = agentNamed(options.agent);
  const { frames, minutes, sticky, mode, difficulty, fullActions } = options;
  const preset = presetOf(agent, options.preset);
  const hyperparameters = hyperparametersOf(agent, { ...preset.hyperparameters, ...parseSettings(options.set) });
  const { rom } = openRom(game);
  return {
    format: 1,
    openbrain: version,
    game: rom.label,
    romMd5: rom.md5,
    agent: agent.name,
    hyperparameters,
    backend: backendFor(agent.name, options.backend, 'auto'),
    seed: options.seed,
    environment: environmentConfig.parse({
      pipeline: agent.environment.pipeline,
      frameSkip: options.frameSkip ?? agent.environment.frameSkip,
      ...preset.environment,
      ...(sticky === undefined ? {} : { repeatActionProbability: sticky }),
      mode,
      difficulty,
      fullActionSpace: fullActions,
    }),
    limit: { frames: frames ?? (minutes === undefined ? usualFrames : null), minutes: minutes ?? null },
  };
}

/** @throws UserError where the agent has no such preset */
function presetOf(agent: AgentDefinition, name: string | undefined): Partial<AgentPreset> {
  if (name === undefined) return {};
  const names = Object.keys(agent.presets ?? {});
  const preset = names.includes(name) ? agent.presets?.[name] : undefined;
  if (preset) return preset;
  const hint = didYouMean(name, names) || (names.length > 0 ? `there are ${names.join(', ')}` : 'it has none');
  throw new UserError(`agent ${agent.name} has no preset "${name}": ${hint}`);
}

function hyperparameterHelp(agent: AgentDefinition): string {
  const lines = describeHyperparameters(agent).map(
    ({ name, default: value, text }) => `    ${name.padEnd(18)} ${text} (default: ${value})`,
  );
  const presets = Object.entries(agent.presets ?? {}).map(
    ([name, { summary }]) => `    --preset ${name.padEnd(12)} ${summary}`,
  );
  return [`  ${agent.name}: ${agent.summary}`, ...presets, ...lines].join('\n');
}
