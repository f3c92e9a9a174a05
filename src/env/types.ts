/** Gymnasium's words: spaces, environments, the five values of a step. */
import type { WorkMemory } from '../features/work-memory.ts';

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

/** What environments say beside the five values. Where there is no emulator, a step counts as a frame. */
export interface Info {
  lives: number;
  /** Emulator frames since the episode began. */
  episodeFrameNumber: number;
  /** Emulator frames since the environment was made. */
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

/** What is done in a step: one of n choices, or as many real numbers as the action space has. */
export type Action = number | Float32Array;

/**
 * An environment. The observation is a view that the next `step` or `reset` overwrites: copy it (`.slice()`) to keep it.
 * Actions are the choices of a discrete space, unless said otherwise.
 */
export interface Environment<
  Observation extends Uint8Array | Float32Array = Uint8Array,
  Actions extends Action = number,
> {
  readonly observationSpace: Box;
  readonly actionSpace: Actions extends number ? Discrete : ContinuousBox;
  /** Names of the actions, in the order of the action space; of the numbers that make one where it is continuous. */
  readonly actionMeanings: readonly string[];
  /** The memory that observations are made in, where agents may work, too. */
  readonly memory?: WorkMemory;
  /** Begins an episode. With a seed, everything random starts over from it. */
  reset(options?: { seed?: number }): Reset<Observation>;
  /** @throws RangeError for an action outside the space; Error after an end without reset. */
  step(action: Actions): Step<Observation>;
  close(): void;
}
