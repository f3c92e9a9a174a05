/** The tab Leaderboard: own agents beside published ones, and any two of them game by game. */
import type { ComparisonTable, Leaderboard, LeaderboardPlot } from '../../api.ts';
import { fetchJson, h, ServerError, select } from '../dom.ts';
import type { Tab } from '../tab.ts';
import { boardTable } from './board.ts';
import { comparisonTable } from './comparison.ts';

/** What the board can be narrowed down to; the server knows these by the same names. */
const filters = ['game', 'protocol', 'against'] as const;

export class LeaderboardTab implements Tab {
  readonly name = 'leaderboard';
  readonly title = 'Leaderboard';
  readonly element = h('section', { class: 'leaderboard' });
  private readonly setQuery: (query: URLSearchParams) => void;
  private readonly plots = h('section', { class: 'plots' });
  private query = new URLSearchParams();
  private visit = 0;

  constructor(setQuery: (query: URLSearchParams) => void) {
    this.setQuery = setQuery;
  }

  async show(query: URLSearchParams): Promise<void> {
    if (query.size > 0) this.query = query;
    await this.load();
  }

  hide(): void {
    this.visit++;
  }

  private async load(): Promise<void> {
    this.setQuery(this.query);
    const visit = ++this.visit;
    const asked = new URLSearchParams(
      [...this.query].filter(([name]) => (filters as readonly string[]).includes(name)),
    );
    try {
      const leaderboard = await fetchJson<Leaderboard>(`/api/leaderboard?${asked}`);
      // Somebody may have asked for something else meanwhile.
      if (visit !== this.visit) return;
      this.build(leaderboard);
      this.plots.replaceChildren(h('p', { class: 'faint' }, 'drawing …'));
      const plots = await fetchJson<LeaderboardPlot[]>(`/api/plots?${asked}`);
      if (visit === this.visit) this.showPlots(plots);
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      const all = asked.size === 0 ? undefined : h('a', { href: '#leaderboard?against=all' }, 'Show everything');
      this.element.replaceChildren(h('p', { class: 'message' }, error.message), ...(all ? [all] : []));
    }
  }

  private build({ boards, games, protocols, published }: Leaderboard): void {
    const plain = (value: string) => ({ value, text: value });
    const agents = published.map(({ name, label }) => ({ value: name, text: label }));
    const against = this.query.get('against') ?? 'all';
    const several = against.includes(',') ? [{ value: against, text: against }] : [];
    this.element.replaceChildren(
      h(
        'div',
        { class: 'choosers' },
        this.filter('game', 'Game', [{ value: '', text: 'all' }, ...games.map(plain)]),
        this.filter('protocol', 'Protocol', [{ value: '', text: 'all' }, ...protocols.map(plain)]),
        select('Published agents', [plain('all'), plain('none'), ...several, ...agents], against, value =>
          this.choose('against', value),
        ),
      ),
      ...boards.map(boardTable),
      this.comparison(boards),
      this.plots,
    );
  }

  private showPlots(plots: readonly LeaderboardPlot[]): void {
    for (const { src } of this.plots.querySelectorAll('img')) URL.revokeObjectURL(src);
    this.plots.replaceChildren(
      ...plots.map(({ name, svg }) => {
        const src = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
        const save = h('a', { href: src, download: `${name}.svg` }, `${name}.svg`);
        return h('figure', {}, h('img', { src, alt: name }), h('figcaption', {}, save));
      }),
    );
  }

  private filter(name: 'game' | 'protocol', label: string, options: { value: string; text: string }[]): HTMLElement {
    return select(label, options, this.query.get(name) ?? '', value => this.choose(name, value));
  }

  private choose(name: string, value: string): void {
    if (value === '') this.query.delete(name);
    else this.query.set(name, value);
    void this.load();
  }

  /** Two lists to choose from, and what the two have in common. */
  private comparison(boards: Leaderboard['boards']): HTMLElement {
    const agents = new Map(boards.flatMap(({ rows }) => rows.map(({ name, label }) => [name, label] as const)));
    const own = boards.flatMap(({ rows }) => rows.filter(({ isOwn }) => isOwn));
    if (agents.size < 2 || own.length === 0) return h('div');
    const options = [...agents].map(([value, text]) => ({ value, text }));
    const first = this.query.get('a') ?? own[0].name;
    const second = this.query.get('b') ?? options.find(({ value }) => value !== first)!.value;
    const result = h('div');
    const compare = async (): Promise<void> => {
      const query = new URLSearchParams(this.query);
      query.set('a', this.query.get('a') ?? first);
      query.set('b', this.query.get('b') ?? second);
      try {
        result.replaceChildren(comparisonTable(await fetchJson<ComparisonTable>(`/api/compare?${query}`)));
      } catch (error) {
        if (!(error instanceof ServerError)) throw error;
        result.replaceChildren(h('p', { class: 'message' }, error.message));
      }
    };
    const chooser = (name: 'a' | 'b', label: string, chosen: string): HTMLElement =>
      select(label, options, chosen, value => {
        this.query.set(name, value);
        this.setQuery(this.query);
        void compare();
      });
    void compare();
    return h(
      'section',
      {},
      h('h2', {}, 'Two agents, game by game'),
      h('div', { class: 'choosers' }, chooser('a', 'This one', first), chooser('b', 'beside', second)),
      result,
    );
  }
}
