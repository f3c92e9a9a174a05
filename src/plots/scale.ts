/** From values to places along an axis. */
export interface Scale {
  /** Place of a value, in pixels. */
  (value: number): number;
  ticks: { value: number; label: string }[];
}

/** How an axis runs, before anybody knows how long it is. */
export interface Axis {
  label: string;
  from: number;
  to: number;
  /** `share` runs evenly up to ±1 and by powers of ten beyond; `log` by powers of ten throughout. */
  kind: 'linear' | 'log' | 'share';
  /** Values to be labelled, where the usual ones would not do. */
  at?: readonly number[];
  format: (value: number) => string;
}

/**
 * A scale from the pixel `start` to the pixel `end`.
 * @param gap pixels that a label needs, so that none stands on another
 */
export function scaleOf(axis: Axis, start: number, end: number, gap: number): Scale {
  const forward = forwards[axis.kind];
  const from = forward(axis.from);
  const to = forward(axis.to);
  const width = to > from ? to - from : 1;
  const place = (value: number): number => start + ((forward(value) - from) / width) * (end - start);
  const kept: number[] = [];
  // Where there is no room for all, powers of ten are the ones to keep.
  for (const value of ticksOf(axis).sort((a, b) => roughness(a) - roughness(b))) {
    if (kept.every(other => Math.abs(place(other) - place(value)) >= gap)) kept.push(value);
  }
  const ticks = kept.sort((a, b) => a - b).map(value => ({ value, label: axis.format(value) }));
  return Object.assign(place, { ticks });
}

function roughness(value: number): number {
  if (value === 0) return 0;
  return Math.log10(Math.abs(value)) % 1 === 0 ? 1 : 2;
}

const forwards: Record<Axis['kind'], (value: number) => number> = {
  linear: value => value,
  log: value => Math.log10(value),
  share: value => (Math.abs(value) <= 1 ? value : Math.sign(value) * (1 + Math.log10(Math.abs(value)))),
};

function ticksOf({ kind, from, to, at }: Axis): number[] {
  if (at) return at.filter(value => value >= from && value <= to);
  if (kind === 'linear') return roundNumbers(from, to);
  if (kind === 'log') return powers(from, to);
  // Between small shares there is room for more than the powers.
  if (Math.max(Math.abs(from), Math.abs(to)) <= 1) return roundNumbers(from, to);
  const farthest = Math.max(Math.abs(from), to);
  const factors = farthest > 100 ? [1] : [1, 2, 5];
  const beyond = powers(1, farthest)
    .flatMap(power => factors.map(factor => factor * power))
    .filter(value => value > 1);
  const all = [...beyond.map(value => -value).reverse(), -1, -0.5, 0, 0.5, 1, ...beyond];
  return all.filter(value => value >= from && value <= to);
}

/** About five round numbers between two. */
export function roundNumbers(from: number, to: number): number[] {
  const rough = (to - from) / 5 || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map(factor => factor * power).find(candidate => candidate >= rough) ?? rough;
  const first = Math.ceil(from / step - 1e-9);
  const count = Math.floor(to / step + 1e-9) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

function powers(from: number, to: number): number[] {
  const first = Math.ceil(Math.log10(from) - 1e-9);
  const last = Math.floor(Math.log10(to) + 1e-9);
  const every = Math.max(1, Math.ceil((last - first + 1) / 8));
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i)
    .filter((_, i) => i % every === 0)
    .map(power => 10 ** power);
}

/** An axis that holds all values with a little air. */
export function axisAround(
  values: readonly number[],
  kind: Axis['kind'],
  label: string,
  format: (value: number) => string,
): Axis {
  const finite = values.filter(value => Number.isFinite(value) && (kind !== 'log' || value > 0));
  const low = finite.length > 0 ? Math.min(...finite) : kind === 'log' ? 1 : 0;
  const high = finite.length > 0 ? Math.max(...finite) : 1;
  if (kind === 'log') {
    const [from, to] = [10 ** Math.floor(Math.log10(low / 1.1)), 10 ** Math.ceil(Math.log10(high * 1.1))];
    return { label, kind, format, from, to };
  }
  const air = kind === 'share' ? 0 : 0.05 * (high - low || 1);
  const to = kind === 'share' ? Math.max(high * (high > 1 ? 1.25 : 1.05), 0.01) : high + air;
  return { label, kind, format, from: kind === 'share' ? Math.min(0, low * 1.25) : low - air, to };
}

/** 0.125 as 12.5%. */
export function percentLabel(share: number): string {
  return `${Number((100 * share).toPrecision(3)).toLocaleString('en-US')}%`;
}

/** 1234567 as 1.23M. */
export function shortLabel(value: number): string {
  const units: [number, string][] = [
    [1e9, 'G'],
    [1e6, 'M'],
    [1e3, 'k'],
  ];
  const unit = units.find(([size]) => Math.abs(value) >= size);
  return unit ? `${Number((value / unit[0]).toPrecision(3))}${unit[1]}` : String(Number(value.toPrecision(3)));
}
