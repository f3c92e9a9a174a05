import { heading, type LegendEntry, legendLine, legendRows, type Surroundings, xGap } from './frame.ts';
import { type Axis, type Scale, scaleOf } from './scale.ts';
import { element, line, picture, text } from './svg.ts';

/** A value on a line of its own, or one of several bars of a group. */
export interface RowMark {
  value: number;
  low?: number;
  high?: number;
  colour: string;
  /** A ring instead of a dot; bars are drawn thinner. */
  hollow?: boolean;
}

export interface Row {
  label: string;
  marks: readonly RowMark[];
}

export interface RowsOptions extends Surroundings {
  rows: readonly Row[];
  axis: Axis;
  /** Dots with intervals, or bars from 0. */
  as: 'dots' | 'bars';
  /** Values to mark with a dashed line and a name. */
  marks?: readonly { value: number; label: string }[];
  legend?: readonly LegendEntry[];
  width?: number;
}

const characterWidth = 6.8;

/** Rows with names on the left and values along a common axis: rankings, and bars by game. */
export function rowsPlot({ rows, axis, as, marks = [], legend = [], width = 820, ...around }: RowsOptions): string {
  const legends = legendRows(legend, width - 40);
  const barHeight = 11;
  const heights = rows.map(row => (as === 'bars' ? row.marks.length * barHeight + 10 : 19));
  const top = (around.subtitle ? 74 : 54) + legends.length * 20;
  const bottom = top + heights.reduce((sum, height) => sum + height, 0);
  const left = Math.min(400, 30 + Math.max(...rows.map(({ label }) => label.length)) * characterWidth);
  const x = scaleOf(axis, left, width - 40, xGap);
  let y = top;
  const body = rows.map((row, i) => {
    const middle = y + heights[i] / 2;
    const first = y + 5;
    y += heights[i];
    const drawn = row.marks.map((mark, m) =>
      as === 'bars' ? bar(mark, x, first + m * barHeight, barHeight - 2) : dot(mark, x, middle),
    );
    return text(left - 10, middle, row.label, { anchor: 'end', size: 11.5 }) + drawn.join('');
  });
  const parts = [
    heading(around),
    ...legends.flatMap((entries, i) => legendLine(entries, (around.subtitle ? 64 : 44) + i * 20)),
    ...x.ticks.flatMap(({ value, label }) => [
      line(x(value), top, x(value), bottom, { class: 'grid' }),
      text(x(value), bottom + 14, label, { anchor: 'middle', size: 11, look: 'quiet' }),
    ]),
    ...marks
      .filter(({ value }) => value >= axis.from && value <= axis.to)
      .flatMap(({ value, label }) => [
        line(x(value), top - 2, x(value), bottom, { class: 'mark' }),
        text(x(value), top - 9, label, { anchor: 'middle', size: 10.5, look: 'quiet' }),
      ]),
    ...body,
    text((left + width - 40) / 2, bottom + 36, axis.label, { anchor: 'middle' }),
  ];
  return picture(width, bottom + 54, around.title, parts.join(''), around.theme);
}

function bar({ value, low, high, colour }: RowMark, x: Scale, y: number, height: number): string {
  const [from, to] = [Math.min(x(0), x(value)), Math.max(x(0), x(value))];
  // A value of zero still has something to see.
  const body = element('rect', { x: from, y, width: Math.max(to - from, 1.5), height, fill: colour, rx: 1 });
  return body + whisker(low, high, x, y + height / 2);
}

function dot({ value, low, high, colour, hollow }: RowMark, x: Scale, y: number): string {
  const span =
    low === undefined || high === undefined
      ? ''
      : line(x(low), y, x(high), y, { stroke: colour, 'stroke-width': 3, 'stroke-opacity': 0.45 });
  const attributes = hollow ? { class: 'hollow', stroke: colour, 'stroke-width': 1.5 } : { fill: colour };
  return span + element('circle', { cx: x(value), cy: y, r: 4.5, ...attributes });
}

function whisker(low: number | undefined, high: number | undefined, x: Scale, y: number): string {
  if (low === undefined || high === undefined || high <= low) return '';
  return line(x(low), y, x(high), y, { class: 'whisker' });
}
