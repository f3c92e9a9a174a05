import type { EpisodeScore } from './evaluate.ts';
import { humanRandom } from './human-random.ts';
import type { Protocol } from './protocols.ts';
import { type Summary, summarise } from './statistics.ts';

/** Everything there is to say about an evaluation, as it is stored and printed. */
export interface EvaluationReport {
  openbrain: string;
  game: string;
  agent: string;
  /** The run folder and checkpoint the agent came from, and the frames it had been trained for. */
  run?: { path: string; checkpoint: string; frames: number };
  protocol: Protocol;
  /** Frames for which each action was held: the agent's own, or the protocol's. */
  frameSkip: number;
  console: 'openbrain' | 'reference';
  seed: number;
  summary: Summary;
  /** (mean - random) / (human - random); absent for games that nobody measured. */
  humanNormalised?: { score: number; random: number; human: number };
  episodes: EpisodeScore[];
}

/** Completes a report with what follows from the scores. */
export function report(
  facts: Omit<EvaluationReport, 'summary' | 'humanNormalised' | 'episodes'>,
  episodes: EpisodeScore[],
): EvaluationReport {
  const summary = summarise(
    episodes.map(episode => episode.return),
    facts.seed,
  );
  const baseline = humanRandom[facts.game];
  const humanNormalised = baseline && { score: normalised(summary.mean, baseline), ...baseline };
  return { ...facts, summary, humanNormalised, episodes };
}

function normalised(score: number, { random, human }: { random: number; human: number }): number {
  return (score - random) / (human - random);
}
