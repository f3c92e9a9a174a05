import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { prepareAgent } from '../agents/index.ts';
import type { ConsoleName } from '../ale/open.ts';
import { UserError } from '../errors.ts';
import { packageRoot } from '../package-root.ts';
import { Random } from '../random.ts';
import { makeWorld } from '../training/make-environment.ts';
import { type EpisodeScore, playEpisode } from './evaluate.ts';
import type { Player } from './player.ts';
import type { Answer, Order, WorkerData } from './worker.ts';

export interface CrewOptions {
  console: ConsoleName;
  /** Threads at most. With one, the episodes are played in the calling thread. */
  workers: number;
  /** Called with every episode as soon as it is finished; their order is no matter. */
  onEpisode: (score: EpisodeScore) => void;
  /** Called several times a second with the frames so far of some episode. */
  onFrames?: (frames: number) => void;
  /** Aborted: the episodes under way are given up. */
  signal?: AbortSignal;
}

/**
 * Plays an episode for every seed. An episode depends on its seed only, so the scores are the same however many threads
 * play them.
 * @throws UserError where the game or the agent cannot be set up
 */
export async function playSeeds(player: Player, seeds: readonly number[], options: CrewOptions): Promise<void> {
  const threads = Math.min(options.workers, seeds.length);
  if (threads === 0) return;
  if (threads === 1) return playHere(player, seeds, options);
  const path = join(packageRoot, 'dist/src/evaluation/worker.js');
  if (!existsSync(path)) throw new UserError(`threads run built code, and ${path} is missing: npm run build`);
  const waiting = [...seeds];
  const next = (): Order => ({ seed: waiting.shift() ?? null });
  const data: WorkerData = { player: player.data, console: options.console };
  const workers = Array.from({ length: threads }, () => new Worker(path, { workerData: data, execArgv: [] }));
  const endAll = (): void => void Promise.all(workers.map(worker => worker.terminate()));
  options.signal?.addEventListener('abort', endAll);
  try {
    await Promise.all(workers.map(worker => attend(worker, next, options)));
  } finally {
    options.signal?.removeEventListener('abort', endAll);
    await Promise.all(workers.map(worker => worker.terminate()));
  }
}

/** Gives a thread one seed after the other until it ends. */
function attend(worker: Worker, next: () => Order, options: CrewOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.on('message', (answer: Answer) => {
      // Nothing that was under way when the signal came counts, whichever thread it was in.
      if (options.signal?.aborted) return;
      if ('problem' in answer) {
        reject(answer.isUserError ? new UserError(answer.problem) : new Error(answer.problem));
      } else if ('score' in answer) {
        try {
          options.onEpisode(answer.score);
        } catch (error) {
          // Thrown here it would end the process: it belongs to whoever waits.
          return reject(error);
        }
        worker.postMessage(next());
      } else if ('frames' in answer) options.onFrames?.(answer.frames);
      // The thread itself may live on for what the agent's backend has started: it is ended from here.
      else resolve();
    });
    worker.once('error', reject);
    worker.once('exit', code => {
      if (options.signal?.aborted) resolve();
      else reject(new Error(`a playing thread ended with exit code ${code}`));
    });
    worker.postMessage(next());
  });
}

async function playHere(player: Player, seeds: readonly number[], options: CrewOptions): Promise<void> {
  const { onEpisode, onFrames, signal } = options;
  const environment = makeWorld(player.game, player.environment, options.console);
  const random = new Random();
  try {
    await prepareAgent(player.data.agent, player.data);
    const agent = player.create(environment, random);
    for (const seed of seeds) {
      const score = await playEpisode(agent, environment, random, { seed, onFrames, signal });
      if (!score) return;
      onEpisode(score);
    }
  } finally {
    environment.close();
  }
}
