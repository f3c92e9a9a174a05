import type { ZodType } from 'zod';
import { didYouMean, UserError } from '../errors.ts';
import type { AgentDefinition } from './types.ts';

/** An agent's hyperparameters: what was set, and the defaults for the rest. */
export type Hyperparameters = Record<string, unknown>;

/**
 * Checks settings against an agent's hyperparameters and fills in the defaults.
 * @throws UserError that names the wrong one
 */
export function hyperparametersOf(agent: AgentDefinition, settings: Hyperparameters): Hyperparameters {
  const known = Object.keys(agent.hyperparameters.shape);
  for (const key of Object.keys(settings)) {
    if (known.includes(key)) continue;
    const hint = didYouMean(key, known) || (known.length > 0 ? `known: ${known.join(', ')}` : 'it has none');
    throw new UserError(`agent ${agent.name} has no hyperparameter "${key}": ${hint}`);
  }
  for (const [key, value] of Object.entries(settings)) {
    if (typeof value !== 'number' || Number.isFinite(value)) continue;
    throw new UserError(`agent ${agent.name}, hyperparameter ${key}: ${value} is not a finite number`);
  }
  const result = agent.hyperparameters.safeParse(settings);
  if (result.success) return result.data;
  const { path, message } = result.error.issues[0];
  throw new UserError(`agent ${agent.name}, hyperparameter ${path.join('.')}: ${message}`);
}

/** Reads `key=value` as a user writes it: numbers, true and false are what they look like, the rest is text. */
export function parseSettings(pairs: readonly string[]): Hyperparameters {
  return Object.fromEntries(
    pairs.map(pair => {
      const equals = pair.indexOf('=');
      if (equals < 1) throw new UserError(`"${pair}" is not a setting: write it as key=value`);
      return [pair.slice(0, equals), parseValue(pair.slice(equals + 1))];
    }),
  );
}

/** Name, default and sentence of each hyperparameter, for help texts. */
export function describeHyperparameters(agent: AgentDefinition): { name: string; default: unknown; text: string }[] {
  const defaults = agent.hyperparameters.parse({});
  return Object.entries(agent.hyperparameters.shape).map(([name, type]) => ({
    name,
    default: defaults[name],
    text: (type as ZodType).description ?? '',
  }));
}

function parseValue(text: string): unknown {
  if (text === 'true') return true;
  if (text === 'false') return false;
  const number = Number(text);
  if (Number.isFinite(number)) return text.trim() === '' ? text : number;
  // What would be a number and is none, or too large to be one.
  return /^nan$/i.test(text) || !Number.isNaN(number) ? number : text;
}
