import { existsSync } from 'node:fs';
import { type Board, leaderboards } from '../evaluation/leaderboard/board.ts';
import { columnsOf } from '../evaluation/leaderboard/columns.ts';
import { compare } from '../evaluation/leaderboard/compare.ts';
import { notesOf, titleOf } from '../evaluation/leaderboard/formats.ts';
import { plotsOf } from '../evaluation/leaderboard/plots.ts';
import { publishedAgents, publishedNamed } from '../evaluation/published.ts';
import { ScoreStore, type StoredEvaluation } from '../evaluation/store/store.ts';
import type { BoardTable, ComparisonTable, Leaderboard, LeaderboardPlot } from './api.ts';

const normalisation = 'wang2016';

/** The leaderboards of a score store, as the page shows them. */
export class Scores {
  private readonly path: string;

  /** @param path of the store; it need not exist yet */
  constructor(path: string) {
    this.path = path;
  }

  /**
   * @param query `game`, `protocol`, and `against`: published agents with commas between, `all` or `none`
   * @throws UserError where there are no scores, no such agent, or the store is damaged
   */
  leaderboard(query: URLSearchParams): Leaderboard {
    const all = this.evaluations();
    return {
      boards: boardsOf(all, query).map(tableOf),
      games: distinct(all.map(({ game }) => game)),
      protocols: distinct(all.map(({ protocol }) => protocol.name)),
      published: publishedAgents.map(({ name, label }) => ({ name, label })),
    };
  }

  /** The pictures of the same boards. They take a second or two, so tables come without them. */
  plots(query: URLSearchParams): LeaderboardPlot[] {
    return boardsOf(this.evaluations(), query).flatMap(board => plotsOf(board, 'auto'));
  }

  /**
   * @param query agents `a` and `b`; `game` and `protocol`
   * @throws UserError where one is not known, or they have nothing in common
   */
  comparison(query: URLSearchParams): ComparisonTable {
    const [nameA, nameB] = ['a', 'b'].map(name => query.get(name) ?? '');
    const [game, protocol] = ['game', 'protocol'].map(name => query.get(name) ?? undefined);
    const compared = compare(this.evaluations(), nameA, nameB, { game, protocol, normalisation });
    const { a, b, games, probabilityOfImprovement, notes } = compared;
    return { a: a.label, b: b.label, games, probability: probabilityOfImprovement, notes };
  }

  private evaluations(): StoredEvaluation[] {
    // To look is not to make.
    if (!existsSync(this.path)) return [];
    const store = new ScoreStore(this.path);
    try {
      return store.evaluations();
    } finally {
      store.close();
    }
  }
}

function boardsOf(evaluations: readonly StoredEvaluation[], query: URLSearchParams): Board[] {
  const [wantedGame, wantedProtocol] = ['game', 'protocol'].map(name => query.get(name) ?? undefined);
  const chosen = evaluations.filter(
    ({ game, protocol }) =>
      (wantedGame === undefined || game === wantedGame) &&
      (wantedProtocol === undefined || protocol.name === wantedProtocol),
  );
  const against = publishedNamed(query.get('against') ?? 'all');
  return leaderboards(chosen, { game: wantedGame, against, normalisation });
}

function tableOf(board: Board): BoardTable {
  const columns = columnsOf(board);
  return {
    title: titleOf(board),
    protocol: board.protocol,
    measure: board.games.length === 1 ? 'score' : 'interquartile mean',
    headings: columns.map(({ heading }) => heading),
    rows: board.rows.map(row => ({
      name: row.name,
      label: row.label,
      isOwn: row.kind === 'own',
      isComparable: row.comparable,
      cells: columns.map(({ cell }) => cell(row)),
      measured: row.score ?? row.normalised?.interquartileMean,
    })),
    notes: notesOf(board),
  };
}

const distinct = (values: readonly string[]): string[] => [...new Set(values)].sort();
