import { linesPlot, type Series } from '../../plots/lines.ts';
import { type NamedPoint, pointsPlot } from '../../plots/points.ts';
import { type RowMark, rowsPlot } from '../../plots/rows.ts';
import { axisAround, percentLabel, shortLabel } from '../../plots/scale.ts';
import { seriesColour, type Theme } from '../../plots/svg.ts';
import { performanceProfile, type Scores } from '../statistics/aggregates.ts';
import { bootstrap } from '../statistics/bootstrap.ts';
import { type Board, type BoardRow, normalisedMeans, normalisedRuns } from './board.ts';
import type { Comparison } from './compare.ts';
import type { Contestant } from './contestants.ts';
import { asRuns, type Estimate, unitsOf } from './estimate.ts';
import { type CurvePoint, evaluationCurve, learningCurve } from './learning-curves.ts';

/** A picture with the name that its files get. */
export interface Plot {
  name: string;
  svg: string;
}

/** Seconds that people have words for: from a second to a thousand days. */
const roundTimes = [
  ...[1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 18_000, 36_000],
  ...[86_400, 172_800, 432_000, 864_000, 2_592_000, 8_640_000, 86_400_000],
];

/** Bars and curves of more agents than this cannot be told apart. */
const mostPublished = 4;
/** Who stands for the rest where there are too many: the first of its kind, the best known, and those with sticky actions. */
const wellKnown = ['dqn_nature2015', 'rainbow', 'dopamine_dqn', 'dopamine_rainbow'];

const randomAndHuman = [
  { value: 0, label: 'random' },
  { value: 1, label: 'human' },
];

/** Every picture of a board that its data allow. */
export function plotsOf(board: Board, theme: Theme): Plot[] {
  const base = board.games.length === 1 ? `${board.protocol}-${board.games[0]}` : board.protocol;
  const all: [string, string | undefined][] = [
    ['ranking', rankingPlot(board, theme)],
    ['games', gamesPlot(board, theme)],
    ['profiles', profilesPlot(board, theme)],
    ['frames', budgetPlot(board, 'frames', theme)],
    ['cpu-time', budgetPlot(board, 'cpuSeconds', theme)],
    ...board.games.map((game): [string, string | undefined] => [`learning-${game}`, learningPlot(board, game, theme)]),
  ];
  return all.flatMap(([name, svg]) => (svg === undefined ? [] : [{ name: `${base}-${name}`, svg }]));
}

/** All rows in their order, with intervals: the board as a picture. */
export function rankingPlot(board: Board, theme: Theme): string | undefined {
  const merits = board.rows.flatMap(row => {
    const merit = meritOf(row);
    return merit ? [{ row, merit }] : [];
  });
  if (merits.length === 0) return undefined;
  const isShare = merits.every(({ row }) => row.normalised);
  const values = merits.flatMap(({ merit }) => [merit.value, ...(merit.interval ?? [])]);
  const what = board.games.length === 1 ? 'mean score, human-normalised' : 'interquartile mean, human-normalised';
  return rowsPlot({
    title: `${gamesText(board)} under ${board.protocol}`,
    subtitle: `rings: other protocols, so their place shows the conditions, too · bars: 95 % intervals`,
    axis: isShare
      ? axisAround([0, 1, ...values], 'share', what, percentLabel)
      : axisAround([0, ...values], 'linear', 'mean score', shortLabel),
    as: 'dots',
    marks: isShare ? randomAndHuman : [],
    rows: merits.map(({ row, merit }) => ({
      label: `${row.label}${row.games < board.games.length ? ` (${row.games} of ${board.games.length} games)` : ''}`,
      marks: [
        {
          value: merit.value,
          low: merit.interval?.[0],
          high: merit.interval?.[1],
          colour: row.kind === 'own' ? seriesColour(1) : seriesColour(0),
          hollow: !row.comparable,
        },
      ],
    })),
    theme,
  });
}

/** Human-normalised bars, game by game. */
export function gamesPlot(board: Board, theme: Theme): string | undefined {
  const shown = shownContestants(board);
  const games = board.games.filter(game => shown.some(({ games: theirs }) => theirs.has(game)));
  const means = shown.map(contestant => normalisedMeans(contestant, board.normalisation));
  const normalised = games.filter(game => means.some(mean => game in mean));
  if (normalised.length === 0) return undefined;
  const rows = normalised.map(game => ({
    label: game,
    marks: shown.flatMap((contestant, i): RowMark[] => {
      const runs = normalisedRuns(contestant, game, board.normalisation);
      if (!runs) return [];
      const units = unitsOf(runs);
      const [interval] = units.length > 1 ? bootstrap([[units]], ([drawn]) => [meanOf(drawn)]) : [];
      return [{ value: means[i][game], low: interval?.[0], high: interval?.[1], colour: seriesColour(i) }];
    }),
  }));
  const values = rows.flatMap(({ marks }) =>
    marks.flatMap(({ value, low, high }) => [value, low ?? value, high ?? value]),
  );
  return rowsPlot({
    title: `Human-normalised scores under ${board.protocol}`,
    subtitle: otherProtocols(board, shown),
    axis: axisAround([0, 1, ...values], 'share', 'human-normalised score', percentLabel),
    as: 'bars',
    marks: randomAndHuman,
    legend: shown.map((contestant, i) => ({ label: labelOf(board, contestant), colour: seriesColour(i) })),
    rows,
    theme,
  });
}

