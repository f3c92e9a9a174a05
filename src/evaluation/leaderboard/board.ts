import { UserError } from '../../errors.ts';
import { baselineOf, humanNormalised, type Normalisation } from '../human-random.ts';
import { type PublishedAgent, type PublishedProtocol, publishedProtocols } from '../published.ts';
import { type MedianEstimate, medianEstimates } from '../statistics/subsets.ts';
import type { StoredEvaluation } from '../store/store.ts';
import { type Contestant, meanScore, ownContestants, publishedContestant, type RunScores } from './contestants.ts';
import { type Aggregates, aggregatesOf, type Estimate, type Resampled, scoreEstimate } from './estimate.ts';
import { groupBy } from './group-by.ts';

/** A line of a leaderboard. */
export interface BoardRow {
  /** 1 is best, among all rows that have every game of the board; those of other protocols are counted, and marked. */
  rank?: number;
  name: string;
  label: string;
  kind: 'own' | 'published';
  protocol: string;
  /** Taken under the board's own protocol, as far as the source tells. */
  comparable: boolean;
  deviations: string[];
  /** How many of the board's games it has. */
  games: number;
  /** Smallest and largest number of runs a game; of episodes a run. Unknown for published agents. */
  runs?: [number, number];
  episodes?: [number, number];
  /** Score of the one game, on boards of one game. */
  score?: Estimate;
  /** Over its games of this board, human-normalised (1 is a person's score); absent where no game has a baseline. */
  normalised?: Aggregates;
  /** What the intervals were drawn from. */
  resampled: Resampled;
  /** The median over 57 games, as a few games let one guess it. */
  medianEstimates: MedianEstimate[];
  /** Smallest and largest training budget of its runs, a game. */
  frames: [number, number];
  cpuSeconds?: [number, number];
  source: string;
  paper?: string;
}

/** The standing of own agents under one protocol, beside published ones. */
export interface Board {
  protocol: string;
  games: string[];
  normalisation: Normalisation;
  rows: BoardRow[];
  /** What must be said with the table, a sentence each. */
  notes: string[];
  contestants: Contestant[];
}

export interface BoardOptions {
  /** Only this game. */
  game?: string;
  against: readonly PublishedAgent[];
  normalisation: Normalisation;
  /** Of the bootstrap. */
  seed?: number;
}

/**
 * One board for every protocol that own agents were evaluated under: scores of different protocols are not put into one
 * order, except published ones, which are marked.
 * @throws UserError that says what to run where there is nothing to show
 */
export function leaderboards(evaluations: readonly StoredEvaluation[], options: BoardOptions): Board[] {
  if (evaluations.length === 0) {
    const who = options.game ? `random --game ${options.game}` : 'RUN';
    const what = options.game ? ` of ${options.game}` : '';
    throw new UserError(
      `no scores${what} yet: openbrain evaluate ${who} plays and stores some (openbrain train makes a run)`,
    );
  }
  const byProtocol = groupBy(evaluations, ({ protocol }) => protocol.name);
  return [...byProtocol].map(([protocol, played]) => boardOf(protocol, played, options));
}

function boardOf(protocol: string, evaluations: readonly StoredEvaluation[], options: BoardOptions): Board {
  const { normalisation, seed } = options;
  const own = ownContestants(evaluations);
  const played = options.game ? [options.game] : [...new Set(own.flatMap(({ games }) => [...games.keys()]))].sort();
  // Over several games only normalised scores can be put together.
  const games = played.length === 1 ? played : played.filter(game => baselineOf(game, normalisation));
  const published = options.against.map(publishedContestant);
  const contestants = [...own, ...published].filter(({ games: theirs }) => games.some(game => theirs.has(game)));
  const rows = contestants.map(contestant => rowOf(contestant, protocol, games, normalisation, seed));
  rank(rows, games.length);
  return {
    ...{ protocol, games, normalisation, rows, contestants },
    notes: notesOf(rows, protocol, games, played, normalisation),
  };
}

