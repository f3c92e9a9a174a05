import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { listRoms, loadRom } from '../../roms-fetch/index.ts';
import { packageRoot } from '../package-root.ts';
import type { RunEvents } from './events.ts';
import { fileInside } from './inside.ts';
import type { Reports } from './reports.ts';
import type { Runs } from './runs.ts';
import type { Scores } from './scores.ts';
import { sendBytes, sendFile, sendJson, sendText } from './send.ts';

/** What the server answers from. */
export interface Sources {
  runs: Runs;
  events: RunEvents;
  reports: Reports;
  scores: Scores;
}

interface Exchange extends Sources {
  request: IncomingMessage;
  response: ServerResponse;
  query: URLSearchParams;
  /** What follows the route in the path, decoded. */
  rest: string;
}

type Route = (exchange: Exchange) => void | Promise<void>;

/** Where `npm run build` puts the page. */
const pageFolder = join(packageRoot, 'build', 'page');

/** Files of a run folder that anybody who sees the page may fetch: films and pictures. */
const mediaFile = /\.(mp4|webp|gif|png)$/i;

/** A route ends in a slash where something may follow it. */
const routes: Readonly<Record<string, Route>> = {
  '/api/games': ({ response }) => {
    const games = listRoms().filter(({ state }) => state === 'stored' || state === 'built-in');
    sendJson(
      response,
      games.map(({ name }) => name),
    );
  },
  '/api/rom/': ({ response, rest }) => {
    // A path would be read as one: only names of games are asked for here.
    if (!/^[a-z0-9_]+$/.test(rest)) return sendText(response, 404, 'no such game');
    sendBytes(response, loadRom(rest).bytes);
  },
  '/api/runs': async ({ response, runs }) => sendJson(response, await runs.list()),
  '/api/events': ({ response, events }) => events.listen(response),
  '/api/curve': async ({ response, runs, query }) => {
    const window = Math.max(1, Math.min(10_000, Math.trunc(Number(query.get('window'))) || 1));
    const curve = await runs.curve(query.get('run') ?? '', query.get('quantity') ?? 'return', window);
    if (curve) sendJson(response, curve);
    else sendText(response, 404, 'no such run');
  },
  '/api/players': ({ response, runs }) => sendJson(response, runs.players()),
  '/api/player': ({ response, runs, query }) => {
    const player = runs.player(query.get('id') ?? '');
    if (player) sendBytes(response, player);
    else sendText(response, 404, 'no such run or model');
  },
  '/api/leaderboard': ({ response, scores, query }) => sendJson(response, scores.leaderboard(query)),
  '/api/plots': ({ response, scores, query }) => sendJson(response, scores.plots(query)),
  '/api/compare': ({ response, scores, query }) => sendJson(response, scores.comparison(query)),
  '/api/reports': ({ response, reports }) => sendJson(response, reports.list()),
  '/reports/': ({ request, response, reports, rest }) => sendFound(request, response, reports.file(rest)),
  '/runs/': ({ request, response, runs, rest }) =>
    sendFound(request, response, mediaFile.test(rest) ? fileInside(runs.folder, rest) : undefined),
  '/features.wasm': ({ request, response }) =>
    sendFound(request, response, fileInside(join(packageRoot, 'build'), 'features.wasm')),
  '/cells.wasm': ({ request, response }) =>
    sendFound(request, response, fileInside(join(packageRoot, 'build'), 'cells.wasm')),
  '/rows.wasm': ({ request, response }) =>
    sendFound(request, response, fileInside(join(packageRoot, 'build'), 'rows.wasm')),
  '/console.wasm': ({ request, response }) =>
    sendFound(request, response, fileInside(join(packageRoot, 'build'), 'console.wasm')),
  '/': ({ request, response, rest }) => sendFound(request, response, fileInside(pageFolder, rest || 'index.html')),
};

/** The longest route first: it is the most particular. */
const byLength = Object.keys(routes).sort((a, b) => b.length - a.length);

/** Answers one request. @throws UserError where what is asked for is damaged or missing */
export async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  sources: Sources,
): Promise<void> {
  let path: string;
  try {
    path = decodeURIComponent(url.pathname);
  } catch {
    return sendText(response, 400, 'not an address');
  }
  const name = byLength.find(route => path === route || (route.endsWith('/') && path.startsWith(route)))!;
  await routes[name]({ ...sources, request, response, query: url.searchParams, rest: path.slice(name.length) });
}

function sendFound(request: IncomingMessage, response: ServerResponse, path: string | undefined): void {
  if (path === undefined) sendText(response, 404, 'there is nothing here');
  else sendFile(request, response, path);
}
