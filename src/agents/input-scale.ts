const epsilon = 1e-8;
/** Inputs count as no more than this many standard deviations: what was still for long and then moves would drown the rest. */
const most = 5;

/** Running mean and variance of each input: who learns from the stream has no batch to take them from (Welford 1962). */
export class InputScale {
  count = 0;
  readonly means: Float64Array;
  /** Sums of squared differences from the mean. */
  readonly squares: Float64Array;

  constructor(inputs: number) {
    this.means = new Float64Array(inputs);
    this.squares = new Float64Array(inputs);
  }

  /** Takes one more observation into account. */
  note(inputs: Float32Array | Float64Array): void {
    const { means, squares } = this;
    this.count++;
    for (let j = 0; j < means.length; j++) {
      const difference = inputs[j] - means[j];
      if (difference === 0) continue;
      means[j] += difference / this.count;
      squares[j] += difference * (inputs[j] - means[j]);
    }
  }

  /** Turns inputs into differences from their means, in standard deviations. Those that never changed are 0. */
  apply(inputs: Float32Array | Float64Array): void {
    const { means, squares, count } = this;
    const share = 1 / Math.max(1, count - 1);
    for (let j = 0; j < means.length; j++) {
      const difference = inputs[j] - means[j];
      const scaled = difference === 0 ? 0 : difference / Math.sqrt(squares[j] * share + epsilon);
      inputs[j] = Math.max(-most, Math.min(most, scaled));
    }
  }
}
