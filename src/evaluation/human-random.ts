import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../package-root.ts';

/**
 * Mean scores of a random player and of a person, 57 games, for the human-normalised score; the 26 games of Atari 100k;
 * and the weights of the Atari-3/5/10 estimates. Kept in `data/human_random.json` with sources and the checks made.
 *
 * The scores are those of Wang et al. 2016 ("Dueling Network Architectures", arXiv:1511.06581) as google-deepmind/dqn_zoo
 * keeps them: up to 30 no-op starts, no sticky actions, episodes of at most 108,000 frames.
 *
 * Video Pinball: tables print 16256.9 for random play, but most published means can only be had with 0 (DQN 227.7 %
 * against 228 printed, C51 701.1 against 701, Agent57 4766.2 against 4766.25; DreamerV2's means want 16256.9). Say
 * which was used; medians hardly move.
 */
export interface Baseline {
  random: number;
  human: number;
  /** Where papers disagree: the random score that reproduces most published means. */
  randomInMostPapers?: number;
}

/** An estimate of the median over 57 games from a few of them. */
export interface SubsetEstimator {
  games: string[];
  coefficients: number[];
  /** So many algorithms it was fitted to. */
  algorithms: number;
  /** Mean relative error in cross-validation. */
  relativeErrorPercent: number;
}

interface Data {
  games: Record<string, Baseline>;
  atari100k: string[];
  subsets: { source: string; sets: Record<string, SubsetEstimator> };
}

const data: Data = JSON.parse(readFileSync(join(packageRoot, 'src/evaluation/data/human_random.json'), 'utf8'));

export const humanRandom: Readonly<Record<string, Baseline>> = data.games;

/** The 26 games of Atari 100k. */
export const atari100kGames: readonly string[] = data.atari100k;

/** Atari-3, Atari-5 and Atari-10 (Aitchison et al. 2023). */
export const subsetEstimators: Readonly<Record<string, SubsetEstimator>> = data.subsets.sets;

/** Names of the tables that a score can be normalised by. */
export const normalisationNames = ['wang2016', 'wang2016-vp0'] as const;

/** `wang2016`: as printed. `wang2016-vp0`: the same with 0 for random play of Video Pinball, as most papers' means want. */
export type Normalisation = (typeof normalisationNames)[number];

/** The baseline of a game; undefined for games that nobody measured. */
export function baselineOf(game: string, table: Normalisation = 'wang2016'): Baseline | undefined {
  const baseline = humanRandom[game];
  if (!baseline || table === 'wang2016') return baseline;
  return { ...baseline, random: baseline.randomInMostPapers ?? baseline.random };
}

/** (score - random) / (human - random): 0 is random play, 1 a person's. */
export function humanNormalised(score: number, { random, human }: Baseline): number {
  return (score - random) / (human - random);
}
