import type { Agent } from '../agents/types.ts';
import { pack, unpack } from '../bytes.ts';
import type { Environment } from '../env/types.ts';
import type { Random } from '../random.ts';

/** An environment that can be put back exactly where it was, everything random included. */
export interface ResumableEnvironment extends Environment<Uint8Array> {
  snapshot(): Uint8Array;
  restore(snapshot: Uint8Array): void;
}

/** How far training has come. */
export interface Counters {
  /** Emulator frames played. */
  frames: number;
  /** Decisions of the agent. */
  steps: number;
  /** Episodes finished. */
  episodes: number;
}

/** A finished episode, and how far training had come with it. */
export interface Episode extends Counters {
  /** Sum of the rewards. */
  return: number;
  episodeFrames: number;
  episodeSteps: number;
  truncated: boolean;
}

interface Saved extends Counters {
  running: boolean;
  action: number;
  episodeReturn: number;
  episodeFrames: number;
  episodeSteps: number;
  /** The environment's own count, from which frames are reckoned. */
  frameNumber: number;
  recentReturns: number[];
  random: number[];
}

/** So many of the last episodes are kept in mind for the mean return that is shown. */
const recentEpisodes = 100;

/**
 * The loop of training: an agent, an environment, and the count of what passed between them. It advances one step at a
 * time, so that whoever drives it can stop between any two, and it can be saved between any two: a trainer that was
 * loaded goes on exactly as the one that was saved.
 */
export class Trainer {
  private running = false;
  private action = 0;
  private frames = 0;
  private steps = 0;
  private episodes = 0;
  private episodeReturn = 0;
  private episodeFrames = 0;
  private episodeSteps = 0;
  private frameNumber = 0;
  private recent: number[] = [];

  /**
   * @param random the generator that the agent draws from
   * @param seed of the environment
   */
  constructor(
    readonly agent: Agent,
    private readonly environment: ResumableEnvironment,
    private readonly random: Random,
    private readonly seed: number,
  ) {}

  get counters(): Counters {
    const { frames, steps, episodes } = this;
    return { frames, steps, episodes };
  }

  /** Returns of the last episodes, at most 100, oldest first. */
  get recentReturns(): readonly number[] {
    return this.recent;
  }

  /** One decision of the agent. Returns the episode if it ended with it. */
  step(): Episode | undefined {
    if (!this.running) this.begin();
    const outcome = this.environment.step(this.action);
    const passed = outcome.info.episodeFrameNumber - this.frameNumber;
    this.frameNumber = outcome.info.episodeFrameNumber;
    this.frames += passed;
    this.episodeFrames += passed;
    this.steps++;
    this.episodeSteps++;
    this.episodeReturn += outcome.reward;
    this.action = this.agent.step(outcome);
    if (!outcome.terminated && !outcome.truncated) return undefined;
    this.running = false;
    this.episodes++;
    this.recent.push(this.episodeReturn);
    if (this.recent.length > recentEpisodes) this.recent.shift();
    return {
      ...this.counters,
      return: this.episodeReturn,
      episodeFrames: this.episodeFrames,
      episodeSteps: this.episodeSteps,
      truncated: outcome.truncated,
    };
  }

  private begin(): void {
    const isFirst = this.steps === 0;
    const { observation, info } = this.environment.reset(isFirst ? { seed: this.seed } : {});
    this.frameNumber = info.episodeFrameNumber;
    this.episodeReturn = 0;
    this.episodeFrames = 0;
    this.episodeSteps = 0;
    this.action = this.agent.begin(observation);
    this.running = true;
  }

  /** Everything that decides how training goes on. Changes nothing. */
  save(): Uint8Array {
    const saved: Saved = {
      ...this.counters,
      running: this.running,
      action: this.action,
      episodeReturn: this.episodeReturn,
      episodeFrames: this.episodeFrames,
      episodeSteps: this.episodeSteps,
      frameNumber: this.frameNumber,
      recentReturns: this.recent,
      random: this.random.save(),
    };
    // Before the first step the environment has nothing to remember: its first reset seeds it.
    const environment = this.steps === 0 ? new Uint8Array(0) : this.environment.snapshot();
    return pack(saved, { agent: this.agent.save(), environment });
  }

  load(bytes: Uint8Array): void {
    const { values, arrays } = unpack<Saved>(bytes);
    const { random, recentReturns, ...counts } = values;
    Object.assign(this, counts);
    this.recent = recentReturns;
    this.random.restore(random);
    this.agent.load(arrays.agent as Uint8Array);
    if (values.steps > 0) this.environment.restore(arrays.environment as Uint8Array);
  }
}

/** The agent inside what `Trainer.save` returned, for those who only want to see it play. */
export function savedAgent(bytes: Uint8Array): { agent: Uint8Array; counters: Counters } {
  const { values, arrays } = unpack<Saved>(bytes);
  const { frames, steps, episodes } = values;
  return { agent: arrays.agent as Uint8Array, counters: { frames, steps, episodes } };
}
