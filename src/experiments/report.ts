import { availableParallelism, cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { writeWhole } from '../files.ts';
import { pngOf } from '../plots/png.ts';
import type { Theme } from '../plots/svg.ts';
import { version } from '../version.ts';

/** A line of a table of data: what was varied, and what came out. */
export type Row = Readonly<Record<string, string | number | boolean | null>>;

/** What an experiment found, before anything of it is written. */
export interface Report {
  /** First heading; the dashboard lists reports by it. */
  readonly title: string;
  /** Markdown below the title: what was asked, how it was measured, what came out. Plots as `![what it shows](name.svg)`. */
  readonly text: string;
  /** The same in a few lines for a terminal. */
  readonly summary: string;
  /** What a program wants to know: printed by `--json`, kept as `result.json`. */
  readonly result: unknown;
  /** Everything that decides the outcome, seeds included; kept as `config.json`. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Every single measurement; each table is kept as `<name>.csv`. */
  readonly tables: Readonly<Record<string, readonly Row[]>>;
  /** Pictures; each is kept as `<name>.svg` and `<name>.png`. */
  readonly plots: Readonly<Record<string, (theme: Theme) => string>>;
}

/** Under what conditions an experiment ran. */
export interface Conditions {
  /** As a person would type it again. */
  command: string;
  seeds: readonly number[];
  /** Processor time of all threads, and time on the wall, in seconds. */
  cpuSeconds: number;
  seconds: number;
}

/** Counts the processor time and the wall-clock time of this process from now on. */
export function stopwatch(): () => Pick<Conditions, 'cpuSeconds' | 'seconds'> {
  const [cpu, wall] = [process.cpuUsage(), performance.now()];
  return () => {
    const { user, system } = process.cpuUsage(cpu);
    return { cpuSeconds: (user + system) / 1e6, seconds: (performance.now() - wall) / 1000 };
  };
}

/**
 * Writes an experiment into a folder: `report.md`, `result.json`, `config.json`, a CSV file for every table, an SVG and a
 * PNG for every plot. Files of before are replaced, each whole or not at all.
 * @returns the paths, the report first
 * @throws UserError where something cannot be written
 */
export async function writeReport(folder: string, report: Report, conditions: Conditions): Promise<string[]> {
  const written: string[] = [];
  const write = (name: string, content: string | Uint8Array): void => {
    writeWhole(join(folder, name), content);
    written.push(join(folder, name));
  };
  write('report.md', markdown(report, conditions));
  write('result.json', json(report.result));
  write('config.json', json({ openbrain: version, ...conditions, machine: machine(), ...report.config }));
  for (const [name, rows] of Object.entries(report.tables)) write(`${name}.csv`, csv(rows));
  for (const [name, draw] of Object.entries(report.plots)) {
    write(`${name}.svg`, draw('auto'));
    write(`${name}.png`, await pngOf(draw('light')));
  }
  return written;
}

function markdown({ title, text, tables }: Report, { command, seeds, cpuSeconds, seconds }: Conditions): string {
  const data = [...Object.keys(tables).map(name => `${name}.csv`), 'result.json', 'config.json'];
  const facts = [
    `Command: \`${command}\``,
    `Seeds: ${seeds.join(', ')}`,
    `Machine: ${machine()}`,
    `Time: ${minutes(cpuSeconds)} of processor time, ${minutes(seconds)} on the wall`,
    `Version: openbrain ${version}`,
    `Data: ${data.map(name => `[${name}](${name})`).join(', ')}`,
  ];
  return `# ${title}\n\n${text.trim()}\n\n## Conditions\n\n${facts.map(fact => `- ${fact}`).join('\n')}\n`;
}

/** What the experiment ran on, and how busy that was with other things. */
function machine(): string {
  const cores = availableParallelism();
  const load = loadavg()[0].toFixed(1);
  return `${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${cores} cores (load average at the end: ${load}), Node ${process.versions.node}`;
}

/** A Markdown table. */
export function markdownTable(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(headings), line(headings.map(() => '---')), ...rows.map(line)].join('\n');
}

function csv(rows: readonly Row[]): string {
  const names = [...new Set(rows.flatMap(row => Object.keys(row)))];
  const lines = rows.map(row => names.map(name => field(row[name] ?? '')).join(','));
  return `${[names.join(','), ...lines].join('\n')}\n`;
}

function field(value: string | number | boolean): string {
  const text = String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function minutes(seconds: number): string {
  return seconds < 120 ? `${seconds.toFixed(0)} s` : `${(seconds / 60).toFixed(1)} minutes`;
}
