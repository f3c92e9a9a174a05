/** The page's frame: tabs, and an address that says what is shown: `#play?game=orchard`. */
import type { ReportSummary } from '../api.ts';
import { fetchJson, h } from './dom.ts';
import { LeaderboardTab } from './leaderboard/leaderboard.ts';
import { PlayTab } from './play/play.ts';
import { ReportsTab } from './reports/reports.ts';
import type { Tab } from './tab.ts';
import { RunsTab } from './watch/watch.ts';

const main = document.querySelector('main')!;
const nav = document.querySelector('nav')!;

/** Writes what a tab shows into the address, without a new entry in the browser's history. */
const addressOf = (name: string) => (query: URLSearchParams) => {
  const text = query.toString();
  history.replaceState(null, '', `#${name}${text === '' ? '' : `?${text}`}`);
};

/** Reports exist only where an experiment was run; their tab, too. */
const reports = await fetchJson<ReportSummary[]>('/api/reports').catch(() => []);

const tabs: readonly Tab[] = [
  new RunsTab(addressOf('runs')),
  new LeaderboardTab(addressOf('leaderboard')),
  new PlayTab(addressOf('play')),
  ...(reports.length > 0 ? [new ReportsTab(reports, addressOf('experiments'))] : []),
];

let shown: Tab | undefined;

async function open(): Promise<void> {
  const [name, query] = location.hash.slice(1).split('?');
  const tab = tabs.find(candidate => candidate.name === name) ?? tabs[0];
  if (shown !== tab) {
    shown?.hide();
    shown = tab;
    main.replaceChildren(tab.element);
    document.title = `${tab.title} · openbrain`;
    for (const link of nav.querySelectorAll('a')) {
      if (link.hash === `#${tab.name}`) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
    }
  }
  try {
    await tab.show(new URLSearchParams(query ?? ''));
  } catch (error) {
    main.replaceChildren(h('p', { class: 'message', role: 'alert' }, (error as Error).message));
    shown = undefined;
  }
}

nav.append(...tabs.map(({ name, title }) => h('a', { href: `#${name}` }, title)));
addEventListener('hashchange', () => void open());
void open();
