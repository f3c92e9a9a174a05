/** What was played between two times of learning, step by step and environment by environment: [steps x environments]. */
export interface Played {
  readonly steps: number;
  readonly environments: number;
  readonly rewards: Float32Array;
  /** Largest value, max Q(s, .), of the state in which each step was taken. */
  readonly values: Float32Array;
  /** 1 where the episode, or a life, ended with the step. */
  readonly ends: Uint8Array;
  /** Where it ended: what was still to be expected; 0 but for episodes that were cut. */
  readonly endValues: Float32Array;
}

/**
 * Q(lambda) returns: one step's target looks at the value of the state that followed, and at what was really got from
 * there on (Gallici et al. 2024, algorithm 1).
 *
 *     G(t) = r(t) + gamma [ (1 - lambda) max Q(s(t+1), .) + lambda G(t+1) ]
 *
 * @param lastValues max Q(s, .) of the states after the last steps, one for each environment
 * @param targets is written: [steps x environments]
 */
export function lambdaReturns(
  { steps, environments, rewards, values, ends, endValues }: Played,
  lastValues: ArrayLike<number>,
  { gamma, lambda }: { gamma: number; lambda: number },
  targets: Float32Array,
): void {
  for (let environment = 0; environment < environments; environment++) {
    let nextValue = lastValues[environment];
    let nextTarget = nextValue;
    for (let step = steps - 1; step >= 0; step--) {
      const i = step * environments + environment;
      const expected = ends[i] ? endValues[i] : (1 - lambda) * nextValue + lambda * nextTarget;
      targets[i] = rewards[i] + gamma * expected;
      nextValue = values[i];
      nextTarget = targets[i];
    }
  }
}
