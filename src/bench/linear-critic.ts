import { hyperparametersOf } from '../agents/hyperparameters.ts';
import { linearCritic } from '../agents/linear-critic/index.ts';
import { make } from '../env/make.ts';
import { Random } from '../random.ts';
import { Trainer } from '../training/trainer.ts';

/** What `bench linear-critic` prints. */
export interface LinearCriticBench {
  game: string;
  /** Emulator frames played while the clock ran. */
  frames: number;
  /** Emulator frames per second of wall-clock time. */
  framesPerSecond: number;
  /** Emulator frames per second of processor time of this process. */
  cpuFramesPerSecond: number;
  /** Decisions, each with an update, per second of processor time. */
  cpuDecisionsPerSecond: number;
  /** What the agent says of itself at the end. */
  metrics: Record<string, number>;
}

/**
 * Trains the linear critic on a game and measures the speed, emulator included, as `openbrain train` would play it.
 * @param warmUp frames played before the clock starts: most features are then known, and the compiler has seen everything
 * @param settings of the agent, as `--set` gives them
 * @throws UserError for an unknown game
 */
export async function benchLinearCritic(
  game: string,
  frames: number,
  {
    seed = 0,
    warmUp = 50_000,
    settings = {},
  }: { seed?: number; warmUp?: number; settings?: Record<string, unknown> } = {},
): Promise<LinearCriticBench> {
  await linearCritic.prepare?.();
  const environment = make(game, linearCritic.environment);
  const random = new Random(seed);
  const agent = linearCritic.create({
    observationSpace: environment.observationSpace,
    actions: environment.actionSpace.n,
    hyperparameters: hyperparametersOf(linearCritic, settings) as never,
    random,
    memory: environment.memory,
  });
  const trainer = new Trainer(agent, [environment], random, seed);
  while (trainer.counters.frames < warmUp) trainer.step();
  const begin = trainer.counters;
  const cpuBefore = process.cpuUsage();
  const before = performance.now();
  while (trainer.counters.frames < begin.frames + frames) trainer.step();
  const seconds = (performance.now() - before) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  const cpuSeconds = (user + system) / 1e6;
  const played = trainer.counters.frames - begin.frames;
  const name = environment.game.name;
  environment.close();
  return {
    game: name,
    frames: played,
    framesPerSecond: Math.round(played / seconds),
    cpuFramesPerSecond: Math.round(played / cpuSeconds),
    cpuDecisionsPerSecond: Math.round((trainer.counters.steps - begin.steps) / cpuSeconds),
    metrics: agent.metrics(),
  };
}