/** Share of runs above each score (Agarwal et al. 2021, section 4.2). */
export function profilesPlot(board: Board, theme: Theme): string | undefined {
  if (board.games.length < 2) return undefined;
  const tables = shownContestants(board).flatMap(contestant => {
    const runs = board.games.map(game => normalisedRuns(contestant, game, board.normalisation));
    const known = runs.filter(game => game !== undefined);
    return known.length === board.games.length ? [{ contestant, runs: known, units: known.map(unitsOf) }] : [];
  });
  if (tables.length === 0) return undefined;
  const means = tables.flatMap(({ units }) => units.map(meanOf));
  const highest = Math.max(1.5, ...means.map(mean => Math.min(mean, 10)));
  // Even steps up to a person's score, and by equal factors beyond, as the axis runs.
  const share = Array.from({ length: 80 }, (_, i) => i / 80);
  const thresholds = [...share, ...share.map(part => highest ** part), highest];
  const series = tables.map(({ contestant, runs, units }) => {
    const profile = (drawn: Scores): number[] => performanceProfile(asRuns(drawn, runs), thresholds);
    const hasChance = units.some(game => game.length > 1);
    const intervals = hasChance ? bootstrap([units], drawn => profile(drawn), { resamples: 1000 }) : [];
    const points = profile(units).map((y, i) => ({
      ...{ x: thresholds[i], y },
      low: intervals[i]?.[0],
      high: intervals[i]?.[1],
    }));
    return { label: labelOf(board, contestant), points };
  });
  return linesPlot({
    title: `Performance profiles over ${board.games.length} games under ${board.protocol}`,
    subtitle: otherProtocols(
      board,
      tables.map(({ contestant }) => contestant),
    ),
    x: { label: 'human-normalised score τ', kind: 'share', from: 0, to: highest, format: percentLabel },
    y: { label: 'share of runs with a score above τ', kind: 'linear', from: 0, to: 1, format: percentLabel },
    series,
    steps: true,
    theme,
  });
}

/** Score against what training took. */
export function budgetPlot(board: Board, budget: 'frames' | 'cpuSeconds', theme: Theme): string | undefined {
  const own = board.rows.filter(row => row.kind === 'own' && (row[budget]?.[1] ?? 0) > 0 && meritOf(row));
  if (own.length === 0) return undefined;
  const others = budget === 'frames' ? board.rows.filter(({ kind }) => kind === 'published') : [];
  const wanted = new Set(shownContestants(board).map(({ name }) => name));
  const points = [
    ...own.map((row, series) => budgetPoint(row, budget, series)),
    ...others.filter(({ name }) => wanted.has(name)).map(row => budgetPoint(row, budget)),
  ].flatMap(point => point ?? []);
  const isShare = own.every(row => row.normalised);
  const what = board.games.length === 1 ? 'mean score' : 'interquartile mean';
  const isFrames = budget === 'frames';
  const range = points.flatMap(({ y, low, high }) => [y, low ?? y, high ?? y]);
  return pointsPlot({
    title: `${gamesText(board)}: score against ${isFrames ? 'frames of training' : 'processor time of training'}`,
    subtitle: `${board.protocol}; ${isFrames ? 'rings: published agents, under protocols of their own' : 'all threads together, a game'}`,
    x: {
      ...axisAround(
        points.map(({ x }) => x),
        'log',
        isFrames ? 'emulator frames of training' : 'processor time of training',
        isFrames ? shortLabel : duration,
      ),
      at: isFrames ? undefined : roundTimes,
    },
    y: isShare
      ? axisAround([0, 1, ...range], 'share', `${what}, human-normalised`, percentLabel)
      : axisAround(range, 'linear', what, shortLabel),
    points,
    series: own.map(({ label }) => label),
    theme,
  });
}

