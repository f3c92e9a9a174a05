import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { runFolder } from '../../training/run-folder.ts';
import { average } from '../statistics/aggregates.ts';
import { bootstrap } from '../statistics/bootstrap.ts';

/** What a learning curve can run against: emulator frames, or seconds of processor time. */
export type CurveAxis = 'frames' | 'cpuSeconds';

/** A point of a learning curve: mean return about so many frames or seconds of training, and its 95 % interval. */
export interface CurvePoint {
  at: number;
  mean: number;
  low?: number;
  high?: number;
}

/** Windows that a curve is cut into, at most, and episodes that a window should hold. */
const mostWindows = 40;
const episodesInWindow = 4;
/** Plenty for a band in a picture. */
const resamples = 1000;

const place = { frames: z.number(), clock: z.object({ cpuSeconds: z.number().optional() }).optional() };

/** A line of a training episode, and one of an evaluation in between. */
const lineOfEpisode = z.object({ ...place, return: z.number() });
const lineOfEvaluation = z.object({
  ...place,
  evaluation: z.object({ mean: z.number(), returns: z.array(z.number()) }),
});

/** Returns at one time of a run: of an episode, or of all those of an evaluation. */
interface Sample {
  at: number;
  returns: readonly number[];
}

export interface LearningCurveOptions {
  against?: CurveAxis;
  /** Frames or seconds of processor time that it ends at; default: where the runs end. */
  until?: number;
  seed?: number;
}

/**
 * The learning curve of an agent from the metrics of its runs. With several runs the interval is over runs; with one, over
 * the episodes of each window.
 * @param paths run folders; those without metrics are left out
 */
export function learningCurve(
  paths: readonly string[],
  { against = 'frames', until = Number.POSITIVE_INFINITY, seed = 0 }: LearningCurveOptions = {},
): CurvePoint[] {
  const runs = samplesOf(paths, against, until, episodeIn);
  if (runs.length === 0) return [];
  // Beyond the shortest run there are fewer runs, and the curve would jump.
  const end = Math.min(...runs.map(samples => samples.at(-1)?.at ?? 0));
  const fewest = Math.min(...runs.map(({ length }) => length));
  const windows = Math.max(3, Math.min(mostWindows, Math.floor(fewest / episodesInWindow)));
  const width = end / windows;
  return Array.from({ length: windows }, (_, i) => i).flatMap(i => {
    const inside = runs
      .map(samples => samples.filter(({ at }) => at > i * width && at <= (i + 1) * width))
      .map(samples => samples.flatMap(({ returns }) => returns));
    return pointOf((i + 0.5) * width, inside, seed);
  });
}

/**
 * What evaluations during the training gave: a point for each that all runs have had. With several runs the interval is
 * over runs; with one, over the episodes of the evaluation.
 * @param paths run folders; those without evaluations are left out
 */
export function evaluationCurve(
  paths: readonly string[],
  { against = 'frames', until = Number.POSITIVE_INFINITY, seed = 0 }: LearningCurveOptions = {},
): CurvePoint[] {
  const runs = samplesOf(paths, against, until, evaluationIn);
  if (runs.length === 0) return [];
  const count = Math.min(...runs.map(({ length }) => length));
  return Array.from({ length: count }, (_, i) => runs.map(samples => samples[i])).flatMap(samples =>
    pointOf(
      average(samples.map(({ at }) => at)),
      samples.map(({ returns }) => [...returns]),
      seed,
    ),
  );
}

/** @param inside returns, run by run; no point where one of the runs has none */
function pointOf(at: number, inside: readonly number[][], seed: number): CurvePoint[] {
  if (inside.some(returns => returns.length === 0)) return [];
  const units = inside.length > 1 ? inside.map(average) : inside[0];
  const point = { at, mean: average(units) };
  if (units.length < 2) return [point];
  const [[low, high]] = bootstrap([[units]], ([drawn]) => [average(drawn)], { seed, resamples });
  return [{ ...point, low, high }];
}

/** What a line of metrics says, and undefined where it is of another kind. */
type Reading = (line: unknown) => { frames: number; cpuSeconds?: number; returns: readonly number[] } | undefined;

const episodeIn: Reading = line => {
  const { success, data } = lineOfEpisode.safeParse(line);
  return success ? { frames: data.frames, cpuSeconds: data.clock?.cpuSeconds, returns: [data.return] } : undefined;
};

const evaluationIn: Reading = line => {
  const { success, data } = lineOfEvaluation.safeParse(line);
  return success
    ? { frames: data.frames, cpuSeconds: data.clock?.cpuSeconds, returns: data.evaluation.returns }
    : undefined;
};

/** Runs that have any. */
function samplesOf(paths: readonly string[], against: CurveAxis, until: number, read: Reading): Sample[][] {
  return paths
    .map(path => samplesIn(path, against, read).filter(({ at }) => at <= until))
    .filter(samples => samples.length > 0);
}

function samplesIn(path: string, against: CurveAxis, read: Reading): Sample[] {
  let text: string;
  try {
    text = readFileSync(runFolder(path).metrics, 'utf8');
  } catch {
    // The folder was removed or is on another machine: the scores are in the store nevertheless.
    return [];
  }
  return text.split('\n').flatMap(line => {
    const found = read(parsed(line));
    const at = found?.[against];
    return found && at !== undefined ? [{ at, returns: found.returns }] : [];
  });
}

/** The last line of a run at work may be half a one. */
function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
