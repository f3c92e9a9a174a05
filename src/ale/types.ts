import type { GameDefinition } from './game.ts';

/** Settings of an ALE environment, named and defaulted as in `ALEInterface` (sticky actions off unless asked for). */
export interface AleOptions {
  /** Seeds the generator of sticky actions (ALE: `random_seed`). Default 0. */
  seed?: number;
  /** Chance that the previous action is repeated, drawn every frame. Default 0; `make` uses 0.25. */
  repeatActionProbability?: number;
  /** Frames for which one `act` holds its action. Default 1. */
  frameSkip?: number;
  /** Game mode number; default: the game's first. */
  mode?: number;
  /** Difficulty switches, 0..3. Default 0. */
  difficulty?: number;
  /** Frames after which an episode is truncated; 0 = never. Default 0. */
  maxFramesPerEpisode?: number;
  /** Truncate when a life is lost. Default false. */
  truncateOnLossOfLife?: boolean;
  /** Screens are a blend of the last two frames, against flicker (ALE: `color_averaging`). Default false. */
  colourAveraging?: boolean;
  /** Make sound samples (ALE: `sound_obs`). Default false. */
  sound?: boolean;
  /** Bounds of the summed reward of one `act`. */
  rewardMin?: number;
  rewardMax?: number;
}

/**
 * One Atari game as ALE presents it, frame by frame. Two implementations: `AleEnvironment` on our console, and
 * `ReferenceEnvironment` on the Stella inside ale-py; tests drive both and compare.
 */
export interface Ale {
  readonly game: GameDefinition;
  readonly options: Required<AleOptions>;
  /** ALE action numbers of the minimal set, ascending. */
  readonly minimalActions: readonly number[];
  /** ALE action numbers of the legal set, ascending. */
  readonly legalActions: readonly number[];
  readonly screenWidth: 160;
  readonly screenHeight: number;
  /** Starts over as if newly made with this seed (ALE: set `random_seed`, load the ROM). Includes one reset. */
  seed(seed: number): void;
  /** Starts a new episode (ALE: reset_game). The generators run on. */
  reset(): void;
  /**
   * Holds an action for `frameSkip` frames and returns the sum of rewards.
   * After the end of a game nothing happens and 0 is returned.
   * @param action ALE action number 0..17
   * @param paddleStrength 0..1, for continuous paddle control
   * @throws RangeError for a number that is not an action
   */
  act(action: number, paddleStrength?: number): number;
  /** The game is over, or (unless `withTruncation` is false) the episode was cut. */
  gameOver(withTruncation?: boolean): boolean;
  gameTruncated(): boolean;
  lives(): number;
  /** Frames since the ROM was loaded (ALE: getFrameNumber). */
  readonly frameNumber: number;
  /** Frames since the episode began (ALE: getEpisodeFrameNumber). */
  readonly episodeFrameNumber: number;
  /** 128 bytes. A view that the next call may change. */
  ram(): Uint8Array;
  /** screenHeight x 160 palette indices, row by row. A view that the next call may change. */
  screen(): Uint8Array;
  /** screenHeight x 160 x 3 bytes: red, green, blue by ALE's palette. */
  screenRgb(): Uint8Array;
  /** screenHeight x 160 grey levels by ALE's palette. */
  screenGray(): Uint8Array;
  /**
   * Writes a byte of RAM.
   * @param index 0..127
   * @throws RangeError for another index, or a value that is no byte
   */
  setRam(index: number, value: number): void;
  /**
   * 512 sound samples of the last `act`, mono at 31,400 a second; zeros before the first (ALE: getAudio). A view that
   * the next call may change.
   * @throws UserError without the option `sound`
   */
  sound(): Uint8Array;
  /**
   * Saves everything that decides the future (ALE: cloneState). Each console's bytes are its own.
   * @param includeRandom with the generator of sticky actions. Default true (ALE: cloneSystemState)
   */
  cloneState(includeRandom?: boolean): Uint8Array;
  /**
   * Goes back to a cloned state.
   * @throws UserError for bytes that are no state of this ROM
   */
  restoreState(state: Uint8Array): void;
  /** Takes effect with the next reset. */
  setMode(mode: number): void;
  /** Takes effect with the next frame. */
  setDifficulty(difficulty: number): void;
  close(): void;
}
