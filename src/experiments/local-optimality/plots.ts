import { linesPlot } from '../../plots/lines.ts';
import { type RowMark, rowsPlot } from '../../plots/rows.ts';
import { axisAround, shortLabel } from '../../plots/scale.ts';
import { seriesColour, type Theme } from '../../plots/svg.ts';
import { arms } from './arms.ts';
import type { Outcome } from './study.ts';
import { type TaskName, tasks } from './tasks.ts';

/** Every arm on a line: interquartile mean with its interval, and a ring for each seed. */
export function outcomesPlot(task: TaskName, outcomes: readonly Outcome[], theme: Theme): string {
  const all = outcomes.flatMap(({ returns, interval }) => [...returns, ...interval]);
  return rowsPlot({
    title: `${task}: greedy return after ${tasks[task].steps.toLocaleString('en-US')} steps`,
    subtitle: `dot and bar: interquartile mean and its 95 % bootstrap interval; rings: ${outcomes[0].returns.length} seeds`,
    rows: outcomes.map(({ arm, iqm, interval: [low, high], returns }, i) => ({
      label: arms[arm].label,
      marks: [
        ...returns.map((value): RowMark => ({ value, colour: seriesColour(i), hollow: true })),
        { value: iqm, low, high, colour: seriesColour(i) },
      ],
    })),
    axis: axisAround([...all, tasks[task].best], 'linear', 'mean return of greedy play', shortLabel),
    as: 'dots',
    marks: [{ value: tasks[task].best, label: 'best possible' }],
    theme,
  });
}

/** How the arms came there. */
export function curvesPlot(task: TaskName, outcomes: readonly Outcome[], theme: Theme): string {
  const { steps } = tasks[task];
  const series = outcomes.map(({ arm, curve }) => ({
    label: arms[arm].label,
    points: curve.map(({ iqm, interval: [low, high] }, i) => ({
      x: (steps * (i + 1)) / curve.length,
      y: iqm,
      low,
      high,
    })),
  }));
  const ys = series.flatMap(({ points }) => points.flatMap(({ low, high }) => [low, high]));
  return linesPlot({
    title: `${task}: greedy return while learning`,
    subtitle: 'interquartile mean over seeds; bands: 95 % bootstrap intervals',
    x: { label: 'steps', kind: 'linear', from: 0, to: steps, format: shortLabel },
    y: axisAround([...ys, tasks[task].best], 'linear', 'mean return of greedy play', shortLabel),
    series,
    mark: tasks[task].best,
    theme,
  });
}
