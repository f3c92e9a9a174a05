/** Brings every number of an observation to -1..1, by the largest size that it has had. */
export class Scaler {
  readonly outputs: Float64Array;
  readonly largest: Float64Array;

  constructor(size: number) {
    this.outputs = new Float64Array(size);
    this.largest = new Float64Array(size);
  }

  /**
   * @param learning take this observation into account
   * @returns a view that the next call overwrites
   */
  see(observation: ArrayLike<number>, learning: boolean): Float64Array {
    const { largest, outputs } = this;
    for (let i = 0; i < largest.length; i++) {
      const size = Math.abs(observation[i]);
      if (learning && size > largest[i]) largest[i] = size;
      outputs[i] = largest[i] > 0 ? observation[i] / largest[i] : 0;
    }
    return outputs;
  }
}
