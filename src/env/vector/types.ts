import type { MakeOptions } from '../make.ts';
import type { Box, Discrete } from '../types.ts';

/**
 * What happens to an environment whose episode ended, by Gymnasium's names:
 * - `nextStep`: the next step resets it, whatever the action; its reward is 0, its observation the new episode's first.
 * - `sameStep`: it is reset at once. The observation is the new episode's first, reward and ends are the old one's, and
 *   what the old one ended with stands in `finalObservations` and `finalInfo`.
 * - `disabled`: nothing; it must be reset by name before it can be stepped again.
 */
export type Autoreset = 'nextStep' | 'sameStep' | 'disabled';

export const autoresets: readonly Autoreset[] = ['nextStep', 'sameStep', 'disabled'];

/** Options of `makeVec`: those of `make`, for each environment, and how many there are. */
export interface VectorOptions extends Omit<MakeOptions, 'console' | 'sound'> {
  /** How many environments. Default: one for each game. Environment i plays game i modulo the number of games. */
  environments?: number;
  /** Threads that play, beside the calling one; 0 = the calling thread plays. Default: one a core, at most one each. */
  threads?: number;
  /** Default 'nextStep'. */
  autoreset?: Autoreset;
  /** Results that one `recv` returns. Default: all environments. */
  batchSize?: number;
  /** Environment i begins with `seed + i`. Default 0. */
  seed?: number;
  /** One seed for each environment, in place of `seed`. */
  seeds?: readonly number[];
}

/** What `reset` may be told. */
export interface VectorReset {
  /** Everything random starts over: environment i from `seed + i`, i counting those that are reset. Absent: it goes on. */
  seed?: number;
  /** One seed for each environment that is reset. */
  seeds?: readonly number[];
  /** Which environments are reset; the others report what they reported last. Default: all. */
  environmentIds?: readonly number[];
}

/**
 * Results of `batchSize` environments, one a row. All arrays are views of memory that is written again: they are good
 * until the batch after the next one is asked for (`send` or `step` after the next `recv` or `step`). Copy to keep.
 */
export interface VectorResult {
  /** batchSize x observation, row by row. */
  readonly observations: Uint8Array;
  readonly rewards: Float64Array;
  /** 1 where the task ended. */
  readonly terminations: Uint8Array;
  /** 1 where the episode was cut. */
  readonly truncations: Uint8Array;
  readonly lives: Int32Array;
  /** Emulator frames since the episode began. */
  readonly episodeFrameNumbers: Int32Array;
  /** Emulator frames since the ROM was loaded. */
  readonly frameNumbers: Int32Array;
  /** Which environment each row is of. */
  readonly environmentIds: Int32Array;
  /**
   * With `sameStep`: the last observations of episodes that ended with this result. Only rows with a termination or
   * truncation mean anything.
   */
  readonly finalObservations?: Uint8Array;
  /** With `sameStep`: what the last infos of these episodes said, in the same rows. */
  readonly finalInfo?: {
    readonly lives: Int32Array;
    readonly episodeFrameNumbers: Int32Array;
    readonly frameNumbers: Int32Array;
  };
}

/** Many environments that are stepped together. */
export interface VectorEnvironment {
  /** How many environments. */
  readonly environments: number;
  readonly batchSize: number;
  readonly threads: number;
  readonly autoreset: Autoreset;
  /** The game of each environment. */
  readonly games: readonly string[];
  /** Of one environment. */
  readonly singleObservationSpace: Box;
  /** Of a batch: batchSize x observation. */
  readonly observationSpace: Box;
  /** One for each environment: games differ in their actions, unless `fullActionSpace` is set. */
  readonly actionSpaces: readonly Discrete[];
  /** Names of the actions of each environment. */
  readonly actionMeanings: readonly (readonly string[])[];

  /**
   * Begins episodes. Results that were on their way are dropped. With a batch smaller than all environments, the first
   * batch is returned and the others come with `recv`.
   * @throws RangeError for environments or seeds that make no sense; Error where a thread is lost
   */
  reset(options?: VectorReset): VectorResult;
  /**
   * `send` and `recv` in one.
   * @param actions one for each row of the last result
   * @throws RangeError for an action outside its space; Error where a thread is lost
   */
  step(actions: ArrayLike<number>): VectorResult;
  /**
   * Lets environments play one step, without waiting for them.
   * @param actions one for each environment named
   * @param environmentIds default: those of the last result, row by row
   * @throws RangeError for an action outside its space, or an unknown environment; Error for one whose last result has
   *   not been received, whose episode has ended (autoreset 'disabled'), or where a thread is lost
   */
  send(actions: ArrayLike<number>, environmentIds?: ArrayLike<number>): void;
  /**
   * The next batch of results, in the order in which environments have done their steps; all environments in their own
   * order where the batch holds them all. Waits for it.
   * @throws Error where fewer environments are playing than the batch holds, or a thread is lost
   */
  recv(): VectorResult;
  /** `recv` for programs with an event loop, which goes on meanwhile. One at a time. */
  recvAsync(): Promise<VectorResult>;
  /** Ends all threads. Resolves when none is left; need not be awaited. Calling it again does nothing. */
  close(): Promise<void>;
}
