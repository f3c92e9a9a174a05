import { makeVec } from '../env/vector/index.ts';
import { Random } from '../random.ts';

/** What `bench vector` prints. */
export interface VectorBench {
  game: string;
  envs: number;
  threads: number;
  /** Steps of single environments per second of wall-clock time: one step of 32 environments counts 32. */
  stepsPerSecond: number;
  /** Emulator frames per second of wall-clock time. */
  framesPerSecond: number;
  /** Steps per second of processor time, all threads of this process together. */
  cpuStepsPerSecond: number;
}

export interface VectorBenchOptions {
  environments: number;
  threads: number;
  /** Steps of the whole vector. */
  steps: number;
  seed?: number;
}

/** The defaults of ale-py's AtariVectorEnv. */
const options = {
  pipeline: 'dqn',
  frameSkip: 4,
  repeatActionProbability: 0,
  noopMax: 30,
  fireReset: true,
  rewardClipping: true,
  autoreset: 'nextStep',
} as const;

/** Steps before the clock starts, so that the compiler has seen everything. */
const warmUp = 50;

/**
 * Steps a vector of environments with random actions, and measures the speed. Resets are included.
 * @throws UserError for an unknown game
 */
export async function benchVector(
  game: string,
  { environments, threads, steps, seed = 0 }: VectorBenchOptions,
): Promise<VectorBench> {
  const vector = makeVec(game, { ...options, environments, threads, seed });
  const random = new Random(seed);
  const actions = new Int32Array(environments);
  const play = (count: number) => {
    for (let step = 0; step < count; step++) {
      for (let i = 0; i < environments; i++) actions[i] = random.integer(vector.actionSpaces[i].n);
      vector.step(actions);
    }
  };
  vector.reset({ seed });
  play(warmUp);
  const cpuBefore = process.cpuUsage();
  const before = process.hrtime.bigint();
  play(steps);
  const seconds = Number(process.hrtime.bigint() - before) / 1e9;
  const { user, system } = process.cpuUsage(cpuBefore);
  await vector.close();
  const played = steps * environments;
  return {
    game: vector.games[0],
    envs: environments,
    threads: vector.threads,
    stepsPerSecond: Math.round(played / seconds),
    framesPerSecond: Math.round((played * options.frameSkip) / seconds),
    cpuStepsPerSecond: Math.round(played / ((user + system) / 1e6)),
  };
}
