/** The page's frame: tabs, and an address that says what is shown: `#play?game=orchard`. */
import { h } from './dom.ts';
import { PlayTab } from './play/play.ts';
import type { Tab } from './tab.ts';
import { RunsTab } from './watch/watch.ts';

const main = document.querySelector('main')!;
const nav = document.querySelector('nav')!;

/** Writes what a tab shows into the address, without a new entry in the browser's history. */
const addressOf = (name: string) => (query: URLSearchParams) => {
  const text = query.toString();
  history.replaceState(null, '', `#${name}${text === '' ? '' : `?${text}`}`);
};

const tabs: readonly Tab[] = [new RunsTab(addressOf('runs')), new PlayTab(addressOf('play'))];

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
