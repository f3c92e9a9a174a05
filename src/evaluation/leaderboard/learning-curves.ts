import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { runFolder } from '../../training/run-folder.ts';
import { average } from '../statistics/aggregates.ts';
import { bootstrap } from '../statistics/bootstrap.ts';

/** A point of a learning curve: mean return of training about so many frames, and its 95 % interval. */
export interface CurvePoint {
  frames: number;
  mean: number;
  low?: number;
  high?: number;
}

/** Windows that a curve is cut into, at most, and episodes that a window should hold. */
const mostWindows = 40;
const episodesInWindow = 4;
/** Plenty for a band in a picture. */
const resamples = 1000;

const lineOfMetrics = z.object({ frames: z.number(), return: z.number() });

/**
 * The learning curve of an agent from the metrics of its runs. With several runs the interval is over runs; with one, over
 * the episodes of each window.
 * @param paths run folders; those without metrics are left out
 */
export function learningCurve(paths: readonly string[], seed = 0): CurvePoint[] {
  const runs = paths.map(episodesOf).filter(episodes => episodes.length > 0);
  if (runs.length === 0) return [];
  // Beyond the shortest run there are fewer runs, and the curve would jump.
  const end = Math.min(...runs.map(episodes => episodes.at(-1)?.frames ?? 0));
  const fewest = Math.min(...runs.map(({ length }) => length));
  const windows = Math.max(3, Math.min(mostWindows, Math.floor(fewest / episodesInWindow)));
  const width = end / windows;
  return Array.from({ length: windows }, (_, i) => i).flatMap(i => {
    const inside = runs
      .map(episodes => episodes.filter(({ frames }) => frames > i * width && frames <= (i + 1) * width))
      .map(episodes => episodes.map(episode => episode.return))
      .filter(returns => returns.length > 0);
    if (inside.length < runs.length) return [];
    const units = runs.length > 1 ? inside.map(average) : inside[0];
    const point = { frames: (i + 0.5) * width, mean: average(units) };
    if (units.length < 2) return [point];
    const [[low, high]] = bootstrap([[units]], ([drawn]) => [average(drawn)], { seed, resamples });
    return [{ ...point, low, high }];
  });
}

function episodesOf(path: string): { frames: number; return: number }[] {
  let text: string;
  try {
    text = readFileSync(runFolder(path).metrics, 'utf8');
  } catch {
    // The folder was removed or is on another machine: the scores are in the store nevertheless.
    return [];
  }
  return text.split('\n').flatMap(line => {
    try {
      return [lineOfMetrics.parse(JSON.parse(line))];
    } catch {
      // The last line of a run at work may be half a one.
      return [];
    }
  });
}
