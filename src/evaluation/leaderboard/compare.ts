import { resolve } from 'node:path';
import { didYouMean, UserError } from '../../errors.ts';
import { baselineOf, humanNormalised, type Normalisation } from '../human-random.ts';
import { publishedAgents } from '../published.ts';
import { probabilityOfImprovement, type Scores } from '../statistics/aggregates.ts';
import { bootstrap } from '../statistics/bootstrap.ts';
import type { StoredEvaluation } from '../store/store.ts';
import { type Contestant, meanScore, ownContestants, publishedContestant } from './contestants.ts';
import { type Estimate, unitsOf } from './estimate.ts';
import { groupBy } from './group-by.ts';

/** Two agents beside each other, game by game. */
export interface Comparison {
  a: Contestant;
  b: Contestant;
  /** Were both played under the same protocol? */
  comparable: boolean;
  games: { game: string; a: number; b: number; normalisedA?: number; normalisedB?: number }[];
  /** Chance that a run (an episode, where there is one run only) of A beats one of B, on a game drawn at random. */
  probabilityOfImprovement: Estimate;
  notes: string[];
}

export interface CompareOptions {
  protocol?: string;
  game?: string;
  normalisation: Normalisation;
  seed?: number;
}

/**
 * Compares two agents over the games that both have.
 * @param nameA an own agent's name, a run folder, or a published agent
 * @throws UserError with the nearest names where there is none such, or no common game
 */
export function compare(
  evaluations: readonly StoredEvaluation[],
  nameA: string,
  nameB: string,
  { protocol, game, normalisation, seed }: CompareOptions,
): Comparison {
  const [a, b] = pairOf(evaluations, nameA, nameB, protocol);
  const common = [...a.games.keys()].filter(name => b.games.has(name) && (game === undefined || name === game)).sort();
  if (common.length === 0) {
    throw new UserError(`${nameA} and ${nameB} have no game in common${game ? ` (asked for ${game})` : ''}`);
  }
  const runsOf = (contestant: Contestant, name: string) => contestant.games.get(name) ?? [];
  const tables: [Scores, Scores] = [
    common.map(name => unitsOf(runsOf(a, name))),
    common.map(name => unitsOf(runsOf(b, name))),
  ];
  const value = probabilityOfImprovement(...tables);
  const hasChance = tables.flat().some(units => units.length > 1);
  const [interval] = hasChance ? bootstrap(tables, (x, y) => [probabilityOfImprovement(x, y)], { seed }) : [];
  const games = common.map(name => {
    const baseline = baselineOf(name, normalisation);
    const [scoreA, scoreB] = [meanScore(runsOf(a, name)), meanScore(runsOf(b, name))];
    return {
      ...{ game: name, a: scoreA, b: scoreB },
      normalisedA: baseline && humanNormalised(scoreA, baseline),
      normalisedB: baseline && humanNormalised(scoreB, baseline),
    };
  });
  const comparable = a.protocol === b.protocol;
  const notes = comparable ? [] : [`≠: ${a.label} was played under ${a.protocol}, ${b.label} under ${b.protocol}`];
  if (a.kind === 'published' || b.kind === 'published') {
    notes.push('a published agent is one number a game: the chance is that of beating that number');
  }
  const hasSingleRun = [a, b].some(
    ({ kind, games: theirs }) => kind === 'own' && common.some(name => theirs.get(name)?.length === 1),
  );
  if (hasSingleRun)
    notes.push('games with a single run are compared by its episodes, not by what another training would give');
  return { a, b, comparable, games, probabilityOfImprovement: { value, interval }, notes };
}

/** The two under one protocol where they have one in common; of several kinds of an agent, those with most games in common. */
function pairOf(
  evaluations: readonly StoredEvaluation[],
  nameA: string,
  nameB: string,
  protocol: string | undefined,
): [Contestant, Contestant] {
  const byProtocol = groupBy(evaluations, evaluation => evaluation.protocol.name);
  const fields = [...byProtocol]
    .filter(([name]) => protocol === undefined || name === protocol)
    .map(([, field]) => field);
  // Two published agents need no scores of ours.
  const pairs = (fields.length > 0 ? fields : [[]]).flatMap(field =>
    contestantsNamed(field, nameA).flatMap(a =>
      contestantsNamed(field, nameB).map(b => ({
        a,
        b,
        common: [...a.games.keys()].filter(g => b.games.has(g)).length,
      })),
    ),
  );
  const best = pairs.reduce((most, pair) => (pair.common > most.common ? pair : most), pairs[0]);
  if (best) return [best.a, best.b];
  const known = [...fields.flatMap(ownContestants).map(({ name }) => name), ...publishedAgents.map(({ name }) => name)];
  for (const name of [nameA, nameB]) {
    if (fields.some(field => contestantsNamed(field, name).length > 0)) continue;
    throw new UserError(
      `no scores of "${name}"${protocol ? ` under ${protocol}` : ''}: ` +
        (didYouMean(name, known) || `known: ${[...new Set(known)].join(', ')}`),
    );
  }
  throw new UserError(`${nameA} and ${nameB} were not evaluated under the same protocol`);
}

/** Those that a name can mean: a published agent, a run folder, an agent of ours with or without its settings. */
function contestantsNamed(evaluations: readonly StoredEvaluation[], name: string): Contestant[] {
  const published = publishedAgents.find(agent => agent.name === name);
  if (published) return [publishedContestant(published)];
  const ofRun = evaluations.filter(({ run }) => run?.path === resolve(name));
  if (ofRun.length > 0) return ownContestants(ofRun).map(own => ({ ...own, label: name }));
  const own = ownContestants(evaluations);
  const exact = own.filter(contestant => contestant.name === name);
  return exact.length > 0 ? exact : own.filter(({ agent }) => agent === name);
}
