import type { Agent, Observation } from '../agents/types.ts';
import type { Action, Environment } from '../env/types.ts';
import { derivedSeed, type Random } from '../random.ts';

/** One episode of an evaluation. */
export interface EpisodeScore {
  /** Of the environment and of everything random in the agent: enough to play the episode again. */
  seed: number;
  return: number;
  frames: number;
  steps: number;
  /** Cut by the protocol's limit rather than ended by the game. */
  truncated: boolean;
}

export interface EvaluationOptions {
  episodes: number;
  /** Every episode gets a seed derived from this one. */
  seed: number;
  /** Called after every episode and now and then during one, with the episodes played and the frames of the next. */
  onProgress?: (finished: EpisodeScore[], frames: number) => void;
  /** Aborted: stop, and return the episodes that were finished. */
  signal?: AbortSignal;
}

const sliceMilliseconds = 50;

/** The seeds of the episodes that belong to a seed of an evaluation. */
export function episodeSeeds(seed: number, episodes: number): number[] {
  return Array.from({ length: episodes }, (_, episode) => derivedSeed(seed, episode));
}

/**
 * Plays episodes without learning. Each starts from its own seed, so an episode's score depends on nothing that was
 * played before it.
 * @param random the generator that the agent draws from
 */
export async function evaluate(
  agent: Agent<Action>,
  environment: Environment<Observation, Action>,
  random: Random,
  { episodes, seed, onProgress, signal }: EvaluationOptions,
): Promise<EpisodeScore[]> {
  const scores: EpisodeScore[] = [];
  for (let episode = 0; episode < episodes; episode++) {
    const episodeSeed = derivedSeed(seed, episode);
    const onFrames = onProgress && ((frames: number) => onProgress(scores, frames));
    const score = await playEpisode(agent, environment, random, { seed: episodeSeed, onFrames, signal });
    if (!score) break;
    scores.push(score);
    onProgress?.(scores, 0);
  }
  return scores;
}

export interface EpisodeOptions {
  seed: number;
  /** Called several times a second with the frames so far. */
  onFrames?: (frames: number) => void;
  /** Aborted: give the episode up. */
  signal?: AbortSignal;
}

/**
 * Plays one episode without learning.
 * @param random the generator that the agent draws from
 * @returns undefined where it was given up
 */
export async function playEpisode(
  agent: Agent<Action>,
  environment: Environment<Observation, Action>,
  random: Random,
  { seed, onFrames, signal }: EpisodeOptions,
): Promise<EpisodeScore | undefined> {
  agent.learning = false;
  let until = performance.now() + sliceMilliseconds;
  // Ctrl-C arrives only between turns of the event loop: one at least an episode, however short.
  await new Promise(resolve => setImmediate(resolve));
  if (signal?.aborted) return undefined;
  random.seed(seed);
  const { observation, info } = environment.reset({ seed });
  const firstFrame = info.episodeFrameNumber;
  let action = agent.begin(observation);
  for (let total = 0, steps = 1; ; steps++) {
    const outcome = environment.step(action);
    total += outcome.reward;
    action = agent.step(outcome);
    const frames = outcome.info.episodeFrameNumber - firstFrame;
    const { terminated, truncated } = outcome;
    if (terminated || truncated) return { seed, return: total, frames, steps, truncated };
    if (performance.now() < until) continue;
    onFrames?.(frames);
    await new Promise(resolve => setImmediate(resolve));
    if (signal?.aborted) return undefined;
    until = performance.now() + sliceMilliseconds;
  }
}
