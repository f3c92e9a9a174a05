import type { RunSummary } from '../../api.ts';

/** Keeps a list of all runs up to date by what the server sends. */
export class RunFeed {
  readonly runs = new Map<string, RunSummary>();
  private source: EventSource | undefined;
  private readonly changed: (id: string | undefined) => void;

  /** @param changed gets the run that is new or has grown; undefined where any may have */
  constructor(changed: (id: string | undefined) => void) {
    this.changed = changed;
  }

  start(): void {
    if (this.source) return;
    const source = new EventSource('/api/events');
    source.addEventListener('runs', ({ data }) => {
      this.runs.clear();
      for (const run of JSON.parse(data) as RunSummary[]) this.runs.set(run.id, run);
      this.changed(undefined);
    });
    source.addEventListener('run', ({ data }) => {
      const run = JSON.parse(data) as RunSummary;
      this.runs.set(run.id, run);
      this.changed(run.id);
    });
    source.addEventListener('gone', ({ data }) => {
      this.runs.delete(JSON.parse(data) as string);
      this.changed(undefined);
    });
    this.source = source;
  }

  stop(): void {
    this.source?.close();
    this.source = undefined;
  }
}
