import { dirname } from 'node:path';
import type { Board, BoardRow } from './board.ts';
import type { Estimate } from './estimate.ts';

/** A column of a leaderboard, as people read it. */
export interface Column {
  heading: string;
  cell(row: BoardRow): string;
}

/** The columns of a board: scores where it has one game, aggregates where it has several. */
export function columnsOf(board: Board): Column[] {
  const isNormalised = board.rows.some(({ normalised }) => normalised);
  const single = board.games.length === 1;
  const percentages: Column[] = single
    ? [{ heading: 'human-normalised', cell: ({ normalised }) => percent(normalised?.mean) }]
    : [
        { heading: 'IQM', cell: ({ normalised }) => percent(normalised?.interquartileMean) },
        { heading: 'median', cell: ({ normalised }) => percent(normalised?.median) },
        { heading: 'mean', cell: ({ normalised }) => percent(normalised?.mean) },
        { heading: 'optimality gap', cell: ({ normalised }) => percent(normalised?.optimalityGap) },
        { heading: 'games', cell: ({ games }) => `${games}/${board.games.length}` },
      ];
  return [
    { heading: 'rank', cell: ({ rank }) => (rank === undefined ? '-' : String(rank)) },
    { heading: 'agent', cell: nameText },
    ...(single ? [{ heading: 'score', cell: ({ score }: BoardRow) => scoreText(score) }] : []),
    ...(isNormalised ? percentages : []),
    { heading: 'runs', cell: ({ runs }) => span(runs) },
    { heading: 'episodes', cell: ({ episodes }) => span(episodes) },
    { heading: 'trained frames', cell: ({ frames }) => span(frames) },
    { heading: 'CPU time', cell: ({ cpuSeconds }) => span(cpuSeconds, hours) },
    { heading: 'protocol', cell: ({ protocol, comparable }) => `${protocol}${comparable ? '' : ' ≠'}` },
    { heading: 'from', cell: ({ paper, source }) => paper ?? sourceText(source) },
  ];
}

/** 1234567 as 1.23M. */
export function short(value: number): string {
  const units: [number, string][] = [
    [1e9, 'G'],
    [1e6, 'M'],
    [1e3, 'k'],
  ];
  const unit = units.find(([size]) => value >= size);
  return unit ? `${Number((value / unit[0]).toPrecision(3))}${unit[1]}` : String(Math.round(value));
}

/** Seconds as 45 s, 12 min or 3.4 h. */
export function hours(seconds: number): string {
  if (seconds < 10) return `${Number(seconds.toPrecision(1))} s`;
  if (seconds < 100) return `${Math.round(seconds)} s`;
  if (seconds < 6000) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}

/** With the marks that the notes explain. */
function nameText({ label, deviations, comparable }: BoardRow): string {
  return [label, ...(comparable ? [] : ['≠']), ...(deviations.length > 0 ? ['*'] : [])].join(' ');
}

/** Several run folders in few words; the other formats name them all. */
function sourceText(source: string): string {
  const paths = source.split(', ');
  if (paths.length === 1) return source;
  const folders = new Set(paths.map(dirname));
  return `${paths.length} runs in ${[...folders].join(', ')}`;
}

function percent(estimate: Estimate | undefined): string {
  if (!estimate) return '-';
  const text = (share: number): string => (100 * share).toFixed(1);
  const { value, interval } = estimate;
  return interval ? `${text(value)}% (${text(interval[0])} to ${text(interval[1])})` : `${text(value)}%`;
}

function scoreText(score: Estimate | undefined): string {
  if (!score) return '-';
  const text = (value: number): string => (Math.abs(value) >= 1000 ? value.toFixed(0) : value.toFixed(1));
  const { value, interval } = score;
  return interval ? `${text(value)} (${text(interval[0])} to ${text(interval[1])})` : text(value);
}

function span(range: [number, number] | undefined, text: (value: number) => string = short): string {
  if (!range) return '-';
  const [low, high] = range.map(text);
  return low === high ? low : `${low} to ${high}`;
}
