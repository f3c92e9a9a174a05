import type { ConsoleName } from '../ale/open.ts';
import type { EpisodeScore } from './evaluate.ts';
import { baselineOf, humanNormalised, type Normalisation } from './human-random.ts';
import type { PlayerRun } from './player.ts';
import type { Protocol } from './protocols.ts';
import { type Summary, summarise } from './statistics.ts';

/** Everything there is to say about an evaluation, as it is stored and printed. */
export interface EvaluationReport {
  openbrain: string;
  game: string;
  agent: string;
  /** The run folder and checkpoint the agent came from, and what its training took. */
  run?: PlayerRun;
  protocol: Protocol;
  /** Frames for which each action was held: the agent's own, or the protocol's. */
  frameSkip: number;
  /** In what the evaluation differs from the protocol, in words. */
  deviations: string[];
  console: ConsoleName;
  /** Which emulator played: its version, and the checksum of its code. */
  emulator: string;
  romMd5: string;
  /** The first of the seeds; all of them. Every seed stands for the same number of episodes. */
  seed: number;
  seeds: number[];
  summary: Summary;
  /** (mean - random) / (human - random); absent for games that nobody measured. */
  humanNormalised?: { score: number; random: number; human: number; table: Normalisation };
  episodes: EpisodeScore[];
}

/** Completes a report with what follows from the scores. */
export function report(
  facts: Omit<EvaluationReport, 'summary' | 'humanNormalised' | 'episodes'>,
  episodes: EpisodeScore[],
  table: Normalisation = 'wang2016',
): EvaluationReport {
  const summary = summarise(
    episodes.map(episode => episode.return),
    facts.seed,
  );
  const baseline = baselineOf(facts.game, table);
  const normalised = baseline && {
    score: humanNormalised(summary.mean, baseline),
    random: baseline.random,
    human: baseline.human,
    table,
  };
  return { ...facts, summary, humanNormalised: normalised, episodes };
}
