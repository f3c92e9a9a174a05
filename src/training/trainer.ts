import { sideBySide } from '../agents/parallel.ts';
import type { Agent, Observation } from '../agents/types.ts';
import { pack, unpack } from '../bytes.ts';
import type { Action, Environment, Step } from '../env/types.ts';
import { derivedSeed, type Random } from '../random.ts';
import type { Picture } from './latest-picture.ts';

/** An environment that can be put back exactly where it was, everything random included. */
export interface ResumableEnvironment extends Environment<Observation, Action> {
  snapshot(): Uint8Array;
  restore(snapshot: Uint8Array): void;
  /** Lines of 160 pixels that there are to see, where there is a screen. */
  readonly screenHeight?: number;
  /** The current picture in red, green and blue, newly made. */
  screenRgb?(): Uint8Array;
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
  /** Absent before the first step, and in what versions of before 0.2 saved. */
  lanes?: (Omit<LaneState, 'action'> & { action: number | number[] })[];
  recentReturns: number[];
  random: number[];
}

/** So many of the last episodes are kept in mind for the mean return that is shown. */
const recentEpisodes = 100;

/**
 * The loop of training: an agent, the environments it learns from (mostly one), and the count of what passed between
 * them. It advances one step of all environments at a time, so that whoever drives it can stop between any two, and it
 * can be saved between any two: a trainer that was loaded goes on exactly as the one that was saved.
 */
export class Trainer<Actions extends Action = number> {
  private readonly lanes: readonly Lane[];
  private readonly learner: ReturnType<typeof sideBySide>;
  private begun = false;
  private frames = 0;
  private steps = 0;
  private episodes = 0;
  private recent: number[] = [];

  /**
   * @param environments as many as the agent learns from
   * @param random the generator that the agent draws from
   * @param seed of the first environment; the others' are derived from it
   */
  constructor(
    readonly agent: Agent<Actions>,
    environments: readonly ResumableEnvironment[],
    private readonly random: Random,
    private readonly seed: number,
  ) {
    this.learner = sideBySide(agent);
    if (environments.length !== this.learner.environments) {
      throw new RangeError(`${environments.length} environments for an agent of ${this.learner.environments}`);
    }
    this.lanes = environments.map(environment => new Lane(environment));
  }

  get counters(): Counters {
    const { frames, steps, episodes } = this;
    return { frames, steps, episodes };
  }

  /** Returns of the last episodes, at most 100, oldest first. */
  get recentReturns(): readonly number[] {
    return this.recent;
  }

  /**
   * What there is to see in the first environment; undefined where it has no screen, or before the first step. The
   * training's own environment stays untouched: another one, made like it, is put where it stands and looked at.
   */
  picture(viewer: () => ResumableEnvironment): Picture | undefined {
    const [{ environment }] = this.lanes;
    if (!this.begun || !environment.screenRgb) return undefined;
    const other = viewer();
    other.restore(environment.snapshot());
    return { width: 160, height: other.screenHeight!, rgb: other.screenRgb!() };
  }

  /** One decision of the agent in every environment. Returns the episodes that ended with it. */
  step(): readonly Episode[] {
    if (!this.begun) this.begin();
    const ended: Episode[] = [];
    const outcomes = this.lanes.map(lane => {
      const { outcome, passed } = lane.step();
      this.frames += passed;
      this.steps++;
      if (!outcome.terminated && !outcome.truncated) return outcome;
      ended.push(this.end(lane, outcome.truncated));
      // The new episode's first picture is written where the last one's stands; and the agent sees it in a second call,
      // with which its memory may have moved.
      const observation = outcome.observation.slice();
      return { ...outcome, observation, next: lane.begin().slice() };
    });
    this.setActions(this.learner.stepAll(outcomes));
    return ended;
  }

  private end({ state }: Lane, truncated: boolean): Episode {
    this.episodes++;
    this.recent.push(state.return);
    if (this.recent.length > recentEpisodes) this.recent.shift();
    const { return: sum, episodeFrames, episodeSteps } = state;
    return { ...this.counters, return: sum, episodeFrames, episodeSteps, truncated };
  }

