/** Gymnasium's words: spaces, environments, the five values of a step. */

/** n choices, 0..n-1. */
export interface Discrete {
  readonly type: 'discrete';
  readonly n: number;
}

/** An array of numbers between bounds. */
export interface Box {
  readonly type: 'box';
  readonly low: number;
  readonly high: number;
  readonly shape: readonly number[];
  readonly dtype: 'uint8' | 'float32';
}

/** Real numbers, each between bounds of its own. */
export interface ContinuousBox {
  readonly type: 'box';
  readonly low: readonly number[];
  readonly high: readonly number[];
  readonly shape: readonly number[];
  readonly dtype: 'float32';
}

export type Space = Discrete | Box | ContinuousBox;

/** What Atari environments say beside the five values. */
export interface Info {
  lives: number;
  /** Emulator frames since the episode began. */
  episodeFrameNumber: number;
  /** Emulator frames since the ROM was loaded. */
  frameNumber: number;
}

export interface Reset<Observation> {
  observation: Observation;
  info: Info;
}

/** Gymnasium's five values. */
export interface Step<Observation> {
  observation: Observation;
  reward: number;
  /** The task ended (game over; with `terminalOnLifeLoss`, a life lost). No bootstrap past it. */
  terminated: boolean;
  /** The episode was cut by a limit. */
  truncated: boolean;
  info: Info;
}

/**
 * An environment with a fixed set of discrete actions. The observation is a view that the next `step` or `reset`
 * overwrites: copy it (`.slice()`) to keep it.
 */
export interface Environment<Observation extends Uint8Array | Float32Array = Uint8Array> {
  readonly observationSpace: Box;
  readonly actionSpace: Discrete;
  /** Names of the actions, in the order of the action space. */
  readonly actionMeanings: readonly string[];
  /** Begins an episode. With a seed, everything random starts over from it. */
  reset(options?: { seed?: number }): Reset<Observation>;
  /** @throws RangeError for an action outside the space; Error after an end without reset. */
  step(action: number): Step<Observation>;
  close(): void;
}
