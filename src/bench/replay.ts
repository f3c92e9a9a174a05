import { Replay } from '../agents/dqn/replay.ts';
import { UserError } from '../errors.ts';
import { Random } from '../random.ts';

/** What `bench replay` prints. */
export interface ReplayBench {
  /** Observations that there is room for, all of which are stored. */
  capacity: number;
  prioritized: boolean;
  /** By how much the process's memory grew. */
  bytes: number;
  /** Median of drawing 32 transitions of three steps. */
  sampleMilliseconds: number;
}

const [stack, size, steps, batch] = [4, 84, 3, 32] as const;
/** Decisions of an episode. */
const episodeLength = 1000;

/**
 * Fills the replay of DQN with observations of 4 x 84 x 84 and draws from it.
 * @param capacity observations; a million take 7.1 GB
 * @param draws how often 32 transitions are drawn
 * @throws UserError where the replay has no room for a transition
 */
export function benchReplay(capacity: number, draws: number, prioritized: boolean): ReplayBench {
  if (capacity <= stack + steps) throw new UserError(`a replay of ${capacity} has no room for a transition`);
  const random = new Random(0);
  // Nowhere 0: memory that was only asked for does not count as taken.
  const observation = Uint8Array.from({ length: stack * size * size }, () => 1 + random.integer(255));
  const before = process.memoryUsage().rss;
  const replay = new Replay({
    ...{ capacity, pictureBytes: size * size, stack, steps, gamma: 0.99 },
    priorityExponent: prioritized ? 0.5 : undefined,
  });
  // Once around and a little more: full, and with the seam in the middle of an episode.
  for (let stored = 0; stored < capacity + episodeLength; stored++) {
    const isLast = stored % episodeLength === episodeLength - 1;
    if (!replay.recording) replay.begin(observation);
    else replay.add(random.integer(6), 0, observation, isLast, isLast);
  }
  const bytes = process.memoryUsage().rss - before;
  const times = Array.from({ length: draws }, () => {
    const start = performance.now();
    const { slots } = replay.sample(batch, random);
    const time = performance.now() - start;
    replay.setPriorities(
      slots,
      Float32Array.from(slots, () => random.uniform()),
    );
    return time;
  }).sort((a, b) => a - b);
  const sampleMilliseconds = Math.round(1000 * times[draws >> 1]) / 1000;
  return { capacity, prioritized, bytes, sampleMilliseconds };
}
