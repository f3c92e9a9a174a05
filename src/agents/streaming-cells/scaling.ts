const epsilon = 1e-8;

/** Rewards in standard deviations of the discounted sum of those before (Elsayed et al. 2024). */
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
