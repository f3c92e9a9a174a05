import { didYouMean, UserError } from '../errors.ts';
import type { Compute } from '../nn/choice.ts';
import { dqn } from './dqn/index.ts';
import { linearCritic } from './linear-critic/index.ts';
import { localCritic } from './local-critic/index.ts';
import { model } from './model/index.ts';
import { pqn } from './pqn/index.ts';
import { random } from './random/index.ts';
import { streamingCells } from './streaming-cells/index.ts';
import type { AgentDefinition } from './types.ts';

/** Every agent, in the order in which lists show them. */
export const agents: readonly AgentDefinition[] = [random, linearCritic, localCritic, streamingCells, dqn, pqn];

export const agentNames: readonly string[] = agents.map(({ name }) => name);

/** An agent that can be trained, or the one that plays models. @throws UserError where there is no such agent */
export function agentNamed(name: string): AgentDefinition {
  const agent = [...agents, model].find(candidate => candidate.name === name);
  if (agent) return agent;
  const hint = didYouMean(name, agentNames) || `known: ${agentNames.join(', ')}`;
  throw new UserError(`unknown agent "${name}": ${hint}`);
}

/** Presets of dqn that papers name as agents of their own. */
export const descendants: readonly string[] = ['double', 'dueling', 'prioritized', 'c51', 'qr-dqn', 'rainbow'];

/**
 * What a person means who names an agent: `rainbow` is dqn with the preset of that name.
 * @throws UserError where there is no such agent, or it is a preset and another one is named beside it
 */
export function agentAndPreset(name: string, preset?: string): { agent: AgentDefinition; preset: string | undefined } {
  if (agentNames.includes(name)) return { agent: agentNamed(name), preset };
  if (descendants.includes(name)) {
    if (preset === undefined || preset === name) return { agent: dqn, preset: name };
    throw new UserError(`${name} is dqn with the preset ${name}: for another preset write --agent dqn`);
  }
  const names = [...agentNames, ...descendants];
  throw new UserError(`unknown agent "${name}": ${didYouMean(name, names) || `known: ${names.join(', ')}`}`);
}

/**
 * Loads what an agent computes with, before one is created.
 * @param compute default: WebAssembly
 * @throws UserError where that backend cannot be had
 */
export async function prepareAgent(name: string, compute: Partial<Compute> = {}): Promise<void> {
  const { prepare } = name === model.name ? model : agentAndPreset(name).agent;
  await prepare?.(compute);
}
