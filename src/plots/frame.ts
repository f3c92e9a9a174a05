import { type Axis, type Scale, scaleOf } from './scale.ts';
import { element, line, picture, type Theme, text } from './svg.ts';

/** What stands around every plot. */
export interface Surroundings {
  title: string;
  /** A quieter line below it: conditions, caveats. */
  subtitle?: string;
  theme?: Theme;
}

export interface LegendEntry {
  label: string;
  colour: string;
  /** For a dashed curve. */
  dashed?: boolean;
}

export interface FrameOptions extends Surroundings {
  x: Axis;
  y: Axis;
  width?: number;
  height?: number;
  legend?: readonly LegendEntry[];
}

const legendRow = 20;
/** Pixels between two labels of an axis. */
export const xGap = 48;
const yGap = 15;
const characterWidth = 6.6;

/**
 * A picture with two axes: title, grid, labels, legend.
 * @param draw makes what stands inside
 */
export function frame(options: FrameOptions, draw: (x: Scale, y: Scale) => string): string {
  const { x: xAxis, y: yAxis, width = 760, height = 440, legend = [] } = options;
  const rows = legendRows(legend, width - 40);
  const top = (options.subtitle ? 66 : 46) + rows.length * legendRow;
  const [left, right, bottom] = [74, width - 30, height + rows.length * legendRow - 52];
  const x = scaleOf(xAxis, left, right, xGap);
  const y = scaleOf(yAxis, bottom, top, yGap);
  const total = height + rows.length * legendRow;
  const parts = [
    heading(options),
    ...rows.flatMap((entries, i) => legendLine(entries, (options.subtitle ? 62 : 42) + i * legendRow)),
    ...x.ticks.flatMap(({ value, label }) => [
      line(x(value), top, x(value), bottom, { class: 'grid' }),
      text(x(value), bottom + 14, label, { anchor: 'middle', size: 11, look: 'quiet' }),
    ]),
    ...y.ticks.flatMap(({ value, label }) => [
      line(left, y(value), right, y(value), { class: 'grid' }),
      text(left - 8, y(value), label, { anchor: 'end', size: 11, look: 'quiet' }),
    ]),
    line(left, bottom, right, bottom, { class: 'axis' }),
    line(left, top, left, bottom, { class: 'axis' }),
    text((left + right) / 2, bottom + 36, xAxis.label, { anchor: 'middle' }),
    text(18, (top + bottom) / 2, yAxis.label, { anchor: 'middle', rotate: -90 }),
    draw(x, y),
  ];
  return picture(width, total, options.title, parts.join(''), options.theme);
}

/** Title and subtitle at the top left. */
export function heading({ title, subtitle }: Surroundings): string {
  const first = text(20, 22, title, { size: 15, look: 'strong' });
  return subtitle ? first + text(20, 43, subtitle, { size: 11.5, look: 'quiet' }) : first;
}

/** Entries set line by line as far as the width allows. */
export function legendRows(legend: readonly LegendEntry[], width: number): { x: number; entry: LegendEntry }[][] {
  const rows: { x: number; entry: LegendEntry }[][] = [];
  let x = Infinity;
  for (const entry of legend) {
    const needed = 30 + entry.label.length * characterWidth;
    if (x + needed > width) {
      rows.push([]);
      x = 0;
    }
    rows.at(-1)?.push({ x: 20 + x, entry });
    x += needed;
  }
  return rows;
}

export function legendLine(entries: readonly { x: number; entry: LegendEntry }[], y: number): string[] {
  return entries.flatMap(({ x, entry }) => [
    entry.dashed
      ? line(x - 6, y, x + 11, y, { stroke: entry.colour, 'stroke-width': 2, 'stroke-dasharray': '5 3' })
      : element('rect', { x, y: y - 5, width: 10, height: 10, rx: 2, fill: entry.colour }),
    text(x + 15, y, entry.label, { size: 11.5 }),
  ]);
}
