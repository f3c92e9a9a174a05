import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { protocolNamed } from '../../src/evaluation/protocols.ts';
import { ScoreStore } from '../../src/evaluation/store/store.ts';
import { environmentConfig } from '../../src/training/config.ts';
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

/** An evaluation after so many thousand frames, of two episodes that returned `mean` - 1 and `mean` + 1. */
export function evaluationLine(thousands: number, mean: number): string {
  const counts = { frames: 1000 * thousands, steps: 250 * thousands, episodes: thousands };
  const clock = { seconds: thousands / 2, cpuSeconds: thousands };
  return `${JSON.stringify({ ...counts, evaluation: { mean, best: mean, returns: [mean - 1, mean + 1] }, clock })}\n`;
}

/** A store with two episodes of random Pong: -21 and -19. */
export function writeScores(path: string): void {
  const store = new ScoreStore(path);
  const evaluation = store.begin({
    agent: 'random',
    game: 'pong',
    protocol: protocolNamed('ale-v5'),
    romMd5: '60e0ea3cbe0913d39803477945e9e5ec',
    emulator: 'test',
    console: 'openbrain',
    hyperparameters: {},
    environment: environmentConfig.parse({ pipeline: 'ram', frameSkip: 4 }),
    deviations: [],
  });
  const episode = { frames: 4000, steps: 1000, truncated: false };
  store.add(evaluation, { ...episode, seed: 1, return: -21 });
  store.add(evaluation, { ...episode, seed: 2, return: -19 });
  store.close();
}

/** A report with a picture of one pixel beside it, and a script that must stay text. */
export function writeReport(path: string): void {
  const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
  writeFileSync(join(dirname(path), 'pixel.png'), Buffer.from(pixel, 'base64'));
  writeFileSync(path, '# What we found\n\n<script>document.title = "run"</script>\n\n![a pixel](pixel.png)\n');
}
