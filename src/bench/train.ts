import { availableParallelism } from 'node:os';
import { hyperparametersOf } from '../agents/hyperparameters.ts';
import { agentAndPreset, prepareAgent } from '../agents/index.ts';
import type { BackendName } from '../nn/choice.ts';
import { endThreads } from '../nn/threads/overseen.ts';
import { configureRun } from '../training/configure.ts';
import { makeWorld } from '../training/make-environment.ts';
import { makeTrainer } from '../training/session.ts';

/** What `bench train` prints. */
export interface TrainBench {
  agent: string;
  game: string;
  /** Decisions of the agent that were timed: as many as asked for, or more where it learns after so many at once. */
  steps: number;
  stepsPerSecond: number;
  /** Emulator frames. */
  framesPerSecond: number;
}

export interface TrainBenchOptions {
  agent: string;
  preset?: string;
  game: string;
  steps: number;
  backend: BackendName | undefined;
  /** Threads that compute networks. Default: one for every core. */
  threads?: number;
  deterministic?: boolean;
  seed?: number;
}

/** Where an agent has these settings, it learns and plays from the start as it does for most of a long training. */
const settled = { replayStart: 200, epsilonSteps: 1 };

/** Steps before the clock starts, or more: learning has begun, and the compiler has seen everything. */
const warmUp = 600;

/**
 * Trains an agent as `train` does, but for metrics and checkpoints, and measures the speed of it all: the console's
 * frames, choosing actions, storing what happened, learning from it.
 * @throws UserError for an unknown game, agent or preset
 */
export async function benchTrain(options: TrainBenchOptions): Promise<TrainBench> {
  const { agent, preset, game, backend, threads = availableParallelism(), deterministic, seed = 0 } = options;
  const definition = agentAndPreset(agent, preset).agent;
  const known = definition.hyperparameters.shape;
  const settings = Object.fromEntries(Object.entries(settled).filter(([key]) => key in known));
  const limit = { frames: null, minutes: null };
  const config = configureRun(game, { agent, preset, settings, seed, backend, deterministic, limit });
  await prepareAgent(agent, { backend, deterministic, threads });
  const trainer = makeTrainer(config, { makeEnvironment: makeWorld, warn: () => {} });
  const cycle = definition.decisionsPerUpdate?.(hyperparametersOf(definition, config.hyperparameters)) ?? 1;
  const whole = (steps: number) => cycle * Math.ceil(steps / cycle);
  try {
    while (trainer.counters.steps < whole(warmUp)) trainer.step();
    const before = trainer.counters;
    const start = performance.now();
    while (trainer.counters.steps < before.steps + whole(options.steps)) trainer.step();
    const seconds = (performance.now() - start) / 1000;
    const steps = trainer.counters.steps - before.steps;
    const frames = trainer.counters.frames - before.frames;
    return {
      agent,
      game: config.game,
      steps,
      stepsPerSecond: Math.round((10 * steps) / seconds) / 10,
      framesPerSecond: Math.round((10 * frames) / seconds) / 10,
    };
  } finally {
    await endThreads();
  }
}
