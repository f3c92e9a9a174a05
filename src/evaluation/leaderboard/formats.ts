import type { Board, BoardRow } from './board.ts';
import { columnsOf } from './columns.ts';

/** The heading of a board, one line. */
export function titleOf({ protocol, games, normalisation, rows }: Board): string {
  const what = games.length === 1 ? games[0] : `${games.length} games (${games.join(', ')})`;
  const parts = [`${what}, protocol ${protocol}`, '95 % intervals in brackets'];
  if (rows.some(({ normalised }) => normalised)) parts.splice(1, 0, `human-normalised by ${normalisation}`);
  return parts.join('; ');
}

/** Boards as Markdown tables with their notes. */
export function markdown(boards: readonly Board[]): string {
  return boards.map(markdownBoard).join('\n');
}

function markdownBoard(board: Board): string {
  const columns = columnsOf(board);
  const line = (cells: readonly string[]): string =>
    `| ${cells.map(text => text.replaceAll('|', '\\|')).join(' | ')} |`;
  return [
    `## ${titleOf(board)}`,
    '',
    line(columns.map(({ heading }) => heading)),
    line(columns.map(() => '---')),
    ...board.rows.map(row => line(columns.map(({ cell }) => cell(row)))),
    '',
    ...notesOf(board).map(note => `- ${note}`),
    '',
  ].join('\n');
}

/** What is said below a board: its notes, and the estimates of the median over 57 games. */
export function notesOf(board: Board): string[] {
  const estimates = board.rows
    .filter(({ kind }) => kind === 'own')
    .flatMap(({ label, medianEstimates }) =>
      medianEstimates.map(
        ({ name, median, caveat }) =>
          `${label}: ${name} estimates a median of ${(100 * median).toFixed(1)}% over 57 games (${caveat})`,
      ),
    );
  return [...board.notes, ...estimates];
}

/** Boards as one table of comma-separated values (RFC 4180), numbers in full. */
export function csv(boards: readonly Board[]): string {
  const headings = [
    ...['board_protocol', 'board_games', 'normalisation', 'rank', 'agent', 'kind', 'protocol', 'comparable'],
    ...['deviations', 'games', 'score', 'score_low', 'score_high'],
    ...['iqm', 'iqm_low', 'iqm_high', 'median', 'median_low', 'median_high', 'mean', 'mean_low', 'mean_high'],
    ...['optimality_gap', 'optimality_gap_low', 'optimality_gap_high', 'resampled'],
    ...['runs_min', 'runs_max', 'episodes_min', 'episodes_max', 'frames_min', 'frames_max'],
    ...['cpu_seconds_min', 'cpu_seconds_max', 'source', 'paper'],
  ];
  const lines = boards.flatMap(board => board.rows.map(row => csvRow(board, row)));
  return `${[headings, ...lines].map(cells => cells.map(csvCell).join(',')).join('\r\n')}\r\n`;
}

function csvRow(board: Board, row: BoardRow): (string | number | boolean | undefined)[] {
  const { score, normalised } = row;
  const estimates = [
    score,
    normalised?.interquartileMean,
    normalised?.median,
    normalised?.mean,
    normalised?.optimalityGap,
  ].flatMap(estimate => [estimate?.value, estimate?.interval?.[0], estimate?.interval?.[1]]);
  return [
    ...[board.protocol, board.games.join(' '), board.normalisation, row.rank, row.label, row.kind, row.protocol],
    ...[row.comparable, row.deviations.join('; '), row.games, ...estimates, row.resampled],
    ...[row.runs?.[0], row.runs?.[1], row.episodes?.[0], row.episodes?.[1], row.frames[0], row.frames[1]],
    ...[row.cpuSeconds?.[0], row.cpuSeconds?.[1], row.source, row.paper],
  ];
}

function csvCell(value: string | number | boolean | undefined): string {
  const text = value === undefined ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Boards as JSON, without the scores they were computed from. */
export function json(boards: readonly Board[]): string {
  return JSON.stringify(boards.map(({ contestants, ...board }) => board));
}
