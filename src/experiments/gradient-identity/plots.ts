import { linesPlot, type Series } from '../../plots/lines.ts';
import { pointsPlot } from '../../plots/points.ts';
import { rowsPlot } from '../../plots/rows.ts';
import { type Axis, shortLabel } from '../../plots/scale.ts';
import { seriesColour, type Theme } from '../../plots/svg.ts';
import { type Critic, critics, type Measurement, type Setting } from './measure.ts';
import { type Estimated, layerNames, type Sweep, sweepNames } from './study.ts';

interface Curve {
  critic: Critic;
  points: readonly (Estimated & { x: number })[];
}

/** Cosines of every critic at one setting, a bar for each layer. */
export function basePlot(
  rows: readonly { critic: Critic; layers: readonly Estimated[] }[],
  conditions: string,
  theme: Theme,
): string {
  const ends = rows.flatMap(({ layers }) => layers.flatMap(({ mean, interval }) => [mean, ...(interval ?? [])]));
  return rowsPlot({
    title: 'Cosine with the exact gradient',
    subtitle: `${conditions}; whiskers: 95 % intervals of the mean over seeds`,
    axis: cosineAxis('cosine', ends),
    as: 'bars',
    legend: layerNames.map((label, i) => ({ label, colour: seriesColour(i) })),
    rows: rows.map(({ critic, layers }) => ({
      label: critics[critic],
      marks: layers.map(({ mean, interval }, i) => ({
        ...{ value: mean, low: interval?.[0], high: interval?.[1] },
        colour: seriesColour(i),
      })),
    })),
    theme,
  });
}

/** Cosines of one layer against what is varied. */
export function sweepPlot(sweep: Sweep, layer: number, curves: readonly Curve[], base: Setting, theme: Theme): string {
  const drawn: Series[] = curves.map(({ critic, points }) => ({
    label: critics[critic],
    points: points.map(({ x, mean, interval }) => ({ x, y: mean, low: interval?.[0], high: interval?.[1] })),
  }));
  const main = curves.findIndex(({ critic }) => critic === 'compatible');
  const predicted: Series = {
    label: `${critics.compatible}: predicted`,
    points: curves[main].points.map(({ x, predicted }) => ({ x, y: predicted ?? Number.NaN })),
    dashedAs: main,
  };
  const xs = curves[0].points.map(({ x }) => x);
  const held = (['width', 'sigma', 'samples'] as const).filter(name => name !== sweep);
  const words = { width: `width ${base.width}`, sigma: `σ ${base.sigma}`, samples: `T ${shortLabel(base.samples)}` };
  return linesPlot({
    title: `Cosine with the exact gradient: ${layerNames[layer]}`,
    subtitle: `${held.map(name => words[name]).join(', ')}; bands: 95 % intervals of the mean over seeds`,
    x: {
      label: sweepNames[sweep],
      kind: 'log',
      from: Math.min(...xs),
      to: Math.max(...xs),
      at: xs,
      format: shortLabel,
    },
    y: cosineAxis(
      'cosine',
      [...drawn, predicted].flatMap(({ points }) => points.flatMap(({ y, low }) => [y, low ?? y])),
    ),
    series: [...drawn, predicted],
    mark: 0,
    theme,
  });
}

/** Every measurement against what variance alone would make of it: bias is what lies below the diagonal. */
export function predictionPlot(measurements: readonly Measurement[], theme: Theme): string {
  const series = (Object.keys(critics) as Critic[]).filter(critic =>
    measurements.some(row => row.critic === critic && row.predicted !== null),
  );
  const rows = measurements.filter(({ critic, predicted }) => series.includes(critic) && predicted !== null);
  const points = rows.map(row => ({
    label: '',
    x: row.predicted ?? 0,
    y: row.cosine,
    series: series.indexOf(row.critic),
  }));
  const x = cosineAxis(
    'predicted cosine (1 + R)^(−1/2)',
    points.map(point => point.x),
  );
  return pointsPlot({
    title: 'Measured against predicted',
    subtitle: 'one dot for each seed, layer and setting; dashed: measured = predicted',
    x,
    y: cosineAxis(
      'measured cosine',
      points.map(point => point.y),
    ),
    points,
    series: series.map(critic => critics[critic]),
    joined: false,
    diagonal: true,
    theme,
  });
}

function cosineAxis(label: string, values: readonly number[]): Axis {
  const low = Math.min(0, ...values.filter(Number.isFinite));
  return { label, kind: 'linear', from: low < 0 ? Math.max(-1, low - 0.05) : 0, to: 1, format: shortLabel };
}
