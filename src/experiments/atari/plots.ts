import type { CurveAxis, CurvePoint } from '../../evaluation/leaderboard/learning-curves.ts';
import { linesPlot } from '../../plots/lines.ts';
import { rowsPlot } from '../../plots/rows.ts';
import { axisAround, shortLabel } from '../../plots/scale.ts';
import { seriesColour, type Theme } from '../../plots/svg.ts';
import { type Arm, type Budget, budgetName, isSameBudget } from './plan.ts';

/** The score of an arm at a budget. */
export interface Bar {
  arm: string;
  budget: Budget;
  mean: number;
  interval?: readonly [number, number];
}

/** Bars of all arms in one game, one for each budget. */
export function scorePlot(
  game: string,
  arms: readonly Arm[],
  budgets: readonly Budget[],
  bars: readonly Bar[],
  theme: Theme,
): string {
  return rowsPlot({
    title: `${game}: mean score of the evaluation`,
    subtitle: 'whiskers: 95 % intervals',
    axis: axisAround(
      [0, ...bars.flatMap(({ mean, interval }) => [mean, ...(interval ?? [])])],
      'linear',
      'score',
      shortLabel,
    ),
    as: 'bars',
    legend: budgets.map((budget, i) => ({ label: `after ${budgetName(budget)}`, colour: seriesColour(i) })),
    rows: arms.map(({ label }) => ({
      label,
      marks: budgets.flatMap((budget, i) =>
        bars
          .filter(bar => bar.arm === label && isSameBudget(bar.budget, budget))
          .map(({ mean, interval }) => ({
            value: mean,
            low: interval?.[0],
            high: interval?.[1],
            colour: seriesColour(i),
          })),
      ),
    })),
    theme,
  });
}

/** Returns of training episodes as training went on. */
export function learningPlot(
  game: string,
  against: CurveAxis,
  curves: readonly { arm: string; points: readonly CurvePoint[] }[],
  chance: number | undefined,
  theme: Theme,
): string {
  const series = curves.map(({ arm, points }) => ({
    label: arm,
    points: points.map(({ at, mean, low, high }) => ({ x: against === 'frames' ? at : at / 60, y: mean, low, high })),
  }));
  const points = series.flatMap(curve => curve.points);
  const values = points.flatMap(({ y, low, high }) => [y, low ?? y, high ?? y]);
  const label = against === 'frames' ? 'emulator frames of training' : 'minutes of processor time of training';
  const xs = points.map(({ x }) => x);
  return linesPlot({
    title: `${game}: returns of training episodes`,
    subtitle: `bands: 95 % intervals, over runs or over the episodes of one run${chance === undefined ? '' : '; dashed: random play'}`,
    // Frames differ by factors between agents, processor time does not.
    x:
      against === 'frames'
        ? { label, kind: 'log', from: Math.min(...xs), to: Math.max(...xs), format: shortLabel }
        : { label, kind: 'linear', from: 0, to: Math.max(...xs), format: shortLabel },
    y: axisAround([...values, ...(chance === undefined ? [] : [chance])], 'linear', 'return of an episode', shortLabel),
    series,
    mark: chance,
    theme,
  });
}
