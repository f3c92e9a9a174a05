import { actionNames } from '../../../ale/actions.ts';
import { h } from '../dom.ts';
import type { Pilot } from './pilot.ts';

/** What the agent expects of each action, or how much it is inclined to it, as bars, the chosen one marked. */
export class ValuesView {
  readonly element: HTMLElement;
  private readonly pilot: Pilot;
  private readonly rows: { row: HTMLElement; bar: HTMLElement; number: HTMLElement }[];

  constructor(pilot: Pilot) {
    this.pilot = pilot;
    this.rows = pilot.actions.map(action => {
      const bar = h('i');
      const number = h('td', { class: 'number' });
      const row = h('tr', {}, h('th', { scope: 'row' }, actionNames[action]), h('td', { class: 'bar' }, bar), number);
      return { row, bar, number };
    });
    this.element = h('table', { class: 'values' }, ...this.rows.map(({ row }) => row));
  }

  show(): void {
    const { chosen } = this.pilot;
    const values = this.pilot.values ?? this.pilot.preferences;
    const all = values ? Array.from(values) : [];
    const least = Math.min(...all);
    const range = Math.max(...all) - least;
    this.rows.forEach(({ row, bar, number }, i) => {
      row.classList.toggle('chosen', i === chosen);
      // Before the first decision there are none.
      if (!values || values.length === 0) return;
      number.textContent = values[i].toFixed(3);
      bar.style.width = `${range > 0 ? 5 + (95 * (values[i] - least)) / range : 5}%`;
    });
  }
}