function rowOf(
  contestant: Contestant,
  protocol: string,
  games: readonly string[],
  normalisation: Normalisation,
  seed: number | undefined,
): BoardRow {
  const theirs = games.filter(game => contestant.games.has(game));
  const runs = theirs.map(game => contestant.games.get(game) ?? []);
  const normalised = theirs
    .map(game => normalisedRuns(contestant, game, normalisation))
    .filter(normalisedGame => normalisedGame !== undefined);
  const all = runs.flat();
  const aggregates =
    theirs.length > 0 && normalised.length === theirs.length ? aggregatesOf(normalised, seed) : undefined;
  const score = games.length === 1 ? scoreEstimate(runs[0], seed) : undefined;
  const { name, label, kind, deviations, source, paper } = contestant;
  const processorTimes = all.map(({ cpuSeconds }) => cpuSeconds);
  const isOwn = kind === 'own';
  return {
    ...{ name, label, kind, deviations, source, paper, score },
    protocol: contestant.protocol,
    comparable: contestant.protocol === protocol,
    games: theirs.length,
    runs: isOwn ? range(runs.map(({ length }) => length)) : undefined,
    episodes: isOwn ? range(all.map(({ episodes }) => episodes.length)) : undefined,
    normalised: aggregates,
    resampled: score?.resampled ?? aggregates?.resampled ?? 'nothing',
    medianEstimates: medianEstimates(normalisedMeans(contestant, normalisation)),
    frames: range(all.map(({ frames }) => frames)),
    cpuSeconds: processorTimes.every(time => time !== undefined) ? range(processorTimes) : undefined,
  };
}

/** A contestant's runs of a game with human-normalised scores; undefined where it has none, or nobody measured the game. */
export function normalisedRuns(
  contestant: Contestant,
  game: string,
  normalisation: Normalisation,
): RunScores[] | undefined {
  const baseline = baselineOf(game, normalisation);
  const runs = contestant.games.get(game);
  if (!baseline || !runs) return undefined;
  const normalise = (score: number): number => humanNormalised(score, baseline);
  return runs.map(run => ({ ...run, episodes: run.episodes.map(normalise) }));
}

/** Human-normalised mean score of every game that allows it. */
export function normalisedMeans(contestant: Contestant, normalisation: Normalisation): Record<string, number> {
  const entries = [...contestant.games].flatMap(([game, runs]) => {
    const baseline = baselineOf(game, normalisation);
    return baseline ? [[game, humanNormalised(meanScore(runs), baseline)] as const] : [];
  });
  return Object.fromEntries(entries);
}

function rank(rows: BoardRow[], games: number): void {
  const merit = ({ score, normalised }: BoardRow): number =>
    score?.value ?? normalised?.interquartileMean.value ?? Number.NEGATIVE_INFINITY;
  rows.sort((a, b) => b.games - a.games || merit(b) - merit(a));
  const ranked = rows.filter(row => row.games === games);
  // Equal merit, equal rank.
  for (const row of ranked) row.rank = 1 + ranked.filter(other => merit(other) > merit(row)).length;
}

function notesOf(
  rows: readonly BoardRow[],
  protocol: string,
  games: readonly string[],
  played: readonly string[],
  normalisation: Normalisation,
): string[] {
  const notes: string[] = [];
  const foreign = [...new Set(rows.filter(row => !row.comparable).map(row => row.protocol))];
  if (foreign.length > 0) {
    notes.push(
      `≠: not played under ${protocol}, so the order between these and the other rows shows the conditions, too; ` +
        foreign
          .map(name => `${name}: ${publishedProtocols[name as PublishedProtocol] ?? 'another protocol'}`)
          .join('; '),
    );
  }
  for (const { label, deviations } of rows) {
    if (deviations.length > 0) notes.push(`*: ${label} departs from ${protocol}: ${deviations.join(', ')}`);
  }
  if (rows.some(row => row.kind === 'published')) {
    notes.push('published agents are known by one number a game: no interval can be given for them');
  }
  if (rows.some(row => row.resampled.includes('episodes') && row.frames[1] > 0)) {
    notes.push('intervals over the episodes of a single run say nothing of how another training run would have ended');
  }
  if (rows.some(row => row.games < games.length)) notes.push('rows that lack a game have no rank');
  const left = played.filter(game => !games.includes(game));
  if (left.length > 0) notes.push(`left out, since no human score is known: ${left.join(', ')} (see --game)`);
  if (games.includes('video_pinball')) {
    notes.push(
      `video_pinball is normalised with ${baselineOf('video_pinball', normalisation)?.random} for random play; papers differ`,
    );
  }
  return notes;
}

function range(values: readonly number[]): [number, number] {
  return [Math.min(...values), Math.max(...values)];
}
