import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { didYouMean, UserError } from '../errors.ts';
import { packageRoot } from '../package-root.ts';

/** What a paper or an archive reports for an agent, game by game. See `data/published_scores.json`. */
export interface PublishedAgent {
  /** Short name, as in `--against`. */
  name: string;
  label: string;
  paper: string;
  /** Where the numbers were read. */
  source: string;
  /** How they were taken, in the source's words. */
  conditions: string;
  /** Our short name for those conditions. */
  protocol: PublishedProtocol;
  /** Emulator frames of training, a game. */
  frames: number;
  /** Mean score, by game. */
  scores: Record<string, number>;
}

/** How published scores were taken. None of these is exactly one of our protocols, except `dqn-nature`. */
export const publishedProtocols = {
  'dqn-nature': 'the protocol dqn-nature',
  'no-op': 'no sticky actions, up to 30 no-ops, mostly the best snapshot of training',
  'dopamine-training': 'sticky actions 0.25; averages of training episodes (epsilon 0.01), last 10 M frames',
  'sticky-200m': 'sticky actions 0.25, 200 M frames, as in the tables of the DreamerV2 paper',
} as const;

export type PublishedProtocol = keyof typeof publishedProtocols;

const { agents } = JSON.parse(readFileSync(join(packageRoot, 'src/evaluation/data/published_scores.json'), 'utf8')) as {
  agents: Record<string, Omit<PublishedAgent, 'name'>>;
};

/** Every published agent, in the order of publication. */
export const publishedAgents: readonly PublishedAgent[] = Object.entries(agents).map(([name, agent]) => ({
  name,
  ...agent,
}));

/**
 * Published agents by name.
 * @param list names with commas between them, `all` or `none`
 * @throws UserError with the nearest names where there is no such agent
 */
export function publishedNamed(list: string): readonly PublishedAgent[] {
  if (list === 'all') return publishedAgents;
  if (list === 'none') return [];
  const names = publishedAgents.map(({ name }) => name);
  return list.split(',').map(text => {
    const agent = publishedAgents.find(({ name }) => name === text.trim());
    if (agent) return agent;
    const hint = didYouMean(text.trim(), names) || `known: all, none, ${names.join(', ')}`;
    throw new UserError(`unknown published agent "${text.trim()}": ${hint}`);
  });
}
