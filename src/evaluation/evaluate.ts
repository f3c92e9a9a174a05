import type { Agent } from '../agents/types.ts';
import type { Environment } from '../env/types.ts';
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
  /** Called now and then with the episode being played and its frames so far. */
  onProgress?: (finished: EpisodeScore[], frames: number) => void;
  /** Aborted: stop, and return the episodes that were finished. */
  signal?: AbortSignal;
}

const sliceMilliseconds = 50;

/**
 * Plays episodes without learning. Each starts from its own seed, so an episode's score depends on nothing that was
 * played before it.
 * @param random the generator that the agent draws from
 */
export async function evaluate(
  agent: Agent,
  environment: Environment<Uint8Array>,
  random: Random,
  { episodes, seed, onProgress, signal }: EvaluationOptions,
): Promise<EpisodeScore[]> {
  agent.learning = false;
  const scores: EpisodeScore[] = [];
  let until = performance.now() + sliceMilliseconds;
  for (let episode = 0; episode < episodes; episode++) {
    const episodeSeed = derivedSeed(seed, episode);
    random.seed(episodeSeed);
    const { observation, info } = environment.reset({ seed: episodeSeed });
    const firstFrame = info.episodeFrameNumber;
    let action = agent.begin(observation);
    for (let total = 0, steps = 1; ; steps++) {
      const outcome = environment.step(action);
      total += outcome.reward;
      action = agent.step(outcome);
      const frames = outcome.info.episodeFrameNumber - firstFrame;
      if (outcome.terminated || outcome.truncated) {
        scores.push({ seed: episodeSeed, return: total, frames, steps, truncated: outcome.truncated });
        break;
      }
      if (performance.now() < until) continue;
      onProgress?.(scores, frames);
      // Ctrl-C arrives only between turns of the event loop.
      await new Promise(resolve => setImmediate(resolve));
      if (signal?.aborted) return scores;
      until = performance.now() + sliceMilliseconds;
    }
  }
  return scores;
}
