import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../package-root.ts';
import type { ReportSummary } from './api.ts';
import { fileInside } from './inside.ts';

/** What a report may consist of. */
const reportFile = /\.(md|svg|png|webp|gif|csv|json)$/i;

/** Where reports are looked for: their names in addresses, and their folders. */
export class Reports {
  private readonly places: Readonly<Record<string, string>>;

  constructor(runsFolder: string) {
    this.places = { results: join(packageRoot, 'docs', 'results'), runs: runsFolder };
  }

  /** Every Markdown file, with its first heading. */
  list(): ReportSummary[] {
    return Object.entries(this.places).flatMap(([place, folder]) =>
      markdownFiles(folder).map(path => ({ path: `${place}/${path}`, title: titleOf(join(folder, path)) ?? path })),
    );
  }

  /** The file behind an address; undefined where there is none that a report may consist of. */
  file(address: string): string | undefined {
    const [place, ...parts] = address.split('/');
    const folder = Object.hasOwn(this.places, place) ? this.places[place] : undefined;
    const path = parts.join('/');
    return folder !== undefined && reportFile.test(path) ? fileInside(folder, path) : undefined;
  }
}

function markdownFiles(folder: string, levels = 4): string[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    if (entry.isFile() && entry.name.endsWith('.md')) return [entry.name];
    if (!entry.isDirectory() || entry.name.startsWith('.') || levels === 1) return [];
    return markdownFiles(join(folder, entry.name), levels - 1).map(path => `${entry.name}/${path}`);
  });
}

function titleOf(path: string): string | undefined {
  return /^#\s+(.+)$/m.exec(readFileSync(path, 'utf8'))?.[1];
}
