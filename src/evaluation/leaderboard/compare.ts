import { nearestNames, UserError } from '../../errors.ts';
import { baselineOf, humanNormalised, type Normalisation } from '../human-random.ts';
import { publishedAgents } from '../published.ts';
import { probabilityOfImprovement, type Scores } from '../statistics/aggregates.ts';
import { bootstrap } from '../statistics/bootstrap.ts';
import type { StoredEvaluation } from '../store/store.ts';
import { type Contestant, meanScore, ownContestants, publishedContestant } from './contestants.ts';
import { type Estimate, unitsOf } from './estimate.ts';

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
  return { a, b, comparable, games, probabilityOfImprovement: { value, interval }, notes };
}

/** The two under one protocol, where they have one in common. */
function pairOf(
  evaluations: readonly StoredEvaluation[],
  nameA: string,
  nameB: string,
  protocol: string | undefined,
): [Contestant, Contestant] {
  const names = [...new Set(evaluations.map(evaluation => evaluation.protocol.name))];
  const choices = (protocol === undefined ? names : [protocol]).map(name => {
    const played = evaluations.filter(evaluation => evaluation.protocol.name === name);
    return { a: contestantNamed(played, nameA), b: contestantNamed(played, nameB) };
  });
  for (const { a, b } of choices) if (a && b) return [a, b];
  const known = [...ownContestants(evaluations).map(({ name }) => name), ...publishedAgents.map(({ name }) => name)];
  for (const name of [nameA, nameB]) {
    if (contestantNamed(evaluations, name)) continue;
    const near = nearestNames(name, known);
    throw new UserError(
      `no scores of "${name}"${protocol ? ` under ${protocol}` : ''}: ` +
        (near.length > 0 ? `did you mean ${near.join(' or ')}?` : `known: ${known.join(', ')}`),
    );
  }
  throw new UserError(
    `${nameA} and ${nameB} were not evaluated under the same protocol${protocol ? ` ${protocol}` : ''}`,
  );
}

function contestantNamed(evaluations: readonly StoredEvaluation[], name: string): Contestant | undefined {
  const published = publishedAgents.find(agent => agent.name === name);
  if (published) return publishedContestant(published);
  const ofRun = evaluations.filter(({ run }) => run && (run.path === name || run.path.endsWith(`/${name}`)));
  const [own] = ownContestants(ofRun.length > 0 ? ofRun : []);
  return own ? { ...own, label: name } : ownContestants(evaluations).find(contestant => contestant.name === name);
}
