import type { Agent, Attention } from '../../../agents/types.ts';
import type { AleEnvironment } from '../../../ale/environment.ts';
import { Observer } from '../../../preprocess/observer.ts';
import { Random } from '../../../random.ts';
import type { Opponent } from './agents.ts';

/** An agent at the controls of a console, frame by frame: it decides as often as it did in training. */
export class Pilot {
  /** Names of the actions it chooses from. */
  readonly actions: readonly number[];
  /** The index among `actions` that it chose last. */
  chosen = 0;
  /** How often it has chosen. */
  decisions = 0;
  private readonly ale: AleEnvironment;
  private readonly agent: Agent;
  private readonly observer: Observer;
  private readonly opponent: Opponent;
  private framesLeft = 0;
  private isBegun = false;
  private reward = 0;

  constructor(opponent: Opponent, ale: AleEnvironment) {
    const { pipeline, fullActionSpace } = opponent;
    this.opponent = opponent;
    this.ale = ale;
    this.actions = fullActionSpace ? ale.legalActions : ale.minimalActions;
    this.observer = new Observer(ale.console.emulator, pipeline, ale.console.palette, 160, ale.screenHeight);
    this.agent = opponent.create({
      observationSpace: { type: 'box', low: 0, high: 255, shape: this.observer.shape, dtype: 'uint8' },
      actions: this.actions.length,
      random: new Random(Math.floor(Math.random() * 2 ** 32)),
    });
    this.agent.learning = false;
    this.forget();
  }

  /** The next decision begins an episode: the console was reset, or stands where somebody else put it. */
  forget(): void {
    this.observer.clear();
    this.framesLeft = 0;
    this.isBegun = false;
    this.reward = 0;
  }

  /** The ALE action for the next frame. */
  next(): number {
    if (this.framesLeft === 0) {
      this.decide();
      this.framesLeft = this.opponent.frameSkip;
    }
    this.framesLeft--;
    return this.actions[this.chosen];
  }

  /** What the frame brought that `next` was asked for. */
  frameDone(reward: number): void {
    this.reward += reward;
  }

  /** Q-values of what was seen at the last decision, in the order of `actions`; undefined where the agent has none. */
  get values(): ArrayLike<number> | undefined {
    return this.agent.values;
  }

  /** How much it is inclined to each action, of agents without Q-values. */
  get preferences(): ArrayLike<number> | undefined {
    return this.agent.preferences;
  }

  /** Whether it can tell what it looks at. */
  get canTellAttention(): boolean {
    return this.agent.attention !== undefined;
  }

  /** What it looked at for its last decision; undefined where it cannot tell, or has not decided yet. */
  attention(places: number): Attention | undefined {
    return this.isBegun ? this.agent.attention?.(places) : undefined;
  }

  private decide(): void {
    const { ale, agent, reward } = this;
    if (this.opponent.pipeline.source === 'ram') this.observer.observeRam(ale.ram());
    else {
      const { console } = ale;
      const before = this.opponent.pipeline.maxPool && this.isBegun ? console.previousPicture() : undefined;
      this.observer.observe(console.lastPicture(false), before);
    }
    const { observation } = this.observer;
    this.chosen = this.isBegun
      ? agent.step({ observation, reward, terminated: false, truncated: false })
      : agent.begin(observation);
    this.isBegun = true;
    this.decisions++;
    this.reward = 0;
  }

  close(): void {
    this.observer.close();
  }
}
