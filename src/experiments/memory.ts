import { readFileSync, rmSync } from 'node:fs';
import { writeWhole } from '../files.ts';

/** Results of a study that is not finished. */
export interface Memory<Result> {
  /** Those of a study of the same settings that was stopped. */
  recall(settings: unknown): readonly Result[];
  keep(results: readonly Result[]): void;
}

/** Keeps what a study has found so far in a file, as JSON. */
export class MemoryFile<Result> implements Memory<Result> {
  private settings: unknown;
  private results: Result[] = [];

  constructor(private readonly path: string) {}

  recall(settings: unknown): readonly Result[] {
    this.settings = settings;
    const saved = this.read();
    // What was found by other settings says nothing about these.
    if (saved && JSON.stringify(saved.settings) === JSON.stringify(settings)) this.results = [...saved.results];
    return this.results;
  }

  keep(results: readonly Result[]): void {
    this.results.push(...results);
    const { settings } = this;
    writeWhole(this.path, JSON.stringify({ settings, results: this.results }));
  }

  /** The study is finished and its report written. */
  forget(): void {
    rmSync(this.path, { force: true });
  }

  private read(): { settings: unknown; results: Result[] } | undefined {
    try {
      return JSON.parse(readFileSync(this.path, 'utf8'));
    } catch {
      return undefined;
    }
  }
}
