import { availableParallelism } from 'node:os';
import { hyperparameters } from '../agents/dqn/hyperparameters.ts';
import { DqnLearner } from '../agents/dqn/learner.ts';
import type { Batch } from '../agents/dqn/replay.ts';
import { startBackend } from '../nn/backend.ts';
import type { BackendName } from '../nn/choice.ts';
import { Random } from '../random.ts';

export interface TrainStepResult {
  backend: string;
  batch: number;
  threads: number;
  /** Median time of an update: both forward passes, loss, backward pass, Adam. */
  millisecondsPerStep: number;
  /** Median times of a forward pass from bytes to values, by batch size. */
  forwardMilliseconds: Record<string, number>;
}

const actions = 6;
const stack = 4;
const pictureBytes = 84 * 84;

/**
 * Times DQN's update with the network of Mnih et al. (2015) on pictures of 84 x 84 and six actions.
 * @param options.threads that compute; TensorFlow must have been told before (`chooseBackend`)
 * @param options.deterministic without fused multiply-add
 */
export async function benchTrainStep({
  backend,
  threads = backend === 'wasm' ? 1 : availableParallelism(),
  batch,
  rounds,
  deterministic = false,
}: {
  backend: BackendName;
  batch: number;
  rounds: number;
  deterministic?: boolean;
  threads?: number;
}): Promise<TrainStepResult> {
  await startBackend({ backend, deterministic, threads });
  const random = new Random(0);
  const learner = new DqnLearner({
    observation: [stack, 84, 84],
    actions,
    hyperparameters: hyperparameters.parse({}),
    random,
  });
  const transitions = randomBatch(batch, random);
  const steps = timesOf(rounds, () => learner.update(transitions));
  const forward = [1, 8, 64].map(size => {
    const observations = randomBytes(size * stack * pictureBytes, random);
    return [size, round(median(timesOf(rounds, () => learner.values(observations, size))))];
  });
  return {
    backend,
    batch,
    threads,
    millisecondsPerStep: round(median(steps)),
    forwardMilliseconds: Object.fromEntries(forward),
  };
}

function randomBatch(size: number, random: Random): Batch {
  return {
    size,
    observations: randomBytes(size * stack * pictureBytes, random),
    nextObservations: randomBytes(size * stack * pictureBytes, random),
    actions: Int32Array.from({ length: size }, () => random.integer(actions)),
    rewards: Float32Array.from({ length: size }, () => random.integer(3) - 1),
    discounts: new Float32Array(size).fill(0.99),
    weights: new Float32Array(size).fill(1),
    slots: new Int32Array(size),
  };
}

function randomBytes(count: number, random: Random): Uint8Array {
  return Uint8Array.from({ length: count }, () => random.integer(256));
}

/** Runs before the clock starts: what compiles itself while it runs (V8) is slower for the first twenty or so. */
const warmUp = 30;

/** Milliseconds of each run after the warm-up. */
function timesOf(rounds: number, work: () => void): number[] {
  for (let i = 0; i < warmUp; i++) work();
  return Array.from({ length: rounds }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * 100) / 100;
}
