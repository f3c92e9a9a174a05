/** The tab Runs: what is being trained and what was, as curves that grow. */
import type { Curve, RunSummary } from '../../api.ts';
import { fetchJson, h, select } from '../dom.ts';
import type { Tab } from '../tab.ts';
import { type Bandable, bandOf, groupOf } from './bands.ts';
import { Chart, type Line } from './chart.ts';
import { colour, onDarkness } from './colours.ts';
import { runDetails, runMedia } from './details.ts';
import { RunFeed } from './feed.ts';
import { runList } from './list.ts';

/** A curve that grows is fetched no more often. */
const fetchMilliseconds = 1000;

const quantityTexts: Readonly<Record<string, string>> = {
  return: 'return',
  episodeFrames: 'frames an episode',
  episodeSteps: 'steps an episode',
  framesPerSecond: 'frames/s',
  stepsPerSecond: 'steps/s',
};

/** What lies across. */
const axes = {
  frames: { title: 'frames', of: ({ frames }: Bandable) => frames },
  minutes: { title: 'minutes of training', of: ({ seconds }: Bandable) => seconds.map(value => value / 60) },
} as const;
type Axis = keyof typeof axes;

const windows = [1, 10, 20, 100];

export class RunsTab implements Tab {
  readonly name = 'runs';
  readonly title = 'Runs';
  readonly element = h('section', { class: 'runs-tab' });
  private readonly setQuery: (query: URLSearchParams) => void;
  private readonly feed = new RunFeed(id => this.changed(id));
  private readonly chart = new Chart();
  private readonly list = h('div', { class: 'run-list' });
  private readonly controls = h('div', { class: 'choosers' });
  private readonly details = h('aside', {});
  private readonly media = h('div', {});
  /** Runs whose curves are shown, with the number of their colour. */
  private shown = new Map<string, number>();
  private focus: string | undefined;
  private quantity = 'return';
  private axis: Axis = 'frames';
  private window = 20;
  private hasBands = false;
  private readonly curves = new Map<string, Curve>();
  private readonly stale = new Set<string>();
  private timer: number | undefined;
  private focusShown = '';

  constructor(setQuery: (query: URLSearchParams) => void) {
    this.setQuery = setQuery;
    onDarkness(() => this.draw());
  }

  show(query: URLSearchParams): void {
    const asked = query.getAll('show');
    if (asked.length > 0) this.shown = new Map(asked.map((id, i) => [id, i]));
    this.focus = query.get('look') ?? this.focus;
    this.hasBands = query.has('bands') || this.hasBands;
    this.feed.start();
  }

