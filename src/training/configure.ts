import { type Hyperparameters, hyperparametersOf } from '../agents/hyperparameters.ts';
import { agentAndPreset } from '../agents/index.ts';
import type { AgentDefinition, AgentPreset } from '../agents/types.ts';
import { openRom } from '../ale/open.ts';
import { classicTaskNamed } from '../env/classic/index.ts';
import { didYouMean, UserError } from '../errors.ts';
import type { BackendName } from '../nn/choice.ts';
import { version } from '../version.ts';
import { type EnvironmentConfig, environmentConfig, type RunConfig } from './config.ts';

/** What a person decides about a run; the rest follows from the agent. */
export interface RunChoices {
  agent: string;
  /** A named setting of the agent. */
  preset?: string;
  /** Hyperparameters that come after the preset. */
  settings?: Hyperparameters;
  seed: number;
  /** How the game is presented, where that is not to be as the agent or the preset wants it. */
  environment?: Partial<EnvironmentConfig>;
  backend?: BackendName;
  /** WebAssembly: compute so that the result is the same on every processor. */
  deterministic?: boolean;
  limit: RunConfig['limit'];
  /** Evaluations during the training. */
  evaluation?: RunConfig['evaluation'];
}

/**
 * Spells a run out.
 * @param game a game's name or a ROM file
 * @throws UserError where the game, the agent, its preset or a hyperparameter does not exist
 */
export function configureRun(game: string, { agent: name, preset: presetName, ...choices }: RunChoices): RunConfig {
  const { agent, preset: chosen } = agentAndPreset(name, presetName);
  const preset = presetOf(agent, chosen);
  const hyperparameters = hyperparametersOf(agent, { ...preset.hyperparameters, ...choices.settings });
  const pipeline = agent.pipelineFor?.(hyperparameters);
  const task = classicTaskNamed(game);
  const { label, md5 } = task ? { label: task.name, md5: null } : openRom(game).rom;
  const presented = said(choices.environment ?? {});
  const [key] = Object.keys(presented);
  if (task && key) throw new UserError(`${task.name} has no console: ${key} cannot be set`);
  return {
    format: 1,
    openbrain: version,
    game: label,
    romMd5: md5,
    agent: agent.name,
    hyperparameters,
    backend: choices.backend,
    deterministic: choices.deterministic,
    seed: choices.seed,
    environment: environmentConfig.parse({
      ...agent.environment,
      ...preset.environment,
      ...(pipeline && { pipeline }),
      ...presented,
      // A step of a small task is what a frame is elsewhere; the rest of this is not looked at there.
      ...(task && { frameSkip: 1, repeatActionProbability: 0 }),
    }),
    limit: choices.limit,
    evaluation: choices.evaluation,
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

/** Without what nobody said anything about. */
function said(environment: Partial<EnvironmentConfig>): Partial<EnvironmentConfig> {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined));
}
