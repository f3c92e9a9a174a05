import { pack, unpack } from '../../bytes.ts';
import type { Played } from './targets.ts';

/** What is kept of the steps played since learning last, to be learned from and then forgotten. */
export class Rollout implements Played {
  /** [(steps + 1) x environments x bytes]: the last row is what followed the last steps. */
  readonly observations: Uint8Array;
  readonly actions: Int32Array;
  readonly rewards: Float32Array;
  readonly values: Float32Array;
  readonly ends: Uint8Array;
  readonly endValues: Float32Array;
  /** Steps that are over; the observations of the next one are there already. */
  filled = 0;

  constructor(
    readonly steps: number,
    readonly environments: number,
    readonly observationBytes: number,
  ) {
    const size = steps * environments;
    this.observations = new Uint8Array((steps + 1) * environments * observationBytes);
    this.actions = new Int32Array(size);
    this.rewards = new Float32Array(size);
    this.values = new Float32Array(size);
    this.ends = new Uint8Array(size);
    this.endValues = new Float32Array(size);
  }

  /** What is seen now, of all environments behind each other. */
  get current(): Uint8Array {
    const row = this.environments * this.observationBytes;
    return this.observations.subarray(this.filled * row, (this.filled + 1) * row);
  }

  /** Begins anew with what is seen now. */
  restart(): void {
    this.observations.set(this.current);
    this.filled = 0;
  }

  save(): Uint8Array {
    const { filled, environments, observationBytes, actions, rewards, values, ends, endValues } = this;
    const observations = this.observations.subarray(0, (filled + 1) * environments * observationBytes);
    return pack({ filled }, { observations, actions, rewards, values, ends, endValues });
  }

  /** @throws RangeError where the state is of a rollout of another size */
  load(state: Uint8Array): void {
    const { values, arrays } = unpack<{ filled: number }>(state);
    const row = this.environments * this.observationBytes;
    if (arrays.actions?.length !== this.actions.length || arrays.observations?.length !== (values.filled + 1) * row) {
      throw new RangeError('the saved steps are of other environments');
    }
    this.filled = values.filled;
    this.observations.set(arrays.observations);
    this.actions.set(arrays.actions);
    this.rewards.set(arrays.rewards);
    this.values.set(arrays.values);
    this.ends.set(arrays.ends);
    this.endValues.set(arrays.endValues);
  }
}
