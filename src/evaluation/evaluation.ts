import { type ConsoleName, openRom } from '../ale/open.ts';
import { classicTaskNamed } from '../env/classic/index.ts';
import { version } from '../version.ts';
import { playSeeds } from './crew.ts';
import { emulatorVersion } from './emulator.ts';
import { type EpisodeScore, episodeSeeds } from './evaluate.ts';
import type { Player } from './player.ts';
import type { Protocol } from './protocols.ts';
import { type EvaluationReport, report } from './report.ts';
import type { ScoreStore } from './store/store.ts';

/** What is to be played. */
export interface EvaluationPlan {
  protocol: Protocol;
  /** Episodes for every seed. */
  episodes: number;
  seeds: readonly number[];
  console: ConsoleName;
  /** Threads at most. */
  workers: number;
  /** Play episodes again that are stored already. */
  again?: boolean;
  signal?: AbortSignal;
  /** Called with the episodes that are done, those to be had in all, and the frames of one under way. */
  onProgress?: (done: number, all: number, frames: number) => void;
}

/**
 * Plays a player's episodes under a protocol and stores each as soon as it is finished. Episodes that the store has for
 * the same checkpoint, conditions, emulator and seed are taken from there.
 * @returns undefined where it was aborted before any episode was there
 * @throws UserError where the game, the agent or the store will not do
 */
export async function evaluatePlayer(
  player: Player,
  plan: EvaluationPlan,
  store: ScoreStore,
): Promise<EvaluationReport | undefined> {
  const { protocol, console, signal } = plan;
  const facts = {
    ...{ agent: player.name, game: player.game, protocol, console, run: player.run },
    romMd5: classicTaskNamed(player.game) ? 'none' : openRom(player.game).rom.md5,
    emulator: emulatorVersion(console),
    deviations: player.deviations,
  };
  const { hyperparameters, environment } = player.data;
  const evaluation = store.begin({ ...facts, hyperparameters, environment });
  const seeds = [...new Set(plan.seeds.flatMap(seed => episodeSeeds(seed, plan.episodes)))];
  const known = plan.again ? [] : store.episodes(evaluation);
  const scores = new Map<number, EpisodeScore>(known.map(score => [score.seed, score]));
  const missing = seeds.filter(seed => !scores.has(seed));
  let done = seeds.length - missing.length;
  await playSeeds(player, missing, {
    console,
    signal,
    workers: plan.workers,
    onEpisode: score => {
      store.add(evaluation, score);
      scores.set(score.seed, score);
      plan.onProgress?.(++done, seeds.length, 0);
    },
    onFrames: frames => plan.onProgress?.(done, seeds.length, frames),
  });
  const played = seeds.flatMap(seed => scores.get(seed) ?? []);
  if (played.length === 0) return undefined;
  const { frameSkip } = environment;
  return report({ openbrain: version, ...facts, frameSkip, seed: plan.seeds[0], seeds: [...plan.seeds] }, played);
}
