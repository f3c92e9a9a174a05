import { z } from 'zod';
import { backendNames } from '../nn/choice.ts';
import { type PipelineName, pipelines } from '../preprocess/pipelines.ts';

/** How the game is presented; the words and meanings of `make`'s options, all of them spelt out. */
export const environmentConfig = z.strictObject({
  pipeline: z.enum(Object.keys(pipelines) as [PipelineName, ...PipelineName[]]),
  /** Emulator frames for which one action is held. */
  frameSkip: z.int().positive(),
  /** Sticky actions: chance that the previous action is repeated, drawn every frame (Machado et al. 2018). */
  repeatActionProbability: z.number().min(0).max(1).default(0.25),
  /** All 18 actions rather than those the game uses. */
  fullActionSpace: z.boolean().default(false),
  /** Game mode; null: the game's first. */
  mode: z.int().nonnegative().nullable().default(null),
  difficulty: z.int().nonnegative().nullable().default(null),
  /** Frames after which an episode is cut: half an hour of play. */
  maxFramesPerEpisode: z.int().positive().default(108_000),
  /** A lost life ends an episode as the agent sees it. */
  terminalOnLifeLoss: z.boolean().default(false),
  /** The agent sees only the sign of rewards. */
  rewardClipping: z.boolean().default(false),
  /** Episodes begin with up to this many frames of doing nothing. */
  noopMax: z.int().nonnegative().default(0),
});

export type EnvironmentConfig = z.infer<typeof environmentConfig>;

/** What a run is: together with the version of openbrain it decides every weight. Kept as `config.json`. */
export const runConfig = z.strictObject({
  /** Version of this file's layout. */
  format: z.literal(1),
  /** The openbrain that began the run. */
  openbrain: z.string(),
  game: z.string(),
  romMd5: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .nullable()
    .default(null),
  agent: z.string(),
  hyperparameters: z.record(z.string(), z.unknown()),
  /** What the agent's networks are computed with; absent: it has none, or wasm (runs of before there was a choice). */
  backend: z.enum(backendNames).optional(),
  /** Whether only such kernels compute as round alike on every processor. */
  deterministic: z.boolean().optional(),
  /** Seeds the environment and the agent. */
  seed: z.int().nonnegative(),
  environment: environmentConfig,
  /** Where the run stops: frames and minutes of training in all, sessions added up. null: no such limit. */
  limit: z.strictObject({
    frames: z.int().positive().nullable(),
    minutes: z.number().positive().nullable(),
  }),
  /** Evaluations during the training; absent: none. */
  evaluation: z
    .strictObject({
      /** Emulator frames of training between two of them. */
      everyFrames: z.int().positive(),
      episodes: z.int().positive(),
    })
    .optional(),
});

export type RunConfig = z.infer<typeof runConfig>;
