import type { RunSummary } from '../../api.ts';
import { count, h } from '../dom.ts';
import { canPlay } from '../play/agents.ts';
import { doneOf } from './list.ts';

/** What one run is and how far it has come. */
export function runDetails(run: RunSummary): HTMLElement {
  const { config } = run;
  const settings = plain(config.hyperparameters);
  const hyperparameters = settings.length > 0 ? [h('h2', {}, 'Hyperparameters'), definitions(settings)] : [];
  const facts: [string, string][] = [
    ['agent', config.agent],
    ['game', config.game],
    ['seed', String(config.seed)],
    ['frames', count(run.frames)],
    ['episodes', count(run.episodes)],
    ['training time', timeOf(run.seconds)],
    ...evaluationsOf(run),
    ['speed', `${count(run.stepsPerSecond)} steps/s, ${count(run.framesPerSecond)} frames/s`],
    ['begun with', `openbrain ${config.openbrain}`],
  ];
  return h(
    'section',
    { class: 'details' },
    h('h2', {}, run.id),
    h('progress', { value: doneOf(run), max: 1, title: `${Math.round(100 * doneOf(run))} % of its limit` }),
    latestPicture(run),
    run.hasCheckpoint && canPlay(config) ? h('p', {}, h('a', { href: watchAddress(run) }, 'Watch it play')) : undefined,
    definitions(facts),
    ...hyperparameters,
    h('h2', {}, 'How the game is presented'),
    definitions(plain(config.environment)),
  );
}

function evaluationsOf({ evaluations }: RunSummary): [string, string][] {
  if (!evaluations) return [];
  const { count: number, last, best } = evaluations;
  return [['evaluations', `${count(number)}: the last ${last.toFixed(1)}, the best ${best.toFixed(1)}`]];
}

/** What the training looked like when it last wrote a picture; the time in the address makes the browser ask anew. */
function latestPicture(run: RunSummary): HTMLElement | undefined {
  if (run.latestPicture === null) return undefined;
  const src = `${addressOf(run, 'latest.png')}?${run.latestPicture}`;
  return h('img', { class: 'latest', src, alt: `the latest picture of ${run.id}` });
}

function addressOf({ id }: RunSummary, name: string): string {
  return `/runs/${[...id.split('/'), name].map(encodeURIComponent).join('/')}`;
}

/** The films and stills of a run, side by side. */
export function runMedia(run: RunSummary): HTMLElement | undefined {
  if (run.media.length === 0) return undefined;
  const films = run.media.filter(name => /\.mp4$/i.test(name));
  // A contact sheet is the picture of its film before it starts.
  const posters = new Set(films.map(name => name.replace(/\.mp4$/i, '.png')));
  const pictures = run.media.filter(name => !films.includes(name) && !posters.has(name));
  const address = (name: string): string => addressOf(run, name);
  return h(
    'div',
    { class: 'media' },
    ...films.map(name => {
      const still = name.replace(/\.mp4$/i, '.png');
      const poster = run.media.includes(still) ? address(still) : undefined;
      return h(
        'figure',
        {},
        h('video', { controls: true, loop: true, preload: 'metadata', src: address(name), poster }),
        h('figcaption', {}, name),
      );
    }),
    ...pictures.map(name => h('figure', {}, h('img', { src: address(name), alt: name }), h('figcaption', {}, name))),
  );
}

function watchAddress({ id }: RunSummary): string {
  return `#play?${new URLSearchParams({ agent: id, seating: 'agent' })}`;
}

function plain(values: Record<string, unknown>): [string, string][] {
  return Object.entries(values).map(([name, value]) => [name, value === null ? 'as usual' : String(value)]);
}

function definitions(facts: readonly [string, string][]): HTMLElement {
  return h('dl', {}, ...facts.flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, value)]));
}

function timeOf(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes} min ${Math.floor(seconds % 60)} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
