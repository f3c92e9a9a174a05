import type { Comparison } from '../evaluation/leaderboard/compare.ts';
import { score } from './format.ts';
import { table } from './table.ts';

/** Character cells of the longest bar. */
const barLength = 30;

/** A comparison as people read it in a terminal: a bar a game and agent, and the chance that one beats the other. */
export function comparisonText({ a, b, games, probabilityOfImprovement, notes }: Comparison): string {
  const all = games.flatMap(({ normalisedA, normalisedB }) => [normalisedA ?? 0, normalisedB ?? 0]);
  const longest = Math.max(...all.map(Math.abs), 1e-9);
  const rows = games.flatMap(game => [
    [game.game, a.label, score(game.a), percent(game.normalisedA), bar(game.normalisedA, longest)],
    ['', b.label, score(game.b), percent(game.normalisedB), bar(game.normalisedB, longest)],
  ]);
  const { value, interval } = probabilityOfImprovement;
  const between = interval ? ` (95% from ${percent(interval[0])} to ${percent(interval[1])})` : '';
  return [
    `${a.label} (${a.protocol}, ${a.paper ?? a.source})`,
    `${b.label} (${b.protocol}, ${b.paper ?? b.source})`,
    '',
    table(['game', 'agent', 'score', 'human-normalised', ''], rows),
    '',
    `probability that ${a.label} beats ${b.label} on a game drawn at random: ${percent(value)}${between}`,
    ...notes,
  ].join('\n');
}

/** The same as JSON. */
export function comparisonJson({ a, b, ...rest }: Comparison): string {
  const plain = ({ name, label, kind, protocol, source, paper }: Comparison['a']) => ({
    ...{ name, label, kind, protocol, source, paper },
  });
  return JSON.stringify({ a: plain(a), b: plain(b), ...rest });
}

function bar(value: number | undefined, longest: number): string {
  if (value === undefined) return '';
  const cells = Math.round((barLength * Math.abs(value)) / longest);
  return (value < 0 ? '░' : '█').repeat(cells);
}

function percent(share: number | undefined): string {
  return share === undefined ? '-' : `${(100 * share).toFixed(1)}%`;
}
