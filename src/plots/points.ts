import { frame, type Surroundings } from './frame.ts';
import type { Axis, Scale } from './scale.ts';
import { element, line, path, seriesColour, text } from './svg.ts';

/** A point with a name, and an interval where one is known. */
export interface NamedPoint {
  label: string;
  x: number;
  y: number;
  low?: number;
  high?: number;
  /** Points of one series share a colour; undefined: a grey ring, for what is shown to compare with. */
  series?: number;
}

export interface PointsOptions extends Surroundings {
  x: Axis;
  y: Axis;
  points: readonly NamedPoint[];
  /** Labels of the series, in their order. */
  series: readonly string[];
  /** Points of a series are joined by a line, in the order given (default); false: small dots, each for itself. */
  joined?: boolean;
  /** A dashed line where x = y. */
  diagonal?: boolean;
}

const grey = '#808890';
const labelHeight = 12;

/** Points in a plane. */
export function pointsPlot({ points, series, joined = true, diagonal = false, ...around }: PointsOptions): string {
  const legend = series.map((label, i) => ({ label, colour: seriesColour(i) }));
  const ends = [Math.max(around.x.from, around.y.from), Math.min(around.x.to, around.y.to)];
  return frame({ ...around, legend }, (x, y) =>
    [
      diagonal ? line(x(ends[0]), y(ends[0]), x(ends[1]), y(ends[1]), { class: 'mark' }) : '',
      ...series.map((_, i) => {
        const own = points.filter(point => point.series === i);
        const places = own.map(point => [x(point.x), y(point.y)] as const);
        return joined && places.length > 1
          ? path(places, { stroke: seriesColour(i), 'stroke-width': 1, 'stroke-opacity': 0.6 })
          : '';
      }),
      ...points.map(point => marker(point, x, y, joined ? 4.5 : 2.5)),
      ...labels(points, x, y),
    ].join(''),
  );
}

function marker({ x: valueX, y: valueY, low, high, series }: NamedPoint, x: Scale, y: Scale, r: number): string {
  const [cx, cy] = [x(valueX), y(valueY)];
  if (series === undefined)
    return element('circle', { cx, cy, r: 4, class: 'hollow', stroke: grey, 'stroke-width': 1.5 });
  const stroke = seriesColour(series);
  const whisker =
    low === undefined || high === undefined ? '' : line(cx, y(low), cx, y(high), { stroke, 'stroke-width': 1.5 });
  return whisker + element('circle', { cx, cy, r, fill: stroke });
}

/** Names beside the grey rings, moved apart where they would stand on each other. */
function labels(points: readonly NamedPoint[], x: Scale, y: Scale): string[] {
  const named = points.filter(({ series }) => series === undefined).sort((a, b) => y(a.y) - y(b.y));
  const taken: { x: number; y: number }[] = [];
  return named.map(point => {
    const at = { x: x(point.x), y: y(point.y) };
    while (taken.some(other => Math.abs(other.x - at.x) < 90 && Math.abs(other.y - at.y) < labelHeight)) at.y += 2;
    taken.push(at);
    // Beside the right edge there is no room on the right.
    const isLeft = point.x > 0 && x(point.x) > 560;
    return text(at.x + (isLeft ? -9 : 9), at.y, point.label, {
      anchor: isLeft ? 'end' : 'start',
      size: 10.5,
      look: 'quiet',
    });
  });
}
