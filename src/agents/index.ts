import { didYouMean, UserError } from '../errors.ts';
import type { Compute } from '../nn/choice.ts';
import { dqn } from './dqn/index.ts';
import { linearCritic } from './linear-critic/index.ts';
import { pqn } from './pqn/index.ts';
import { random } from './random/index.ts';
import { streamingCells } from './streaming-cells/index.ts';
import type { AgentDefinition } from './types.ts';

/** Every agent, in the order in which lists show them. */
export const agents: readonly AgentDefinition[] = [random, linearCritic, streamingCells, dqn, pqn];

export const agentNames: readonly string[] = agents.map(({ name }) => name);

/** @throws UserError where there is no such agent */
export function agentNamed(name: string): AgentDefinition {
  const agent = agents.find(candidate => candidate.name === name);
  if (agent) return agent;
  const hint = didYouMean(name, agentNames) || `known: ${agentNames.join(', ')}`;
  throw new UserError(`unknown agent "${name}": ${hint}`);
}

/**
 * Loads what an agent computes with, before one is created.
 * @param compute default: WebAssembly
 * @throws UserError where that backend cannot be had
 */
export async function prepareAgent(name: string, compute: Partial<Compute> = {}): Promise<void> {
  await agentNamed(name).prepare?.(compute);
}
