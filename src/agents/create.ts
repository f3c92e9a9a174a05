import type { Action, Environment } from '../env/types.ts';
import { UserError } from '../errors.ts';
import type { Random } from '../random.ts';
import { type Hyperparameters, hyperparametersOf } from './hyperparameters.ts';
import type { Agent, AgentDefinition, Observation } from './types.ts';

/** What an agent needs to know of an environment. */
export type Spaces = Pick<Environment<Observation, Action>, 'observationSpace' | 'actionSpace' | 'memory'>;

/**
 * Makes an agent for an environment, whatever its actions are. `prepareAgent` comes before.
 * @throws UserError where the agent cannot play with such actions, or a setting is wrong
 */
export function createAgentFor(
  definition: AgentDefinition,
  { observationSpace, actionSpace, memory }: Spaces,
  settings: Hyperparameters,
  random: Random,
  playsOnly = false,
): Agent<Action> {
  const setup = { observationSpace, hyperparameters: hyperparametersOf(definition, settings), random, playsOnly };
  if (actionSpace.type === 'discrete') return definition.create({ ...setup, actions: actionSpace.n, memory });
  if (definition.createContinuous) return definition.createContinuous({ ...setup, actionSpace });
  throw new UserError(`agent ${definition.name} chooses among actions, and here they are real numbers`);
}