/** Returns of training episodes over frames, one curve an agent, and dashed those of evaluations in between. */
export function learningPlot(board: Board, game: string, theme: Theme): string | undefined {
  const trained = board.contestants
    .filter(({ kind }) => kind === 'own')
    .flatMap(({ label, games }) => {
      const paths = (games.get(game) ?? []).flatMap(({ path }) => path ?? []);
      const count = `${paths.length} run${paths.length === 1 ? '' : 's'}`;
      const points = learningCurve(paths).map(drawn);
      return points.length > 0 ? [{ label, count, points, evaluations: evaluationCurve(paths).map(drawn) }] : [];
    });
  if (trained.length === 0) return undefined;
  const series: Series[] = trained.map(({ label, count, points }) => ({ label: `${label} (${count})`, points }));
  for (const [i, { label, evaluations }] of trained.entries()) {
    if (evaluations.length > 0) series.push({ label: `${label}, evaluated`, points: evaluations, dashedAs: i });
  }
  const isEvaluated = series.length > trained.length;
  const points = series.flatMap(curve => curve.points);
  const values = points.flatMap(({ y, low, high }) => [y, low ?? y, high ?? y]);
  const frames = Math.max(...points.map(({ x }) => x));
  return linesPlot({
    title: `Learning curves on ${game}`,
    subtitle: `returns of training episodes${isEvaluated ? ', dashed: of evaluations in between' : ''}; 95 % intervals over runs, or over episodes of one run`,
    x: { label: 'emulator frames of training', kind: 'linear', from: 0, to: frames, format: shortLabel },
    y: axisAround(values, 'linear', 'return of an episode', shortLabel),
    series,
    theme,
  });
}

function drawn({ at, mean, low, high }: CurvePoint): Series['points'][number] {
  return { x: at, y: mean, low, high };
}

/** Two agents, game by game. */
export function comparisonPlot(
  { a, b, games, comparable, probabilityOfImprovement }: Comparison,
  theme: Theme,
): string {
  const { value, interval } = probabilityOfImprovement;
  const between = interval ? ` (${percentLabel(interval[0])} to ${percentLabel(interval[1])})` : '';
  const isShare = games.every(game => game.normalisedA !== undefined);
  const rows = games.map(game => ({
    label: game.game,
    marks: [
      { value: game.normalisedA ?? game.a, colour: seriesColour(0) },
      { value: game.normalisedB ?? game.b, colour: seriesColour(1) },
    ],
  }));
  const values = rows.flatMap(({ marks }) => marks.map(mark => mark.value));
  return rowsPlot({
    title: `${a.label} against ${b.label}`,
    subtitle: `better with probability ${percentLabel(value)}${between} · ${comparable ? `protocol ${a.protocol}` : `protocols differ: ${a.protocol} and ${b.protocol}`}`,
    axis: isShare
      ? axisAround([0, 1, ...values], 'share', 'human-normalised score', percentLabel)
      : axisAround([0, ...values], 'linear', 'score', shortLabel),
    as: 'bars',
    marks: isShare ? randomAndHuman : [],
    legend: [a, b].map(({ label }, i) => ({ label, colour: seriesColour(i) })),
    rows,
    theme,
  });
}

function budgetPoint(row: BoardRow, budget: 'frames' | 'cpuSeconds', series?: number): NamedPoint | undefined {
  const merit = meritOf(row);
  const range = row[budget];
  if (!merit || !range) return undefined;
  const x = Math.sqrt(Math.max(range[0], 1) * Math.max(range[1], 1));
  return { label: row.label, x, y: merit.value, low: merit.interval?.[0], high: merit.interval?.[1], series };
}

/** What rows are ordered by in pictures: normalised where that is known. */
function meritOf({ normalised, score, games }: BoardRow): Estimate | undefined {
  if (!normalised) return score;
  return games === 1 ? normalised.mean : normalised.interquartileMean;
}

/** Own agents, and as many published ones as can be told apart. */
function shownContestants({ contestants }: Board): Contestant[] {
  const own = contestants.filter(({ kind }) => kind === 'own');
  const published = contestants.filter(({ kind }) => kind === 'published');
  const chosen =
    published.length <= mostPublished ? published : published.filter(({ name }) => wellKnown.includes(name));
  return [...own, ...chosen];
}

function otherProtocols(board: Board, shown: readonly Contestant[]): string | undefined {
  return shown.some(({ protocol }) => protocol !== board.protocol) ? `≠: taken under another protocol` : undefined;
}

function labelOf(board: Board, { label, protocol }: Contestant): string {
  return protocol === board.protocol ? label : `${label} ≠`;
}

function duration(seconds: number): string {
  const units: [number, string][] = [
    [86_400, 'd'],
    [3600, 'h'],
    [60, 'min'],
  ];
  const [size, unit] = units.find(([size]) => seconds >= size) ?? [1, 's'];
  return `${seconds / size} ${unit}`;
}

function gamesText({ games }: Board): string {
  return games.length === 1 ? games[0] : `${games.length} games`;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
