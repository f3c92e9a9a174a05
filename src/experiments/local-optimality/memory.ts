import { readFileSync, rmSync } from 'node:fs';
import { writeWhole } from '../../files.ts';
import type { JobResult } from './job.ts';
import type { Memory } from './study.ts';

/** Keeps what a study has found so far in a file. */
export class MemoryFile implements Memory {
  private settings: unknown;
  private results: JobResult[] = [];

  constructor(private readonly path: string) {}

  recall(settings: unknown): readonly JobResult[] {
    this.settings = settings;
    const saved = this.read();
    // What was found by other settings says nothing about these.
    if (saved && JSON.stringify(saved.settings) === JSON.stringify(settings)) this.results = [...saved.results];
    return this.results;
  }

  keep(results: readonly JobResult[]): void {
    this.results.push(...results);
    const { settings } = this;
    writeWhole(this.path, JSON.stringify({ settings, results: this.results }));
  }

  /** The study is finished and its report written. */
  forget(): void {
    rmSync(this.path, { force: true });
  }

  private read(): { settings: unknown; results: JobResult[] } | undefined {
    try {
      return JSON.parse(readFileSync(this.path, 'utf8'));
    } catch {
      return undefined;
    }
  }
}
