import { join } from 'node:path';
import { Command } from 'commander';
import { type Conditions, type Report, stopwatch, writeReport } from '../experiments/report.ts';
import { requireFolder } from '../files.ts';
import { integer, seedList } from './arguments.ts';
import { print } from './format.ts';
import { type ProgressDisplay, progressDisplay } from './progress.ts';

/** What every experiment understands. */
export interface ExperimentOptions {
  quick?: boolean;
  /** Present where the person said so; each experiment has a default of its own. */
  seeds?: number[];
  json?: boolean;
  out?: string;
}

/** A command with the options that all experiments share. */
export function experiment(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .option('--quick', 'a small form of it that ends within minutes')
    .option('--seeds <n>', 'how many seeds (0, 1, …), or which: 3,7, or 7 alone with a comma: 7,', seeds)
    .option('--json', 'print the result as JSON')
    .option('--out <dir>', `where report, data and plots go (default: runs/${name})`);
}

/**
 * Runs an experiment with progress, writes its report and prints what came out.
 * @param run does the work; the times it returns replace those of this process
 */
export async function conduct(
  name: string,
  options: ExperimentOptions,
  run: (display: ProgressDisplay) => Promise<{ report: Report; seeds: readonly number[] } & Partial<Conditions>>,
): Promise<void> {
  const folder = options.out ?? join('runs', name);
  requireFolder(folder);
  const display = progressDisplay();
  const time = stopwatch();
  try {
    const { report, ...conditions } = await run(display);
    const command = ['openbrain', ...process.argv.slice(2)].join(' ');
    const [path] = await writeReport(folder, report, { command, ...time(), ...conditions });
    display.stop();
    print(options.json ? JSON.stringify(report.result) : `${report.summary}\nreport: ${path}`);
  } finally {
    display.stop();
  }
}

function seeds(text: string): number[] {
  if (text.includes(',')) return seedList(text);
  return Array.from({ length: integer('--seeds', 1, 1000)(text) }, (_, seed) => seed);
}
