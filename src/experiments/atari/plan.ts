import { join } from 'node:path';
import { type Hyperparameters, parseSettings } from '../../agents/hyperparameters.ts';
import { agentAndPreset, agentNamed, agentNames } from '../../agents/index.ts';
import { UserError } from '../../errors.ts';
import type { RunConfig } from '../../training/config.ts';
import { configureRun } from '../../training/configure.ts';

/** One of those that are compared: an agent, perhaps with a preset and settings of its own. */
export interface Arm {
  /** As the person wrote it: `dqn`, or `dqn:rainbow`. */
  label: string;
  agent: string;
  preset?: string;
  settings: Hyperparameters;
}

/** What training may take before a run is evaluated: minutes of processor time, or emulator frames. */
export interface Budget {
  unit: 'minutes' | 'frames';
  amount: number;
}

/** One run: it is trained through all budgets, then evaluated as it stood at each. Plain data, so that a process can be handed it. */
export interface Job {
  game: string;
  arm: Arm;
  seed: number;
  /** Of the run folder, and of the file with what came out. */
  name: string;
  folder: string;
  outcomes: string;
}

/** A run as it stood when it had used a budget up. */
export interface Outcome {
  budget: Budget;
  game: string;
  arm: string;
  seed: number;
  /** What training had taken by then. */
  frames: number;
  cpuSeconds: number;
  seconds: number;
  /** Returns of the evaluation's episodes. */
  returns: number[];
}

/** The agents that experiment 3 compares; those that have one with their preset for such studies. */
const usual: readonly (readonly [agent: string, preset?: string])[] = [
  ['random'],
  ['linear-critic'],
  ['local-critic', 'objects'],
  ['streaming-cells'],
  ['dqn', 'quick'],
  ['pqn', 'quick'],
];

/** Their names, as `armsNamed` takes them. */
export const usualArms: readonly string[] = usual
  .filter(([agent]) => agentNames.includes(agent))
  .map(([agent, preset]) => (preset && preset in (agentNamed(agent).presets ?? {}) ? `${agent}:${preset}` : agent));

/**
 * Arms as a person names them.
 * @param names agents, each with a preset after a colon where it is to have one
 * @param settings `<arm>.<hyperparameter>=<value>`
 * @throws UserError where one does not exist
 */
export function armsNamed(names: readonly string[], settings: readonly string[] = []): Arm[] {
  const arms = [...new Set(names)].map((label): Arm => {
    const [name, preset] = label.split(':');
    const meant = agentAndPreset(name, preset);
    return { label, agent: meant.agent.name, preset: meant.preset, settings: {} };
  });
  for (const setting of settings) {
    const arm = arms.find(({ label }) => setting.startsWith(`${label}.`));
    if (!arm)
      throw new UserError(`"${setting}": write it as <agent>.<hyperparameter>=<value>, of an agent that takes part`);
    Object.assign(arm.settings, parseSettings([setting.slice(arm.label.length + 1)]));
  }
  return arms;
}

/** All runs of a study; those of one seed and game stand together, so that a part of a study can be compared, too. */
export function jobsOf(
  games: readonly string[],
  arms: readonly Arm[],
  seeds: readonly number[],
  folder: string,
): Job[] {
  return seeds.flatMap(seed =>
    games.flatMap(game =>
      arms.map((arm): Job => {
        const name = `${game}-${arm.label.replaceAll(':', '-')}-${seed}`;
        return {
          game,
          arm,
          seed,
          name,
          folder: join(folder, name),
          outcomes: join(folder, 'outcomes', `${name}.json`),
        };
      }),
    ),
  );
}

/**
 * How a run is trained: sticky actions 0.25 whatever the preset says, networks on WebAssembly.
 * @throws UserError where there is no such game, preset or hyperparameter
 */
export function configOf({ game, arm, seed }: Job, limit: RunConfig['limit']): RunConfig {
  const { agent, preset, settings } = arm;
  const backend = agentNamed(agent).hasNetworks ? 'wasm' : undefined;
  return configureRun(game, {
    ...{ agent, preset, settings, seed, backend, limit },
    environment: { repeatActionProbability: 0.25 },
  });
}

/** Chance has nothing to learn: it is only evaluated. */
export function learns({ agent }: Arm): boolean {
  return agent !== 'random';
}

/** A budget in words. */
export function budgetName({ unit, amount }: Budget): string {
  return unit === 'frames' ? `${amount.toLocaleString('en-US')} frames` : `${amount} minutes of processor time`;
}

export function isSameBudget(a: Budget, b: Budget): boolean {
  return a.unit === b.unit && a.amount === b.amount;
}
