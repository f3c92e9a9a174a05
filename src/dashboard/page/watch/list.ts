import type { RunSummary } from '../../api.ts';
import { count, h, short } from '../dom.ts';

/** A run at work writes a checkpoint every minute, whatever else happens. */
const mostQuietSeconds = 75;

/** Share of the run that is done, 0..1. */
export function doneOf({ config, frames, seconds }: RunSummary): number {
  const { limit } = config;
  return Math.min(1, Math.max(frames / (limit.frames ?? Infinity), seconds / 60 / (limit.minutes ?? Infinity)));
}

/** Whether it is being trained now, as far as its files tell: it writes something with every few episodes. */
export function isLive(run: RunSummary): boolean {
  const { seconds, episodes, writtenAt } = run;
  const quiet = episodes === 0 ? mostQuietSeconds : Math.min(mostQuietSeconds, Math.max(10, (5 * seconds) / episodes));
  return Date.now() - writtenAt < 1000 * quiet && doneOf(run) < 1;
}

export interface ListOptions {
  runs: readonly RunSummary[];
  /** Colours of the runs whose curves are shown. */
  shown: ReadonlyMap<string, string>;
  /** The run whose details are shown. */
  focus: string | undefined;
  toggle(id: string): void;
  look(id: string): void;
}

/** All runs, as a table to choose from. */
export function runList({ runs, shown, focus, toggle, look }: ListOptions): HTMLElement {
  const headings = ['', 'run', 'game', 'frames', 'mean return', 'frames/s', 'written'];
  return h(
    'table',
    { class: 'runs' },
    h(
      'thead',
      {},
      h('tr', {}, ...headings.map((text, i) => h('th', { scope: 'col', class: i > 2 ? 'number' : undefined }, text))),
    ),
    h('tbody', {}, ...runs.map(run => row(run, shown.get(run.id), run.id === focus, toggle, look))),
  );
}

function row(
  run: RunSummary,
  colour: string | undefined,
  isFocus: boolean,
  toggle: (id: string) => void,
  look: (id: string) => void,
): HTMLElement {
  const { id, config, frames, meanReturn, framesPerSecond, writtenAt } = run;
  const box = h('input', {
    type: 'checkbox',
    checked: colour !== undefined,
    'aria-label': `show ${id}`,
    change: () => toggle(id),
  });
  if (colour) box.style.accentColor = colour;
  const name = h('button', { class: 'name', type: 'button', click: () => look(id) }, id);
  const live = isLive(run) ? h('span', { class: 'live', title: 'training' }, '●') : undefined;
  return h(
    'tr',
    { 'data-run': id, class: isFocus ? 'focus' : undefined },
    h('td', {}, box),
    h('td', {}, name, live),
    h('td', {}, config.game),
    h('td', { class: 'number', title: count(frames) }, short(frames)),
    h('td', { class: 'number' }, meanReturn === null ? '–' : meanReturn.toFixed(1)),
    h('td', { class: 'number' }, count(framesPerSecond)),
    h('td', { class: 'number' }, ago(Date.now() - writtenAt)),
  );
}

function ago(milliseconds: number): string {
  const minutes = milliseconds / 60_000;
  if (minutes < 1) return 'now';
  if (minutes < 60) return `${Math.floor(minutes)} min ago`;
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h ago`;
  return `${Math.floor(minutes / 60 / 24)} days ago`;
}
