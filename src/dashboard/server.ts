import { existsSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import { defaultStorePath } from '../evaluation/store/store.ts';
import { packageRoot } from '../package-root.ts';
import { RunEvents } from './events.ts';
import { Guard } from './guard.ts';
import { Reports } from './reports.ts';
import { answer, type Sources } from './routes.ts';
import { Runs } from './runs.ts';
import { Scores } from './scores.ts';
import { sendText } from './send.ts';

export interface DashboardOptions {
  /** 0: any free port. */
  port: number;
  /** Address to listen on. Beyond loopback a token is asked for. */
  host: string;
  /** The runs folder; it need not exist yet. */
  runs: string;
  /** The database of scores; it need not exist yet. Default: scores.db in $OPENBRAIN_HOME. */
  store?: string;
}

export interface Dashboard {
  /** What to open in a browser, with the token where one is needed. */
  readonly url: string;
  close(): Promise<void>;
}

/** Everything the page loads comes from here, and nothing may frame it. */
const headers: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' data: blob:; frame-ancestors 'none'; base-uri 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

/**
 * Serves the page until it is closed.
 * @throws UserError where the port or the address cannot be had
 */
export async function startDashboard({
  port,
  host,
  runs: folder,
  store = defaultStorePath(),
}: DashboardOptions): Promise<Dashboard> {
  if (!existsSync(join(packageRoot, 'build', 'page', 'index.html'))) {
    throw new UserError('the page is not built yet: npm run build');
  }
  const guard = new Guard(host);
  const runs = new Runs(folder);
  const events = new RunEvents(runs);
  const sources: Sources = { runs, events, reports: new Reports(folder), scores: new Scores(store) };
  const server = createServer((request, response) => void respond(request, response, guard, sources));
  await listen(server, port, host);
  const { port: given } = server.address() as AddressInfo;
  const name = host.includes(':') ? `[${host}]` : host === '0.0.0.0' ? 'localhost' : host;
  return {
    url: `http://${name}:${given}/${guard.token === undefined ? '' : `?token=${guard.token}`}`,
    close: () =>
      new Promise(resolve => {
        events.close();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  guard: Guard,
  sources: Sources,
): Promise<void> {
  try {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    // What begins with two slashes would otherwise name another host.
    const url = new URL((request.url ?? '/').replace(/^\/+/, '/'), 'http://here');
    const verdict = guard.judge(request, url);
    if (verdict === 'refused') return sendText(response, 403, 'the address that openbrain dashboard printed is needed');
    if (request.method !== 'GET' && request.method !== 'HEAD') return sendText(response, 405, 'only GET is answered');
    if (verdict === 'remember') {
      response.writeHead(303, { location: '/', 'set-cookie': guard.cookie }).end();
      return;
    }
    await answer(request, response, url, sources);
  } catch (error) {
    if (response.headersSent) response.destroy();
    else sendText(response, error instanceof UserError ? 404 : 500, (error as Error).message);
  }
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', error => reject(listenProblem(error, port, host)));
    server.listen(port, host, resolve);
  });
}

function listenProblem(error: NodeJS.ErrnoException, port: number, host: string): UserError {
  const problems: Record<string, string> = {
    EADDRINUSE: `port ${port} is in use: choose another with --port (0: any free one)`,
    EACCES: `port ${port} may not be used: choose one above 1023 with --port`,
    EADDRNOTAVAIL: `${host} is no address of this machine`,
    ENOTFOUND: `no machine is called ${host}`,
  };
  return new UserError(problems[error.code ?? ''] ?? `cannot listen on ${host}:${port}: ${error.message}`);
}
