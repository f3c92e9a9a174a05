import type { ComparisonTable } from '../../api.ts';
import { h } from '../dom.ts';

/** Two agents beside each other: a pair of bars a game, and the chance that one beats the other. */
export function comparisonTable({ a, b, games, probability, notes }: ComparisonTable): HTMLElement {
  const longest = Math.max(
    1e-9,
    ...games.flatMap(({ normalisedA = 0, normalisedB = 0 }) => [Math.abs(normalisedA), Math.abs(normalisedB)]),
  );
  const rows = games.flatMap(({ game, ...scores }) => [
    row(game, a, scores.a, scores.normalisedA, longest),
    row('', b, scores.b, scores.normalisedB, longest),
  ]);
  const { value, interval } = probability;
  const between = interval ? ` (95 % from ${percent(interval[0])} to ${percent(interval[1])})` : '';
  return h(
    'div',
    {},
    h(
      'p',
      {},
      `Probability that ${a} beats ${b} on a game drawn at random: `,
      h('strong', {}, percent(value)),
      between,
    ),
    h(
      'table',
      { class: 'board' },
      h(
        'thead',
        {},
        h('tr', {}, ...['game', 'agent', 'score', 'human-normalised', ''].map(text => h('th', { scope: 'col' }, text))),
      ),
      h('tbody', {}, ...rows),
    ),
    h('ul', { class: 'notes' }, ...notes.map(note => h('li', {}, note))),
  );
}

function row(game: string, agent: string, score: number, share: number | undefined, longest: number): HTMLElement {
  const fill = h('i');
  fill.style.width = `${(100 * Math.abs(share ?? 0)) / longest}%`;
  return h(
    'tr',
    { class: share !== undefined && share < 0 ? 'negative' : undefined },
    h('td', {}, game),
    h('td', {}, agent),
    h('td', { class: 'number' }, score.toFixed(2)),
    h('td', { class: 'number' }, share === undefined ? '–' : percent(share)),
    h('td', { class: 'bar' }, h('div', { class: 'frame' }, fill)),
  );
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
