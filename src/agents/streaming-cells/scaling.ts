/** Running scales of what comes in: streaming learners have no batch to take them from (Elsayed et al. 2024). */

const epsilon = 1e-8;
/** Inputs count as no more than this many standard deviations: what was still for long and then moves would drown the rest. */
const most = 5;

/** Mean and variance of each input so far (Welford 1962). */
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
  note(inputs: Float32Array): void {
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
  apply(inputs: Float32Array): void {
    const { means, squares, count } = this;
    const share = 1 / Math.max(1, count - 1);
    for (let j = 0; j < means.length; j++) {
      const difference = inputs[j] - means[j];
      const scaled = difference === 0 ? 0 : difference / Math.sqrt(squares[j] * share + epsilon);
      inputs[j] = Math.max(-most, Math.min(most, scaled));
    }
  }
}

/** Rewards in standard deviations of the discounted sum of those before. */
export class RewardScale {
  private count = 0;
  private mean = 0;
  private squares = 0;
  private sum = 0;

  constructor(private readonly gamma: number) {}

  /** @param isEnd the sum starts over after this reward */
  scaled(reward: number, isEnd: boolean): number {
    this.sum = this.gamma * this.sum + reward;
    this.count++;
    const difference = this.sum - this.mean;
    this.mean += difference / this.count;
    this.squares += difference * (this.sum - this.mean);
    if (isEnd) this.sum = 0;
    const variance = this.count > 1 ? this.squares / (this.count - 1) : 1;
    return reward / Math.sqrt(variance + epsilon);
  }

  save(): number[] {
    return [this.count, this.mean, this.squares, this.sum];
  }

  load([count, mean, squares, sum]: readonly number[]): void {
    Object.assign(this, { count, mean, squares, sum });
  }
}
