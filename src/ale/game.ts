import type { ConsoleProperties } from '../../emulator/properties.ts';
import type { ActionName } from './actions.ts';

/**
 * What a game file says: how to read score, lives and the end of a game from the console's RAM, how to choose a
 * mode, which actions matter. All facts follow ALE 0.12.1's game settings, and the parity suite holds them to it.
 */

/** What a game's RAM says after one frame. `reward` only where the game's reward is not the difference of scores. */
export interface Reading {
  score: number;
  lives: number;
  /** The game is over (ALE: terminal). */
  over: boolean;
  /** Overrides the difference of scores, for games whose counter wraps or counts down. */
  reward?: number;
}

/** Integer variables that a game carries from frame to frame. They are part of every snapshot. */
export type Variables = Record<string, number>;

/** What the reader of RAM may look at besides RAM. */
export interface Remembered {
  /** Score after the previous frame. */
  score: number;
  /** Reward of the previous frame. */
  reward: number;
  /** Lives after the previous frame. */
  lives: number;
  /** 1 where the game was over after the previous frame. */
  over: number;
}

/** What a game may do while it brings the console into a mode: the few things ALE's mode setters use. */
export interface ModeControls {
  /** The console's 128 bytes of RAM, as they are now (index = address & 0x7f). A view to be asked for again after frames. */
  readonly ram: Uint8Array;
  /** Holds SELECT for `frames` frames (default 1), then runs one frame with nothing pressed. */
  pressSelect(frames?: number): void;
  /** Holds RESET for four frames. */
  softReset(): void;
  /** One `act` of the environment (frame skip and sticky draws included), as ALE's wrapper does. */
  act(action: ActionName): void;
  /** Reads any address of the console's bus, with the side effects a read has. */
  peek(address: number): number;
  /** One raw 32-bit draw of the environment's generator. */
  random(): number;
}

export interface Modes {
  /** The mode numbers ALE offers, in ALE's order; the first is the default unless `default` says otherwise. */
  readonly available: readonly number[];
  readonly default?: number;
  /**
   * Presses SELECT (or what the game needs) until the console is in `mode`; called on every reset, after the game's
   * variables have their initial values. `game` is there for the few games that keep the mode among them.
   */
  select(mode: number, controls: ModeControls, game: Variables & Remembered): void;
}

export interface GameDefinition<V extends Variables = Variables> {
  /** ALE's snake_case name. */
  readonly name: string;
  /** MD5 sums of the ROM files this file is written for; the first is ALE's. */
  readonly md5: readonly string[];
  /** What this cartridge wants of the machine, where it differs from Stella's defaults. */
  readonly hardware?: Partial<ConsoleProperties>;
  /** The minimal action set. Order does not matter: action spaces list it in ALE's order. */
  readonly actions: readonly ActionName[];
  /** Actions the game refuses (they become no-ops). Few games have any. */
  readonly illegalActions?: readonly ActionName[];
  /** Played for one frame each after every reset, after the mode is set. 'reset' is the console's switch. */
  readonly startingActions?: readonly (ActionName | 'reset')[];
  /** Lives reported before the first frame after a reset. */
  readonly lives: number;
  /** Absent: only mode 0, and nothing is pressed to choose it. */
  readonly modes?: Modes;
  /** Absent: only difficulty 0. */
  readonly difficulties?: readonly number[];
  /** Two-player ROMs that ALE does not offer to one player. */
  readonly players?: 1 | 2;
  /** Limits of the paddles' resistance where they differ from ALE's 27,450..790,196. */
  readonly paddleLimits?: { readonly min: number; readonly max: number };
  /** The game's own variables with the values they have after a reset. */
  readonly variables?: V;
  /** Score after a reset, where it is not 0. */
  readonly initialScore?: number;
  /** Called on every reset in place of setting all variables to their initial values (where ALE forgets some). */
  reset?(game: V & Remembered): void;
  /**
   * Reads one frame's outcome. Called after every emulated frame, also during resets.
   * @param ram 128 bytes, index = address & 0x7f
   * @param game the game's variables and what the last frame said
   * @param peek reads any address of the bus (cartridge RAM, for the few games that keep their score there)
   */
  read(ram: Uint8Array, game: V & Remembered, peek: (address: number) => number): Reading;
}

/** Declares a game. The only thing it does is keep the types of the game's variables. */
export function defineGame<V extends Variables = Record<never, never>>(game: GameDefinition<V>): GameDefinition {
  return game as unknown as GameDefinition;
}

/** `count` numbers from 0 in steps of `step`: 0, step, 2 step, … */
export function multiplesOf(step: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => i * step);
}

/** 0, 1, …, count-1. */
export const firstModes = (count: number): number[] => multiplesOf(1, count);

/** Two binary-coded decimal digits: 0x42 is 42. Digits above 9 count as ALE counts them (0x1a is 20). */
export function bcd(byte: number): number {
  return 10 * (byte >> 4) + (byte & 0x0f);
}

/** Several BCD bytes, most significant first: bcds(0x12, 0x34) is 1234. */
export function bcds(...bytes: number[]): number {
  return bytes.reduce((value, byte) => 100 * value + bcd(byte), 0);
}

/**
 * Repeats `step` until `done`, which is asked first. The limit is for broken ROM files, with which ALE would spin for
 * ever; no sound one comes near it.
 */
export function repeatUntil(done: () => boolean, step: () => void): void {
  for (let times = 0; !done() && times < 2000; times++) step();
}

/** The common way to a mode: press SELECT until `current` says it is reached, then RESET. */
export function pressSelectUntil(
  available: readonly number[],
  current: (ram: Uint8Array, peek: (address: number) => number) => number,
  frames = 1,
): Modes {
  return {
    available,
    select(mode, controls) {
      repeatUntil(
        () => current(controls.ram, address => controls.peek(address)) === mode,
        () => controls.pressSelect(frames),
      );
      controls.softReset();
    },
  };
}
