import { Option } from 'commander';
import { agentAndPreset } from '../agents/index.ts';
import { UserError } from '../errors.ts';
import { type BackendChoice, type BackendName, backendChoice, backendChoices, chooseBackend } from '../nn/choice.ts';
import { integer } from './arguments.ts';

/** `--backend`: what computes an agent's networks. @param byDefault what is taken without it, in words */
export function backendOption(byDefault: string): Option {
  return new Option(
    '--backend <name>',
    `${backendChoices.join(', ')}: what computes networks (default: ${byDefault})`,
  ).argParser(backendChoice);
}

/** `--threads`: how many compute an agent's networks. */
export function threadsOption(): Option {
  return new Option(
    '--threads <n>',
    'threads that compute networks; on wasm their number changes no result (default: one a core)',
  ).argParser(integer('--threads', 1, 64));
}

/**
 * What is to compute an agent's networks; undefined where it has none.
 * @param asked what `--backend` says
 * @param deterministic whether the result is to be the same on every processor
 * @throws UserError where it cannot be had, or was asked for in vain
 */
export function backendFor(
  agent: string,
  asked: BackendChoice | undefined,
  byDefault: BackendChoice,
  deterministic = false,
): BackendName | undefined {
  if (agentAndPreset(agent).agent.hasNetworks) return chooseBackend(asked ?? byDefault, { deterministic });
  if (asked === undefined || asked === 'auto') return undefined;
  throw new UserError(`agent ${agent} has no network: leave out --backend ${asked}`);
}
