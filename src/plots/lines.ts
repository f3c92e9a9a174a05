import { frame, type Surroundings } from './frame.ts';
import type { Axis } from './scale.ts';
import { element, line, path, seriesColour } from './svg.ts';

/** A curve, with a band about it where an interval is known. */
export interface Series {
  label: string;
  points: readonly { x: number; y: number; low?: number; high?: number }[];
  /** A dashed curve in the colour of another, with whiskers instead of a band: the number of that one. */
  dashedAs?: number;
}

export interface LinesOptions extends Surroundings {
  x: Axis;
  y: Axis;
  series: readonly Series[];
  /** Curves hold their value until the next point: distributions. */
  steps?: boolean;
  /** A value of y to mark across the picture, such as a person's score. */
  mark?: number;
}

/** Curves over a common axis. */
export function linesPlot({ series, steps = false, mark, ...around }: LinesOptions): string {
  const colours = series.map(({ dashedAs }, i) => seriesColour(dashedAs ?? i));
  const legend = series.map(({ label, dashedAs }, i) => ({
    label,
    colour: colours[i],
    dashed: dashedAs !== undefined,
  }));
  return frame({ ...around, legend }, (x, y) => {
    const marked = mark !== undefined && mark >= around.y.from && mark <= around.y.to;
    const [left, right] = [x(around.x.from), x(around.x.to)];
    return [
      marked ? line(left, y(mark), right, y(mark), { class: 'mark' }) : '',
      ...series.map(({ points, dashedAs }, i) =>
        dashedAs === undefined ? band(points, x, y, colours[i]) : whiskers(points, x, y, colours[i]),
      ),
      ...series.map(({ points, dashedAs }, i) => {
        const places = points.map(point => [x(point.x), y(point.y)] as const);
        const drawn = steps ? asSteps(places) : places;
        const dashes = dashedAs === undefined ? undefined : '6 4';
        const attributes = {
          stroke: colours[i],
          'stroke-width': 2,
          'stroke-linejoin': 'round',
          'stroke-dasharray': dashes,
        };
        if (places.length > 1) return path(drawn, attributes);
        return places.map(([cx, cy]) => element('circle', { cx, cy, r: 3.5, fill: colours[i] })).join('');
      }),
    ].join('');
  });
}

function band(
  points: Series['points'],
  x: (value: number) => number,
  y: (value: number) => number,
  fill: string,
): string {
  const known = points.filter(({ low, high }) => low !== undefined && high !== undefined);
  if (known.length < 2) return '';
  const upper = known.map(point => [x(point.x), y(point.high ?? 0)] as const);
  const lower = known.map(point => [x(point.x), y(point.low ?? 0)] as const).reverse();
  return path([...upper, ...lower], { fill, 'fill-opacity': 0.18, stroke: 'none' });
}

function whiskers(
  points: Series['points'],
  x: (value: number) => number,
  y: (value: number) => number,
  stroke: string,
): string {
  return points
    .map(point => {
      const { low, high } = point;
      if (low === undefined || high === undefined) return '';
      const at = x(point.x);
      const dot = element('circle', { cx: at, cy: y(point.y), r: 3, fill: stroke });
      return line(at, y(low), at, y(high), { stroke, 'stroke-width': 1.5, 'stroke-opacity': 0.7 }) + dot;
    })
    .join('');
}

function asSteps(places: readonly (readonly [number, number])[]): (readonly [number, number])[] {
  return places.flatMap(([px, py], i) =>
    i === 0 ? [[px, py] as const] : [[px, places[i - 1][1]] as const, [px, py] as const],
  );
}
