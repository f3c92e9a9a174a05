import uPlot from 'uplot';
import { h, short } from '../dom.ts';
import { inkAndLine } from './colours.ts';

/** A line, or with `low` and `high` a line in a band; dashed, its points are seen. */
export interface Line {
  label: string;
  colour: string;
  x: readonly number[];
  y: readonly number[];
  low?: readonly number[];
  high?: readonly number[];
  dashed?: boolean;
}

export interface ChartTitles {
  x: string;
  y: string;
}

const height = 380;

/** Curves over one another. Drawn anew whenever they change: uPlot takes a few milliseconds for it. */
export class Chart {
  readonly element = h('div', { class: 'chart', role: 'img' });
  private plot: uPlot | undefined;
  private shape = '';

  constructor() {
    new ResizeObserver(() => this.plot?.setSize({ width: this.width, height })).observe(this.element);
  }

  show(lines: readonly Line[], titles: ChartTitles): void {
    const data = dataOf(lines);
    const points = lines.reduce((sum, { x }) => sum + x.length, 0);
    this.element.setAttribute('aria-label', `${titles.y} over ${titles.x}: ${lines.length} curves, ${points} points`);
    // Only more points: the zoom that somebody chose stays.
    const shape = JSON.stringify([titles, lines.map(({ label, colour, low }) => [label, colour, low !== undefined])]);
    if (this.plot && shape === this.shape) {
      const { min, max } = this.plot.scales.x;
      const [xs] = this.plot.data;
      const isZoomed = min !== xs[0] || max !== xs[xs.length - 1];
      this.plot.setData(data, !isZoomed);
      return;
    }
    this.shape = shape;
    this.plot?.destroy();
    this.plot = new uPlot(this.options(lines, titles), data, this.element);
  }

  private options(lines: readonly Line[], titles: ChartTitles): uPlot.Options {
    const { ink, line } = inkAndLine();
    const axis: uPlot.Axis = { stroke: ink, grid: { stroke: line, width: 1 }, ticks: { stroke: line, width: 1 } };
    const values = (_: uPlot, splits: number[]): string[] => splits.map(short);
    const series: uPlot.Series[] = [{ label: titles.x, value: (_, value) => (value === null ? '' : short(value)) }];
    const bands: uPlot.Band[] = [];
    for (const { label, colour, low, dashed = false } of lines) {
      const value = (_: uPlot, number: number | null): string => (number === null ? '' : short(number));
      const points = dashed ? { show: true, size: 7, stroke: colour, fill: colour } : { show: false };
      series.push({ label, stroke: colour, width: 2, dash: dashed ? [6, 4] : [], spanGaps: true, points, value });
      if (!low) continue;
      const edge: uPlot.Series = {
        class: 'edge',
        stroke: 'transparent',
        spanGaps: true,
        points: { show: false },
        value,
      };
      series.push({ ...edge, label: `${label}, lowest` }, { ...edge, label: `${label}, highest` });
      bands.push({ series: [series.length - 1, series.length - 2], fill: `${colour}33` });
    }
    return {
      width: this.width,
      height,
      scales: { x: { time: false } },
      axes: [
        { ...axis, label: titles.x, values },
        { ...axis, label: titles.y, values, size: 60 },
      ],
      series,
      bands,
      legend: { markers: { dash: (plot, i) => (plot.series[i].dash?.length ? 'dashed' : 'solid') } },
      cursor: { points: { size: 6 } },
    };
  }

  private get width(): number {
    return Math.max(200, this.element.clientWidth);
  }
}

/** Every line has its own places along x; uPlot wants them on one axis, with gaps. */
function dataOf(lines: readonly Line[]): uPlot.AlignedData {
  if (lines.length === 0) return [[]];
  return uPlot.join(
    lines.map(({ x, y, low, high }) => [x, y, ...(low && high ? [low, high] : [])] as unknown as uPlot.AlignedData),
  );
}
