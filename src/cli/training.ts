import { makeWorld } from '../training/make-environment.ts';
import type { Progress, Reporter, SessionResult, World } from '../training/session.ts';
import { count, duration, print, score } from './format.ts';
import { interruptible } from './interrupt.ts';
import { type ProgressDisplay, progressDisplay } from './progress.ts';

export interface AttendOptions {
  /** Threads that compute networks; default: one for every core. */
  threads?: number;
  /** How it ended is printed as JSON. */
  json?: boolean;
}

/** Runs a training session with progress and Ctrl-C, and says how it ended. */
export async function attend(
  session: (world: World) => Promise<SessionResult>,
  { threads, json }: AttendOptions,
): Promise<void> {
  const display = progressDisplay();
  const { signal, dispose } = interruptible('stopping: finishing the step and writing a checkpoint');
  const makeEnvironment: World['makeEnvironment'] = (game, environment) => makeWorld(game, environment);
  try {
    const result = await session({ makeEnvironment, reporter: reporter(display), signal, threads });
    display.stop();
    if (json) print(JSON.stringify({ ...result, folder: result.folder.path }));
    else summarise(result);
  } finally {
    display.stop();
    dispose();
  }
}

function reporter(display: ProgressDisplay): Reporter {
  return {
    progress: progress => display.update(progress.done, describe(progress)),
    warn: message => display.say(`openbrain: ${message}`),
  };
}

/** Both rates, since "steps" and "frames" are so easily taken for each other. */
function describe(progress: Progress): string {
  const { evaluating, frames, limit, framesPerSecond, stepsPerSecond, secondsLeft, meanReturn, recentEpisodes } =
    progress;
  const parts = [
    evaluating ? `evaluating: ${evaluating.finished} of ${evaluating.episodes} episodes` : '',
    `${count(frames)}${limit.frames ? ` of ${count(limit.frames)}` : ''} frames`,
    `${count(stepsPerSecond)} steps/s`,
    `${count(framesPerSecond)} frames/s`,
    secondsLeft === undefined ? '' : `${duration(secondsLeft)} left`,
    meanReturn === undefined ? '' : `mean return ${score(meanReturn)} (last ${recentEpisodes} episodes)`,
  ];
  return parts.filter(part => part !== '').join(', ');
}

function summarise(result: SessionResult): void {
  const {
    frames,
    steps,
    episodes,
    seconds,
    meanReturn,
    recentEpisodes,
    folder,
    stoppedBy,
    checkpoint,
    bestEvaluation,
  } = result;
  print(`${count(frames)} frames, ${count(steps)} steps, ${count(episodes)} episodes in ${duration(seconds)}`);
  if (meanReturn !== undefined) print(`mean return of the last ${recentEpisodes} episodes: ${score(meanReturn)}`);
  if (bestEvaluation !== undefined)
    print(`best evaluation during the training: ${score(bestEvaluation)} (--checkpoint best)`);
  print(`run folder: ${folder.path}`);
  print(`checkpoint: ${checkpoint}`);
  if (stoppedBy === 'interrupt') print(`stopped before the end; to go on: openbrain resume ${folder.path}`);
}
