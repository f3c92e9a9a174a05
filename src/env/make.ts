import { type ConsoleName, openConsole } from '../ale/open.ts';
import type { AleOptions } from '../ale/types.ts';
import { didYouMean, UserError } from '../errors.ts';
import { type Pipeline, type PipelineName, pipelines } from '../preprocess/pipelines.ts';
import { AtariEnvironment, type AtariOptions } from './atari.ts';

/** Options of `make`. The defaults are those of Gymnasium's `ALE/…-v5` environments. */
export interface MakeOptions {
  /** A named pipeline or one of your own. Default 'rgb'. */
  pipeline?: PipelineName | Pipeline;
  /** Frames for which an action is held. Default 4. */
  frameSkip?: number;
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
  /** Our console, or the Stella inside ale-py. Default 'openbrain'. */
  console?: ConsoleName;
}

/**
 * Opens a game as an environment.
 * @param game a game's name (`pong`) or the path of a ROM file
 * @throws UserError of one line for an unknown game, pipeline, mode or ROM
 */
export function make(game: string, options: MakeOptions = {}): AtariEnvironment {
  const { ale, atari, seed } = settingsOf(options);
  return new AtariEnvironment(openConsole(game, { ...ale, seed }, options.console), atari, seed);
}

/** Options with every default filled in: plain data, the same for one environment and for many. */
export interface Settings {
  ale: AleOptions;
  atari: AtariOptions;
  seed: number;
}

/** @throws UserError of one line for an unknown pipeline and for numbers that make no sense */
export function settingsOf(options: MakeOptions): Settings {
  return {
    ale: {
      repeatActionProbability: options.repeatActionProbability ?? 0.25,
      frameSkip: 1,
      mode: options.mode,
      difficulty: options.difficulty,
    },
    atari: {
      pipeline: pipelineOf(options.pipeline ?? 'rgb'),
      frameSkip: wholeNumber('frame skip', options.frameSkip ?? 4, 1),
      fullActionSpace: options.fullActionSpace ?? false,
      maxFramesPerEpisode: wholeNumber('maxFramesPerEpisode', options.maxFramesPerEpisode ?? 108_000, 0),
      terminalOnLifeLoss: options.terminalOnLifeLoss ?? false,
      rewardClipping: options.rewardClipping ?? false,
      noopMax: wholeNumber('noopMax', options.noopMax ?? 0, 0),
      fireReset: options.fireReset ?? false,
    },
    seed: options.seed ?? 0,
  };
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