  hide(): void {
    this.feed.stop();
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  /** A run has grown; undefined: the list is new. */
  private changed(id: string | undefined): void {
    const { runs } = this.feed;
    for (const known of this.shown.keys()) if (!runs.has(known)) this.shown.delete(known);
    const newest = this.sorted()[0];
    if (this.shown.size === 0 && newest) this.shown.set(newest.id, 0);
    if (this.focus === undefined || !runs.has(this.focus)) this.focus = this.shown.keys().next().value;
    for (const shown of this.shown.keys()) if (id === undefined || id === shown) this.stale.add(shown);
    this.draw();
    this.fetchLater(id === undefined ? 0 : fetchMilliseconds);
  }

  private fetchLater(milliseconds: number): void {
    this.timer ??= window.setTimeout(async () => {
      const wanted = [...this.stale];
      this.stale.clear();
      await Promise.all(wanted.map(id => this.fetchCurve(id)));
      this.timer = undefined;
      this.drawChart();
      if (this.stale.size > 0) this.fetchLater(fetchMilliseconds);
    }, milliseconds);
  }

  private async fetchCurve(run: string): Promise<void> {
    const query = new URLSearchParams({ run, quantity: this.quantity, window: String(this.window) });
    const curve = await fetchJson<Curve>(`/api/curve?${query}`).catch(() => undefined);
    if (curve) this.curves.set(run, curve);
  }

  /** What is drawn is to be something else: all curves are fetched anew. */
  private redraw(): void {
    for (const id of this.shown.keys()) this.stale.add(id);
    this.remember();
    this.draw();
    clearTimeout(this.timer);
    this.timer = undefined;
    this.fetchLater(0);
  }

  private draw(): void {
    const runs = this.sorted();
    if (runs.length === 0) {
      this.element.replaceChildren(
        h(
          'p',
          { class: 'message' },
          'No runs yet. One begins with: ',
          h('code', {}, 'openbrain train pong --minutes 4'),
        ),
      );
      return;
    }
    if (!this.list.isConnected) {
      this.element.replaceChildren(
        h('div', {}, this.controls, this.chart.element, this.media, this.list),
        this.details,
      );
    }
    this.drawControls();
    const shown = new Map([...this.shown].map(([id, index]) => [id, colour(index)]));
    this.list.replaceChildren(
      runList({ runs, shown, focus: this.focus, toggle: id => this.toggle(id), look: id => this.look(id) }),
    );
    const focus = this.focus === undefined ? undefined : this.feed.runs.get(this.focus);
    this.details.replaceChildren(...(focus ? [runDetails(focus)] : []));
    this.drawMedia(focus);
    this.drawChart();
  }

  /** Films are put there once: a film that is being watched would begin anew. */
  private drawMedia(run: RunSummary | undefined): void {
    const shown = run ? [run.id, ...run.media].join('\n') : '';
    if (shown === this.focusShown) return;
    this.focusShown = shown;
    const media = run && runMedia(run);
    this.media.replaceChildren(...(media ? [media] : []));
  }

  private drawControls(): void {
    // A list that somebody has open must not be taken away.
    if (this.controls.contains(document.activeElement)) return;
    const quantities = new Set([...this.shown.keys()].flatMap(id => this.feed.runs.get(id)?.quantities ?? []));
    quantities.add('return');
    const bands = h('input', {
      type: 'checkbox',
      checked: this.hasBands,
      change: () => {
        this.hasBands = bands.checked;
        bands.blur();
        this.redraw();
      },
    });
    this.controls.replaceChildren(
      select(
        'Curve',
        [...quantities].map(value => ({ value, text: quantityTexts[value] ?? value.replace('.', ': ') })),
        this.quantity,
        value => {
          this.quantity = value;
          this.redraw();
        },
      ),
      select(
        'Over',
        Object.entries(axes).map(([value, { title }]) => ({ value, text: title })),
        this.axis,
        value => {
          this.axis = value as Axis;
          this.redraw();
        },
      ),
      select(
        'Mean of',
        windows.map(value => ({ value: String(value), text: value === 1 ? 'one episode' : `${value} episodes` })),
        String(this.window),
        value => {
          this.window = Number(value);
          this.redraw();
        },
      ),
      h('label', { class: 'field' }, h('span', {}, 'Seeds as one band'), bands),
    );
  }

  private drawChart(): void {
    if (!this.chart.element.isConnected) return;
    const lines = this.hasBands ? this.bandLines() : [...this.shown].flatMap(([id, index]) => this.lines(id, index));
    const { title } = axes[this.axis];
    this.chart.show(lines, { x: title, y: quantityTexts[this.quantity] ?? this.quantity });
  }

  /** A run's curve, and dashed that of its evaluations. */
  private lines(id: string, index: number): Line[] {
    const curve = this.curves.get(id);
    if (curve?.quantity !== this.quantity) return [];
    const { evaluations } = curve;
    const line = { label: id, colour: colour(index), x: axes[this.axis].of(curve), y: curve.means };
    if (!evaluations) return [line];
    const x = axes[this.axis].of(evaluations);
    return [line, { label: `${id}, evaluated`, colour: colour(index), x, y: evaluations.means, dashed: true }];
  }

  /** One line in a band for all shown runs of a kind. */
  private bandLines(): Line[] {
    const groups = new Map<string, [string, number][]>();
    for (const member of this.shown) {
      const run = this.feed.runs.get(member[0]);
      const key = run ? groupOf(run) : member[0];
      groups.set(key, [...(groups.get(key) ?? []), member]);
    }
    return [...groups.values()].flatMap(members => {
      const [[first, index]] = members;
      if (members.length === 1) return this.lines(first, index);
      const curves = members.flatMap(([id]) => this.curves.get(id) ?? []).filter(curve => this.isWanted(curve));
      const { game, agent } = this.feed.runs.get(first)!.config;
      const label = `${game}, ${agent}, ${curves.length} seeds`;
      const evaluated = curves.flatMap(({ evaluations }) => evaluations ?? []);
      const line = this.bandLine(curves, { label, colour: colour(index) });
      if (evaluated.length < curves.length) return [line];
      return [line, this.bandLine(evaluated, { label: `${label}, evaluated`, colour: colour(index), dashed: true })];
    });
  }

  private isWanted({ quantity }: Curve): boolean {
    return quantity === this.quantity;
  }

  private bandLine(curves: readonly Bandable[], look: Pick<Line, 'label' | 'colour' | 'dashed'>): Line {
    const { x, mean, low, high } = bandOf(curves, axes[this.axis].of, look.dashed);
    return { ...look, x, y: mean, low, high };
  }

  private toggle(id: string): void {
    if (this.shown.has(id)) this.shown.delete(id);
    else {
      const taken = new Set(this.shown.values());
      let index = 0;
      while (taken.has(index)) index++;
      this.shown.set(id, index);
    }
    this.redraw();
  }

  private look(id: string): void {
    this.focus = id;
    if (!this.shown.has(id)) this.toggle(id);
    else this.redraw();
  }

  private remember(): void {
    const query = new URLSearchParams([...this.shown.keys()].map(id => ['show', id]));
    if (this.focus !== undefined) query.set('look', this.focus);
    if (this.hasBands) query.set('bands', '');
    this.setQuery(query);
  }

  private sorted(): RunSummary[] {
    return [...this.feed.runs.values()].sort((a, b) => b.writtenAt - a.writtenAt);
  }
}