  private begin(): void {
    const observations = this.lanes.map((lane, i) => lane.begin(i === 0 ? this.seed : derivedSeed(this.seed, i)));
    this.setActions(this.learner.beginAll(observations));
    this.begun = true;
  }

  private setActions(actions: ArrayLike<Action>): void {
    for (const [i, lane] of this.lanes.entries()) lane.state.action = actions[i];
  }

  /** Everything that decides how training goes on. Changes nothing. */
  save(): Uint8Array {
    const saved: Saved = { ...this.counters, recentReturns: this.recent, random: this.random.save() };
    const agent = this.agent.save();
    // Before the first step the environments have nothing to remember: their first reset seeds them.
    if (!this.begun) return pack(saved, { agent });
    const environments = this.lanes.map(({ environment }, i) => [`environment${i}`, environment.snapshot()]);
    const lanes = this.lanes.map(({ state }) => ({ ...state, action: plain(state.action) }));
    return pack({ ...saved, lanes }, { agent, ...Object.fromEntries(environments) });
  }

  /** @throws RangeError where another version, or a trainer of other environments, saved it */
  load(bytes: Uint8Array): void {
    const { values, arrays } = unpack<Saved>(bytes);
    const { random, recentReturns, lanes, frames, steps, episodes } = values;
    if (steps > 0 && lanes?.length !== this.lanes.length) {
      throw new RangeError(
        `it is of ${lanes?.length ?? 'an unknown number of'} environments, not ${this.lanes.length}`,
      );
    }
    Object.assign(this, { frames, steps, episodes });
    this.recent = recentReturns;
    this.random.restore(random);
    this.agent.load(arrays.agent as Uint8Array);
    this.begun = lanes !== undefined;
    for (const [i, state] of lanes?.entries() ?? []) {
      const { action } = state;
      this.lanes[i].state = { ...state, action: typeof action === 'number' ? action : Float32Array.from(action) };
      this.lanes[i].environment.restore(arrays[`environment${i}`] as Uint8Array);
    }
  }
}

/** The episode under way in one environment. */
interface LaneState {
  /** The action to be played next. */
  action: Action;
  /** Sum of the rewards so far. */
  return: number;
  episodeFrames: number;
  episodeSteps: number;
  /** The environment's own count, from which frames are reckoned. */
  frameNumber: number;
}

/** One environment, and what is counted of its episode. */
class Lane {
  state: LaneState = { action: 0, return: 0, episodeFrames: 0, episodeSteps: 0, frameNumber: 0 };

  constructor(readonly environment: ResumableEnvironment) {}

  /** Begins an episode; with a seed, everything random with it. */
  begin(seed?: number): Observation {
    const { observation, info } = this.environment.reset(seed === undefined ? {} : { seed });
    this.state = { action: 0, return: 0, episodeFrames: 0, episodeSteps: 0, frameNumber: info.episodeFrameNumber };
    return observation;
  }

  /** Plays the action. Also returns the frames that passed. */
  step(): { outcome: Step<Observation>; passed: number } {
    const { state } = this;
    const outcome = this.environment.step(state.action);
    const passed = outcome.info.episodeFrameNumber - state.frameNumber;
    state.frameNumber = outcome.info.episodeFrameNumber;
    state.episodeFrames += passed;
    state.episodeSteps++;
    state.return += outcome.reward;
    return { outcome, passed };
  }
}

/** As JSON can hold it. */
function plain(action: Action): number | number[] {
  return typeof action === 'number' ? action : [...action];
}

/** The agent inside what `Trainer.save` returned, for those who only want to see it play. */
export function savedAgent(bytes: Uint8Array): { agent: Uint8Array; counters: Counters } {
  const { values, arrays } = unpack<Saved>(bytes);
  const { frames, steps, episodes } = values;
  return { agent: arrays.agent as Uint8Array, counters: { frames, steps, episodes } };
}
