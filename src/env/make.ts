import { type ConsoleName, openConsole } from '../ale/open.ts';
import type { AleOptions } from '../ale/types.ts';
import { didYouMean, UserError } from '../errors.ts';
import { type Pipeline, type PipelineName, pipelines } from '../preprocess/pipelines.ts';
import { AtariEnvironment, type AtariOptions } from './atari.ts';
import type { ClassicEnvironment } from './classic/environment.ts';
import { classicTaskNamed } from './classic/index.ts';
import { ContinuousAtariEnvironment } from './continuous.ts';
import { gymnasiumIdNamed } from './gymnasium-ids.ts';
import { aleSeed } from './gymnasium-seeds.ts';

/** Options of `make`. The defaults are those of Gymnasium's `ALE/…-v5` environments. */
export interface MakeOptions {
  /** A named pipeline or one of your own. Default 'rgb'. */
  pipeline?: PipelineName | Pipeline;
  /** Frames for which an action is held; [a, b]: a to b - 1 frames, drawn anew every step. Default 4. */
  frameSkip?: number | readonly [number, number];
  /** Chance that an action is not taken and the last one repeated, each frame. Default 0.25. */
  repeatActionProbability?: number;
  /** All eighteen actions instead of the game's minimal set. Default false. */
  fullActionSpace?: boolean;
  /** Game mode number. Default: the game's first. */
  mode?: number;
  /** Difficulty switches, 0..3. Default 0. */
  difficulty?: number;
  /** Frames after which an episode is truncated; 0 = never. Default 108,000 (half an hour of play). */
  maxFramesPerEpisode?: number;
  /** A lost life terminates. Default false. */
  terminalOnLifeLoss?: boolean;
  /** Rewards are cut to -1..1. Default false. */
  rewardClipping?: boolean;
  /** Every episode begins with a random number of no-ops below this. Default 0. */
  noopMax?: number;
  /** Every episode begins with FIRE where the game has it. Default false. */
  fireReset?: boolean;
  /** Seed of everything random until `reset({ seed })` gives another. Default 0. */
  seed?: number;
  /**
   * What a seed does. 'direct': it seeds ALE's generator, as in ALEInterface and AtariVectorEnv. 'gymnasium': NumPy's
   * SeedSequence makes ALE's seed of it, as AtariEnv of ale_py does. Default 'direct'; 'gymnasium' for Gymnasium's ids.
   */
  seeding?: 'direct' | 'gymnasium';
  /** Sound samples for `sound()`. Default false. */
  sound?: boolean;
  /** Pictures are a blend of the last two frames (ALE: color_averaging). Default false. */
  colourAveraging?: boolean;
  /** Our console, or the Stella inside ale-py. Default 'openbrain'. */
  console?: ConsoleName;
}

/** Options of `make` for a joystick that knows how far it is pushed. */
export interface ContinuousOptions extends MakeOptions {
  continuous: true;
  /** How far a number of an action must go to count. Default 0.5. */
  continuousActionThreshold?: number;
}

/**
 * Opens a game, or one of the small tasks of src/env/classic, as an environment.
 * @param game a game's name (`pong`), one of Gymnasium's ids (`ALE/Pong-v5`, `PongNoFrameskip-v4`), whose settings
 *   `options` then change, the path of a ROM file, or a small task's name (`classic/CartPole`), which takes no options
 *   but a seed
 * @throws UserError of one line for an unknown game, id, task, pipeline, mode or ROM
 */
