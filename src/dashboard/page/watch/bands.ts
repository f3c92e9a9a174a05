/** Runs that differ in nothing but their seed, drawn as one: their mean, and the range from the lowest to the highest. */
import type { Curve, RunSummary } from '../../api.ts';

/** Points of a band. */
const gridPoints = 300;

/** The same for runs that differ only in seed and length. */
export function groupOf({ config }: RunSummary): string {
  const { game, agent, hyperparameters, environment } = config;
  return JSON.stringify([game, agent, sorted(hyperparameters), sorted(environment)]);
}

export interface Band {
  x: number[];
  mean: number[];
  low: number[];
  high: number[];
}

/** Of a curve, or of its evaluations, what a band is made of. */
export type Bandable = Pick<Curve, 'frames' | 'seconds' | 'means'>;

/**
 * Mean and range of several curves, over the stretch that all of them cover; curves are straight between points.
 * @param xOf what lies across: frames or seconds
 * @param isSparse few points, all of which are to be seen: the band has those of the first curve
 */
export function bandOf(
  curves: readonly Bandable[],
  xOf: (curve: Bandable) => readonly number[],
  isSparse = false,
): Band {
  const band: Band = { x: [], mean: [], low: [], high: [] };
  if (curves.length === 0 || curves.some(({ means }) => means.length === 0)) return band;
  const start = Math.max(...curves.map(curve => xOf(curve)[0]));
  const end = Math.min(...curves.map(curve => xOf(curve).at(-1)!));
  const grid = isSparse
    ? xOf(curves[0]).map(x => Math.min(end, Math.max(start, x)))
    : Array.from({ length: gridPoints }, (_, i) => start + ((end - start) * i) / (gridPoints - 1));
  for (const x of end >= start ? new Set(grid) : []) {
    const values = curves.map(curve => valueAt(xOf(curve), curve.means, x));
    band.x.push(x);
    band.mean.push(values.reduce((sum, value) => sum + value, 0) / values.length);
    band.low.push(Math.min(...values));
    band.high.push(Math.max(...values));
  }
  return band;
}

/** The value of a curve at x, which lies between its first and its last point. */
export function valueAt(xs: readonly number[], ys: readonly number[], x: number): number {
  let low = 0;
  let high = xs.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (xs[middle] <= x) low = middle;
    else high = middle;
  }
  const width = xs[high] - xs[low];
  return width === 0 ? ys[high] : ys[low] + ((ys[high] - ys[low]) * (x - xs[low])) / width;
}

function sorted(values: Record<string, unknown>): [string, unknown][] {
  return Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
}
