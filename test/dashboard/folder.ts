import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runFolder } from '../../src/training/run-folder.ts';

/** Puts down the folder of a run as training would: a configuration, and so many finished episodes. */
export function writeRun(runs: string, id: string, episodes: number, seed = 0): string {
  const folder = runFolder(join(runs, id));
  mkdirSync(folder.checkpoints, { recursive: true });
  const config = {
    format: 1,
    openbrain: '0.1.0',
    game: 'orchard',
    agent: 'random',
    hyperparameters: {},
    seed,
    environment: { pipeline: 'ram', frameSkip: 4 },
    limit: { frames: 100_000, minutes: null },
  };
  writeFileSync(folder.config, JSON.stringify(config));
  writeFileSync(folder.metrics, '');
  for (let i = 1; i <= episodes; i++) appendFileSync(folder.metrics, episodeLine(i));
  return folder.path;
}

/** The i-th episode, counted from 1: it returned i, took 1000 frames and half a second. */
export function episodeLine(i: number): string {
  const clock = { seconds: i / 2, framesPerSecond: 2000, stepsPerSecond: 500 };
  const counts = { frames: 1000 * i, steps: 250 * i, episodes: i };
  const episode = { ...counts, return: i, episodeFrames: 1000, episodeSteps: 250, truncated: false };
  return `${JSON.stringify({ ...episode, agent: { error: 1 / i }, clock })}\n`;
}