export function make(game: `classic/${string}`, options?: { seed?: number }): ClassicEnvironment;
export function make(game: string, options: ContinuousOptions): ContinuousAtariEnvironment;
export function make(game: string, options?: MakeOptions & { continuous?: false }): AtariEnvironment;
export function make(
  game: string,
  options: MakeOptions & { continuous?: boolean; continuousActionThreshold?: number } = {},
): AtariEnvironment | ContinuousAtariEnvironment | ClassicEnvironment {
  if (game.startsWith('classic/')) {
    const task = classicTaskNamed(game)!.create();
    task.seed(options.seed ?? 0);
    return task;
  }
  const { game: name, ale, atari, seed } = gameSettings(game, options);
  const console = openConsole(name, { ...ale, seed: aleSeed(seed, atari.seeding) }, options.console);
  const environment = new AtariEnvironment(console, atari, seed);
  return options.continuous
    ? new ContinuousAtariEnvironment(environment, options.continuousActionThreshold)
    : environment;
}

/** Leaves out what was given as undefined, so that it does not hide an id's setting. */
function definedOnly<T extends object>(options: T): T {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as T;
}

/** Options with every default filled in: plain data, the same for one environment and for many. */
export interface Settings {
  ale: AleOptions;
  atari: AtariOptions;
  seed: number;
}

/** Settings of a game that may have been named by a Gymnasium id. */
export interface GameSettings extends Settings {
  /** A game's name or the path of a ROM file. */
  game: string;
}

/**
 * @param game what `make` takes for a game
 * @throws UserError of one line for an unknown id or pipeline, and for numbers that make no sense
 */
export function gameSettings(game: string, options: MakeOptions): GameSettings {
  const id = gymnasiumIdNamed(game);
  return { game: id?.game ?? game, ...settingsOf({ ...id?.options, ...definedOnly(options) }) };
}

/** @throws UserError of one line for an unknown pipeline and for numbers that make no sense */
export function settingsOf(options: MakeOptions): Settings {
  const { mode, difficulty, seeding = 'direct', seed = 0 } = options;
  const pipeline = pipelineOf(options.pipeline ?? 'rgb');
  const maxFramesPerEpisode = wholeNumber('maxFramesPerEpisode', options.maxFramesPerEpisode ?? 108_000, 0);
  wholeNumber('seed', seed, 0);
  return {
    ale: {
      repeatActionProbability: options.repeatActionProbability ?? 0.25,
      frameSkip: 1,
      // AtariVectorEnv counts frames itself, AtariEnv has ALE do it.
      maxFramesPerEpisode: pipeline.maxPool ? 0 : maxFramesPerEpisode,
      sound: options.sound,
      colourAveraging: options.colourAveraging,
      ...(seeding === 'direct' && { mode, difficulty }),
    },
    atari: {
      pipeline,
      frameSkip: frameSkipOf(options.frameSkip ?? 4),
      seeding,
      fullActionSpace: options.fullActionSpace ?? false,
      maxFramesPerEpisode,
      terminalOnLifeLoss: options.terminalOnLifeLoss ?? false,
      rewardClipping: options.rewardClipping ?? false,
      noopMax: wholeNumber('noopMax', options.noopMax ?? 0, 0),
      fireReset: options.fireReset ?? false,
      ...(seeding === 'gymnasium' && { mode, difficulty }),
    },
    seed,
  };
}

function frameSkipOf(frameSkip: number | readonly [number, number]): number | readonly [number, number] {
  if (typeof frameSkip === 'number') return wholeNumber('frame skip', frameSkip, 1);
  const [least, end] = frameSkip;
  wholeNumber('frame skip', least, 1);
  return [least, wholeNumber('end of the frame skips', end, least + 1)];
}

function pipelineOf(pipeline: PipelineName | Pipeline): Pipeline {
  if (typeof pipeline !== 'string') return pipeline;
  const named = (pipelines as Record<string, Pipeline>)[pipeline];
  if (named) return named;
  const names = Object.keys(pipelines);
  throw new UserError(
    `unknown pipeline "${pipeline}": ${didYouMean(pipeline, names) || `there are ${names.join(', ')}`}`,
  );
}

/** @throws UserError where a number is not what it must be */
export function wholeNumber(what: string, value: number, least: number): number {
  if (Number.isInteger(value) && value >= least) return value;
  throw new UserError(`${what}: ${value} is not a whole number from ${least} on`);
}
