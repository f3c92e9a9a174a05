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

const lineOfMetrics = z.object({
  frames: z.number(),
  return: z.number(),
  clock: z.object({ cpuSeconds: z.number().optional() }).optional(),
});

interface EpisodeOfRun {
  at: number;
  return: number;
}

/**
 * The learning curve of an agent from the metrics of its runs. With several runs the interval is over runs; with one, over
 * the episodes of each window.
 * @param paths run folders; those without metrics are left out
 */
export function learningCurve(
  paths: readonly string[],
  { against = 'frames', seed = 0 }: { against?: CurveAxis; seed?: number } = {},
): CurvePoint[] {
  const runs = paths.map(path => episodesOf(path, against)).filter(episodes => episodes.length > 0);
  if (runs.length === 0) return [];
  // Beyond the shortest run there are fewer runs, and the curve would jump.
  const end = Math.min(...runs.map(episodes => episodes.at(-1)?.at ?? 0));
  const fewest = Math.min(...runs.map(({ length }) => length));
  const windows = Math.max(3, Math.min(mostWindows, Math.floor(fewest / episodesInWindow)));
  const width = end / windows;
  return Array.from({ length: windows }, (_, i) => i).flatMap(i => {
    const inside = runs
      .map(episodes => episodes.filter(({ at }) => at > i * width && at <= (i + 1) * width))
      .map(episodes => episodes.map(episode => episode.return))
      .filter(returns => returns.length > 0);
    if (inside.length < runs.length) return [];
    const units = runs.length > 1 ? inside.map(average) : inside[0];
    const point = { at: (i + 0.5) * width, mean: average(units) };
    if (units.length < 2) return [point];
    const [[low, high]] = bootstrap([[units]], ([drawn]) => [average(drawn)], { seed, resamples });
    return [{ ...point, low, high }];
  });
}

function episodesOf(path: string, against: CurveAxis): EpisodeOfRun[] {
  let text: string;
  try {
    text = readFileSync(runFolder(path).metrics, 'utf8');
  } catch {
    // The folder was removed or is on another machine: the scores are in the store nevertheless.
    return [];
  }
  return text.split('\n').flatMap(line => {
    try {
      const { frames, clock, return: value } = lineOfMetrics.parse(JSON.parse(line));
      const at = against === 'frames' ? frames : clock?.cpuSeconds;
      return at === undefined ? [] : [{ at, return: value }];
    } catch {
      // The last line of a run at work may be half a one.
      return [];
    }
  });
}
