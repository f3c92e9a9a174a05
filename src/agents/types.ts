import type { ZodObject } from 'zod';
import type { Action, Box, ContinuousBox } from '../env/types.ts';
import type { WorkMemory } from '../features/work-memory.ts';
import type { Compute } from '../nn/choice.ts';
import type { PlainNetwork } from '../nn/layers-model/network.ts';
import type { PipelineName } from '../preprocess/pipelines.ts';
import type { Random } from '../random.ts';

/** What an agent sees. The array is a view that the next step of the environment overwrites. */
export type Observation = Uint8Array | Float32Array;

/** What the last action led to. */
export interface Outcome {
  /** What is seen now (after an end: the last picture of the episode). */
  observation: Observation;
  reward: number;
  /** The task ended: nothing is to be expected after it. */
  terminated: boolean;
  /** The episode was cut: it would have gone on, so its value is still that of what is seen. */
  truncated: boolean;
  /** What else the environment says; some algorithms look at the lives. */
  info?: { readonly lives: number };
}

/**
 * Something that plays and, while `learning` is set, gets better at it. One call for every time step: each
 * observation is looked at once, and whoever runs the loop needs to know nothing of the algorithm.
 *
 * An agent knows no files, terminals, clocks or emulators; it draws everything random from the generator it was
 * given. `save` and the generator's state together decide all that it will ever do.
 *
 * Actions are choices, unless said otherwise; one of real numbers is a view that the next step overwrites.
 */
export interface Agent<Actions extends Action = number> {
  /** True: explore and learn. False: play as well as you can (evaluation); nothing learnt changes. */
  learning: boolean;
  /** The first observation of an episode. Returns the first action. */
  begin(observation: Observation): Actions;
  /** What the last action led to. Returns the next action, which is not played if the episode ended. */
  step(outcome: Outcome): Actions;
  /** What it expects of each action in the state it chose for last: Q-values. A view that the next step overwrites. */
  readonly values?: ArrayLike<number>;
  /** How much it is inclined to each action, of agents without Q-values: it takes the largest. A view, as `values` is. */
  readonly preferences?: ArrayLike<number>;
  /**
   * What it looked at when it chose last, for agents that can tell. Changes nothing.
   * @param places networks look at so many places of the picture anew, in turn; default: at all. Others look at all
   */
  attention?(places?: number): Attention;
  /**
   * What it computes Q-values with, in plain layers; of agents that have such a network.
   * @throws UserError where plain layers cannot say it
   */
  network?(): PlainNetwork;
  /** Figures worth drawing as curves. */
  metrics(): Record<string, number>;
  /** Everything that decides the agent's future, but for the generator. Changes nothing. */
  save(): Uint8Array;
  /** Less than `save`, for `load` all the same: as much as play takes. Only of agents that save much more. */
  saveForPlay?(): Uint8Array;
  /**
   * @param state what `save` returned, from an agent of the same setup
   * @throws RangeError where it is not, or is of a version that can no longer be read
   */
  load(state: Uint8Array): void;
}

/** How much each place of a picture mattered: a grid laid over the whole picture. */
export interface Attention {
  readonly rows: number;
  readonly columns: number;
  /** Row by row; 0: not at all. Negative where a place spoke against what was chosen. */
  readonly weights: Float32Array;
  /** What a weight is, in a few words for a person. */
  readonly meaning: string;
}

/** What an agent is made from. */
export interface AgentSetup<Hyperparameters> {
  observationSpace: Box;
  /** Number of actions to choose from. */
  actions: number;
  hyperparameters: Hyperparameters;
  random: Random;
  /** It will never learn: nothing is made ready for that. */
  playsOnly?: boolean;
  /**
   * The memory that observations lie in, for agents that can work there. Such an agent may move it whenever it is
   * called: observations that it was not given with that call are empty then, and copies of them are to be given.
   */
  memory?: WorkMemory;
}

/** What an agent whose actions are real numbers is made from. */
export interface ContinuousSetup<Hyperparameters> extends Omit<AgentSetup<Hyperparameters>, 'actions' | 'memory'> {
  actionSpace: ContinuousBox;
}

/** How an agent wants to see and play a game; what a user says on the command line comes before it. */
export interface AgentEnvironment {
  /** An observation pipeline of `make`. */
  pipeline: PipelineName;
  /** Emulator frames for which one action is held. */
  frameSkip: number;
}

/** A published setting under a name: what it changes of the hyperparameters, and how the game is then presented. */
export interface AgentPreset {
  /** One line for lists: whose setting it is. */
  readonly summary: string;
  readonly hyperparameters: Readonly<Record<string, unknown>>;
  readonly environment?: {
    /** Pictures of another kind than the agent's usual ones. */
    readonly pipeline?: PipelineName;
    /** Sticky actions. */
    readonly repeatActionProbability?: number;
    /** Up to so many frames of doing nothing at the start of an episode. */
    readonly noopMax?: number;
  };
}

/** An agent as the registry knows it. */
export interface AgentDefinition<Hyperparameters = Record<string, unknown>> {
  readonly name: string;
  /** One line for lists. */
  readonly summary: string;
  /** Where the algorithm is described. */
  readonly paper?: string;
  readonly environment: AgentEnvironment;
  /** Every hyperparameter with its default and a sentence; unknown keys are errors. */
  readonly hyperparameters: ZodObject;
  /** It computes with networks, so `--backend` says what computes them. */
  readonly hasNetworks?: boolean;
  /** Named settings; `--set` comes after them. */
  readonly presets?: Readonly<Record<string, AgentPreset>>;
  /**
   * Loads what the agent computes with. Awaited once before the first `create`; costs nothing after that.
   * @param compute default: WebAssembly
   */
  prepare?(compute?: Partial<Compute>): Promise<void>;
  create(setup: AgentSetup<Hyperparameters>): Agent;
  /** For actions of real numbers, by agents that can play with them. */
  createContinuous?(setup: ContinuousSetup<Hyperparameters>): Agent<Float32Array>;
  /** The one pipeline that these hyperparameters are for, whatever a preset says; undefined: any. */
  pipelineFor?(hyperparameters: Hyperparameters): PipelineName | undefined;
  /** Decisions, of all environments together, from one time of learning to the next, where they are many. */
  decisionsPerUpdate?(hyperparameters: Hyperparameters): number;
  /** Bytes of memory that training will come to take, where they are many. */
  trainingBytes?(setup: Omit<AgentSetup<Hyperparameters>, 'random'>): number;
}
