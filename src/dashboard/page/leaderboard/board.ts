import type { BoardLine, BoardTable } from '../../api.ts';
import { h } from '../dom.ts';

/** Columns of words, set to the left; the others hold numbers. */
const words = ['agent', 'protocol', 'from'];

/** A leaderboard with a bar for every row and a whisker for its interval. */
export function boardTable(board: BoardTable): HTMLElement {
  const { title, headings, rows, notes, measure } = board;
  // The bars stand beside the names.
  const place = headings.indexOf('agent') + 1;
  const scale = scaleOf(rows);
  const heads = headings.map(text =>
    h('th', { scope: 'col', class: words.includes(text) ? undefined : 'number' }, text),
  );
  heads.splice(place, 0, h('th', { scope: 'col', title: measure, 'aria-label': `${measure}, as a bar` }));
  return h(
    'section',
    {},
    h('h2', {}, title),
    h(
      'div',
      { class: 'scroll' },
      h(
        'table',
        { class: 'board' },
        h('thead', {}, h('tr', {}, ...heads)),
        h('tbody', {}, ...rows.map(row => rowElement(row, headings, place, scale))),
      ),
    ),
    h('ul', { class: 'notes' }, ...notes.map(note => h('li', {}, note))),
  );
}

function rowElement(row: BoardLine, headings: readonly string[], place: number, scale: Scale): HTMLElement {
  const cells = row.cells.map((text, i) =>
    h('td', { class: words.includes(headings[i]) ? undefined : 'number' }, text),
  );
  cells.splice(place, 0, h('td', { class: 'bar' }, bar(row, scale)));
  return h('tr', { class: `${row.isOwn ? 'own' : ''} ${row.isComparable ? '' : 'foreign'}`.trim() }, ...cells);
}

interface Scale {
  low: number;
  high: number;
}

/** From 0, or the least score, to the greatest. */
function scaleOf(rows: readonly BoardLine[]): Scale {
  const all = rows.flatMap(({ measured }) => (measured ? [measured.value, ...(measured.interval ?? [])] : []));
  const low = Math.min(0, ...all);
  return { low, high: Math.max(low + 1e-9, 0, ...all) };
}

function bar({ measured }: BoardLine, { low, high }: Scale): HTMLElement {
  const place = (value: number): number => (100 * (value - low)) / (high - low);
  const frame = h('div', { class: 'frame' });
  if (!measured) return frame;
  const { value, interval } = measured;
  const fill = h('i');
  fill.style.left = `${place(Math.min(0, value))}%`;
  fill.style.width = `${place(Math.max(0, value)) - place(Math.min(0, value))}%`;
  frame.append(fill);
  if (interval) {
    const whisker = h('b');
    whisker.style.left = `${place(interval[0])}%`;
    whisker.style.width = `${place(interval[1]) - place(interval[0])}%`;
    frame.append(whisker);
  }
  return frame;
}
