import type { ReferenceVectorOptions } from '../../src/ale/reference/index.ts';
import type { VectorOptions } from '../../src/env/vector/index.ts';

/** Options that mean the same to AtariVectorEnv and to us. Its defaults are those of Mnih et al. (2015). */
export function bothOptions(
  changes: ReferenceVectorOptions,
): [reference: ReferenceVectorOptions, ours: Omit<VectorOptions, 'environments'>] {
  const reference = {
    max_num_frames_per_episode: 108_000,
    repeat_action_probability: 0,
    full_action_space: false,
    autoreset_mode: 'NextStep' as const,
    noop_max: 30,
    episodic_life: false,
    reward_clipping: true,
    use_fire_reset: true,
    frameskip: 4,
    ...changes,
  };
  const ours = {
    pipeline: 'dqn' as const,
    maxFramesPerEpisode: reference.max_num_frames_per_episode,
    repeatActionProbability: reference.repeat_action_probability,
    fullActionSpace: reference.full_action_space,
    autoreset: reference.autoreset_mode === 'SameStep' ? ('sameStep' as const) : ('nextStep' as const),
    noopMax: reference.noop_max,
    terminalOnLifeLoss: reference.episodic_life,
    rewardClipping: reference.reward_clipping,
    fireReset: reference.use_fire_reset,
    frameSkip: reference.frameskip,
  };
  return [reference, ours];
}

/** "12 of 28224 bytes differ, by 3 at most, first at 17"; undefined where two arrays are equal. */
export function differenceOf(ours: ArrayLike<number>, theirs: ArrayLike<number>): string | undefined {
  if (ours.length !== theirs.length) return `${ours.length} numbers rather than ${theirs.length}`;
  let count = 0;
  let largest = 0;
  let first = -1;
  for (let i = 0; i < ours.length; i++) {
    if (ours[i] === theirs[i]) continue;
    if (first < 0) first = i;
    count++;
    largest = Math.max(largest, Math.abs(ours[i] - theirs[i]));
  }
  return count === 0 ? undefined : `${count} of ${ours.length} differ, by ${largest} at most, first at ${first}`;
}
