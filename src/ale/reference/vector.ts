import { type Arrays, unpack } from './arrays.ts';
import { installReference } from './install.ts';
import { ReferenceProcess } from './process.ts';

/** Options of ale-py's AtariVectorEnv, by its own names and with its own defaults. */
export interface ReferenceVectorOptions {
  max_num_frames_per_episode?: number;
  repeat_action_probability?: number;
  full_action_space?: boolean;
  autoreset_mode?: 'NextStep' | 'SameStep' | 'Disabled';
  img_height?: number;
  img_width?: number;
  grayscale?: boolean;
  stack_num?: number;
  frameskip?: number;
  maxpool?: boolean;
  noop_max?: number;
  episodic_life?: boolean;
  life_loss_info?: boolean;
  reward_clipping?: boolean;
  use_fire_reset?: boolean;
}

/** What a reset answers, for all environments in turn. */
export interface VectorReset {
  /** environments x observation. */
  observations: Uint8Array;
  lives: Int32Array;
  frameNumbers: Int32Array;
  episodeFrameNumbers: Int32Array;
}

/** What `steps` steps answer: arrays of steps x environments (x observation). */
export interface VectorSteps extends VectorReset {
  rewards: Float64Array;
  /** 0 or 1 each. */
  terminations: Uint8Array;
  truncations: Uint8Array;
  /** With `SameStep`: last observations of episodes, good where one ended. */
  finalObservations?: Uint8Array;
}

/** ale-py's AtariVectorEnv as a child process: what our observations, noop starts and autoresets are compared with. */
export class ReferenceVectorEnvironment {
  /** ALE action numbers; an action of `play` is an index into this list. */
  readonly actions: readonly number[];
  /** Of one environment: stack, height, width, and 3 where it is in colour. */
  readonly observationShape: readonly number[];
  readonly #process: ReferenceProcess;

  /**
   * @param game a name of ALE's in snake_case; ale-py brings the ROM
   * @throws UserError where the reference console cannot be set up, or ale-py refuses the options
   */
  constructor(
    game: string,
    readonly environments: number,
    options: ReferenceVectorOptions = {},
  ) {
    this.#process = new ReferenceProcess(installReference({ onLine: line => process.stderr.write(`${line}\n`) }));
    try {
      const { header } = this.#process.call<{ actions: number[]; observationShape: number[] }>({
        call: 'vector',
        game,
        environments,
        options,
      });
      this.actions = header.actions;
      this.observationShape = header.observationShape;
    } catch (error) {
      this.#process.close();
      throw error;
    }
  }

  /** @param seed of the first environment; the others count up from it */
  reset(seed: number): VectorReset {
    const { header, body } = this.#process.call<Arrays>({ call: 'vectorReset', seed });
    return unpack<VectorReset>(header, body);
  }

  /**
   * Plays steps in one call.
   * @param actions steps x environments, indices into `actions`
   */
  play(actions: Int32Array): VectorSteps {
    if (actions.length === 0 || actions.length % this.environments !== 0) {
      throw new RangeError(
        `${actions.length} actions are no whole number of steps of ${this.environments} environments`,
      );
    }
    const bytes = new Uint8Array(actions.buffer, actions.byteOffset, actions.byteLength);
    const { header, body } = this.#process.call<Arrays>({ call: 'vectorPlay' }, bytes);
    return unpack<VectorSteps>(header, body);
  }

  close(): void {
    this.#process.close();
  }
}
