import { type Arrays, unpack } from './arrays.ts';
import { installReference } from './install.ts';
import { ReferenceProcess } from './process.ts';

/** What a reset answers. Numbers are arrays of one. */
export interface GymnasiumReset {
  observations: Uint8Array;
  /** 512 samples, where the option sound_obs is set. */
  sounds?: Uint8Array;
  lives: Int32Array;
  frameNumbers: Int32Array;
  episodeFrameNumbers: Int32Array;
}

/** What steps answer, one after another. */
export interface GymnasiumSteps extends GymnasiumReset {
  rewards: Float64Array;
  /** 0 or 1 each. */
  terminations: Uint8Array;
  truncations: Uint8Array;
}

/** Every id that ale-py registers with Gymnasium, and the keyword arguments it stands for. */
export function registeredIds(): Record<string, Record<string, unknown>> {
  const process = start();
  try {
    return process.call<{ ids: Record<string, Record<string, unknown>> }>({ call: 'gymnasiumIds' }).header.ids;
  } finally {
    process.close();
  }
}

/** ale-py's AtariEnv for Gymnasium, made by its id in a child process: what `make` is compared with. */
export class ReferenceGymnasiumEnvironment {
  readonly #process = start();

  /**
   * @param options keyword arguments by Python's names; a list becomes a tuple
   * @throws UserError where the reference console cannot be set up, or ale-py refuses
   */
  constructor(id: string, options: Readonly<Record<string, unknown>> = {}) {
    try {
      this.#process.call({ call: 'gymnasiumMake', id, options });
    } catch (error) {
      this.#process.close();
      throw error;
    }
  }

  reset(seed: number): GymnasiumReset {
    const { header, body } = this.#process.call<Arrays>({ call: 'gymnasiumReset', seed });
    return unpack<GymnasiumReset>(header, body);
  }

  /**
   * Plays steps in one call; ended episodes are reset at once, without a seed.
   * @param actions indices of the action space, or three numbers a step where actions are continuous
   */
  play(actions: Int32Array | Float32Array): GymnasiumSteps {
    const bytes = new Uint8Array(actions.buffer, actions.byteOffset, actions.byteLength);
    const { header, body } = this.#process.call<Arrays>({ call: 'gymnasiumPlay' }, bytes);
    return unpack<GymnasiumSteps>(header, body);
  }

  close(): void {
    this.#process.close();
  }
}

function start(): ReferenceProcess {
  return new ReferenceProcess(installReference({ onLine: line => process.stderr.write(`${line}\n`) }));
}
