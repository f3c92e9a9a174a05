import { parentPort, workerData } from 'node:worker_threads';
import { prepareAgent } from '../agents/index.ts';
import type { ConsoleName } from '../ale/open.ts';
import { UserError } from '../errors.ts';
import { Random } from '../random.ts';
import { makeWorld } from '../training/make-environment.ts';
import { type EpisodeScore, playEpisode } from './evaluate.ts';
import { createAgent, type PlayerData } from './player.ts';

/** A thread that plays the episodes it is told to, one after the other. It runs from dist only. */

/** What the thread is handed. */
export interface WorkerData {
  player: PlayerData;
  console: ConsoleName;
}

/** To the thread: play the episode of this seed; null: there are no more. */
export type Order = { seed: number | null };

/** From the thread: an episode is finished, one has come so far, it cannot go on, or it has nothing left to do. */
export type Answer =
  | { score: EpisodeScore }
  | { frames: number }
  | { problem: string; isUserError: boolean }
  | { done: true };

const port = parentPort;
if (!port) throw new Error('src/evaluation/worker runs as a thread only');
const answer = (message: Answer): void => port.postMessage(message);

try {
  const { player, console } = workerData as WorkerData;
  const environment = makeWorld(player.game, player.environment, console);
  const random = new Random();
  await prepareAgent(player.agent, player);
  const agent = createAgent(player, environment, random);
  port.on('message', async ({ seed }: Order) => {
    if (seed === null) {
      environment.close();
      return answer({ done: true });
    }
    const score = await playEpisode(agent, environment, random, { seed, onFrames: frames => answer({ frames }) });
    if (score) answer({ score });
  });
} catch (error) {
  const problem = error instanceof Error ? error.message : String(error);
  answer({ problem, isUserError: error instanceof UserError });
}
