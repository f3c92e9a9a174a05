import { parentPort } from 'node:worker_threads';
import { type Job, learn } from './job.ts';

/** A thread that does the jobs it is told, some together, one batch after the other. It runs from dist only. */
const port = parentPort;
if (!port) throw new Error('src/experiments/local-optimality/worker runs as a thread only');
port.on('message', async (jobs: Job[]) => port.postMessage(await learn(jobs)));
