import { createAgentFor } from '../agents/create.ts';
import { agentNamed } from '../agents/index.ts';
import type { Agent } from '../agents/types.ts';
import type { Action } from '../env/types.ts';
import { type EpisodeScore, evaluate } from '../evaluation/evaluate.ts';
import { derivedSeed, Random } from '../random.ts';
import type { RunConfig } from './config.ts';
import type { World } from './session.ts';
import type { ResumableEnvironment } from './trainer.ts';

/**
 * Plays evaluations in between the training: an agent of its own that takes over what was learned, an environment of its
 * own, and seeds of its own, the same every time. Training does not notice but for the clock.
 */
export class PeriodicEvaluation {
  private readonly random = new Random();
  private judge: { agent: Agent<Action>; environment: ResumableEnvironment } | undefined;

  constructor(
    private readonly config: RunConfig,
    private readonly makeEnvironment: World['makeEnvironment'],
  ) {}

  /** The first evaluation after so many frames; Infinity where none is wanted. */
  next(frames: number): number {
    const every = this.config.evaluation?.everyFrames;
    return every === undefined ? Number.POSITIVE_INFINITY : (Math.floor(frames / every) + 1) * every;
  }

  /**
   * Plays the episodes.
   * @param learned the agent that is trained; it is only read
   * @param onEpisode is told the episodes played, several times a second
   * @returns their scores; fewer where it was aborted
   */
  play(learned: Agent<Action>, signal: AbortSignal, onEpisode: (finished: number) => void): Promise<EpisodeScore[]> {
    this.judge ??= this.makeJudge();
    const { agent, environment } = this.judge;
    agent.load(learned.saveForPlay?.() ?? learned.save());
    return evaluate(agent, environment, this.random, {
      episodes: this.config.evaluation!.episodes,
      // The agent's own seed is derived with index 0.
      seed: derivedSeed(this.config.seed, 1),
      signal,
      onProgress: finished => onEpisode(finished.length),
    });
  }

  close(): void {
    this.judge?.environment.close();
  }

  /** The game as in training, but whole: every reward as it is, to the end of the last life. */
  private makeJudge() {
    const { game, environment: trained, agent, hyperparameters } = this.config;
    const environment = this.makeEnvironment(game, { ...trained, rewardClipping: false, terminalOnLifeLoss: false });
    const definition = agentNamed(agent);
    return { agent: createAgentFor(definition, environment, hyperparameters, this.random, true), environment };
  }
}
