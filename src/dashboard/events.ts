import type { ServerResponse } from 'node:http';
import type { RunSummary } from './api.ts';
import type { Runs } from './runs.ts';

/** Time between two looks at the runs folder. */
const lookMilliseconds = 500;

/** A comment line now and then keeps proxies and browsers from giving up a quiet connection. */
const quietLooks = 30;

/**
 * Server-sent events: whoever listens is told of every run that is new, has grown or is gone. The folder is looked at
 * only while somebody listens.
 */
export class RunEvents {
  private readonly runs: Runs;
  private readonly listeners = new Set<ServerResponse>();
  private timer: NodeJS.Timeout | undefined;
  private told = new Map<string, string>();
  private quiet = 0;

  constructor(runs: Runs) {
    this.runs = runs;
  }

  /** Begins with all runs, as one event `runs`; then `run` and `gone`, one for each. */
  async listen(response: ServerResponse): Promise<void> {
    response.writeHead(200, { 'content-type': 'text/event-stream', connection: 'keep-alive' });
    response.on('close', () => {
      this.listeners.delete(response);
      if (this.listeners.size > 0) return;
      clearTimeout(this.timer);
      this.timer = undefined;
    });
    const list = await this.runs.list();
    if (response.closed) return;
    response.write(event('runs', list));
    this.listeners.add(response);
    if (this.timer) return;
    this.told = new Map(list.map(run => [run.id, JSON.stringify(run)]));
    this.lookLater();
  }

  private lookLater(): void {
    this.timer = setTimeout(async () => {
      const list = await this.runs.list().catch(() => undefined);
      if (list) this.tell(list);
      if (this.listeners.size > 0) this.lookLater();
    }, lookMilliseconds);
  }

  private tell(list: readonly RunSummary[]): void {
    const now = new Map(list.map(run => [run.id, JSON.stringify(run)]));
    const news = list.filter(run => this.told.get(run.id) !== now.get(run.id)).map(run => event('run', run));
    const gone = [...this.told.keys()].filter(id => !now.has(id)).map(id => event('gone', id));
    this.told = now;
    let text = [...news, ...gone].join('');
    this.quiet = text === '' ? this.quiet + 1 : 0;
    if (this.quiet >= quietLooks) {
      text = ': still here\n\n';
      this.quiet = 0;
    }
    if (text !== '') for (const listener of this.listeners) listener.write(text);
  }

  close(): void {
    clearTimeout(this.timer);
    for (const listener of this.listeners) listener.end();
  }
}

function event(name: string, data: unknown): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}
