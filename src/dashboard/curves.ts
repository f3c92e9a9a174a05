import { open, stat } from 'node:fs/promises';
import type { Curve } from './api.ts';

/** A curve has no more points than this: more than a screen has columns for. */
const mostPoints = 800;

/** So many bytes of a file are read and parsed at a time. */
const chunkBytes = 1 << 20;

/** The episodes behind the mean that lists show. */
const recentEpisodes = 100;

/** Everything that `metrics.jsonl` says of a run, read on from where it was read last. */
export class RunMetrics {
  private readonly path: string;
  private columns = new Map<string, number[]>();
  private evaluated = { frames: [] as number[], seconds: [] as number[], means: [] as number[] };
  private offset = 0;
  private rest: Buffer = Buffer.alloc(0);
  private reading: Promise<boolean> | undefined;
  /** When the file was written last, in milliseconds since 1970. */
  writtenAt = 0;

  /** @param path of the metrics file; it need not exist yet */
  constructor(path: string) {
    this.path = path;
  }

  /** Reads what was added since. Returns whether there was anything. Calls that overlap share one reading. */
  async refresh(): Promise<boolean> {
    this.reading ??= this.read().finally(() => {
      this.reading = undefined;
    });
    return this.reading;
  }

  private async read(): Promise<boolean> {
    const found = await stat(this.path).catch(() => undefined);
    if (!found) return false;
    this.writtenAt = found.mtimeMs;
    // A run that was resumed cuts off what came after its checkpoint.
    const isCut = found.size < this.offset;
    if (isCut) this.forget();
    if (found.size === this.offset) return isCut;
    const file = await open(this.path);
    try {
      const chunk = Buffer.alloc(chunkBytes);
      while (this.offset < found.size) {
        const { bytesRead } = await file.read(chunk, 0, chunkBytes, this.offset);
        if (bytesRead === 0) break;
        this.offset += bytesRead;
        this.take(chunk.subarray(0, bytesRead));
      }
    } finally {
      await file.close();
    }
    return true;
  }

  private forget(): void {
    this.columns = new Map();
    this.evaluated = { frames: [], seconds: [], means: [] };
    this.offset = 0;
    this.rest = Buffer.alloc(0);
  }

  /** Whole lines are episodes; the beginning of one waits for its end. */
  private take(bytes: Buffer): void {
    const all = Buffer.concat([this.rest, bytes]);
    const end = all.lastIndexOf(10) + 1;
    for (const line of all.toString('utf8', 0, end).split('\n')) if (line !== '') this.addLine(line);
    this.rest = Buffer.from(all.subarray(end));
  }

  private addLine(line: string): void {
    let episode: Record<string, unknown>;
    try {
      episode = JSON.parse(line) as Record<string, unknown>;
    } catch {
      return; // A line that something else wrote is no episode.
    }
    if (typeof episode.frames !== 'number') return;
    if (typeof episode.return !== 'number') {
      this.addEvaluation(episode as unknown as EvaluationLine);
      return;
    }
    const before = this.episodes;
    for (const [name, value] of numbersOf(episode)) {
      const column = this.columns.get(name) ?? new Array<number>(before).fill(Number.NaN);
      column[before] = value;
      this.columns.set(name, column);
    }
  }

  private addEvaluation({ frames, evaluation, clock }: EvaluationLine): void {
    if (typeof evaluation?.mean !== 'number') return;
    this.evaluated.frames.push(frames);
    this.evaluated.seconds.push(clock?.seconds ?? 0);
    this.evaluated.means.push(evaluation.mean);
  }

  /** Evaluations during the training: how many, the newest mean return and the best; null before the first. */
  get evaluations(): { count: number; last: number; best: number } | null {
    const { means } = this.evaluated;
    if (means.length === 0) return null;
    return { count: means.length, last: means[means.length - 1], best: Math.max(...means) };
  }

  get episodes(): number {
    return this.columns.get('frames')?.length ?? 0;
  }

  /** Names of what can be drawn as curves. */
  get quantities(): string[] {
    return [...this.columns.keys()].filter(name => !axes.includes(name));
  }

  /** The newest value of a quantity; 0 where there is none. */
  last(quantity: string): number {
    return this.columns.get(quantity)?.at(-1) ?? 0;
  }

  /** Mean return of the last 100 episodes; null before the first. */
  get meanReturn(): number | null {
    const recent = this.columns.get('return')?.slice(-recentEpisodes) ?? [];
    return recent.length === 0 ? null : recent.reduce((sum, value) => sum + value, 0) / recent.length;
  }

  /** @param window episodes of the running mean */
  curve(run: string, quantity: string, window: number): Curve {
    const all = this.columns.get(quantity) ?? [];
    const curve: Curve = { run, quantity, frames: [], seconds: [], values: [], means: [] };
    const perPoint = Math.max(1, Math.ceil(all.length / mostPoints));
    for (let start = 0; start < all.length; start += perPoint) {
      const end = Math.min(all.length, start + perPoint);
      curve.frames.push(this.columns.get('frames')![end - 1]);
      curve.seconds.push(this.columns.get('seconds')?.[end - 1] ?? 0);
      curve.values.push(mean(all, start, end));
      curve.means.push(mean(all, Math.max(0, end - window), end));
    }
    if (quantity === 'return' && this.evaluated.means.length > 0) {
      const { frames, seconds, means } = this.evaluated;
      curve.evaluations = { frames: [...frames], seconds: [...seconds], means: [...means] };
    }
    return curve;
  }
}

/** A line of an evaluation, as far as it is known. */
interface EvaluationLine {
  frames: number;
  evaluation?: { mean?: number };
  clock?: { seconds?: number };
}

/** What curves are drawn over, and counts that only grow. */
const axes = ['frames', 'seconds', 'steps', 'episodes'];

/** The numbers of one line, those of the agent and the clock by their own names. */
function* numbersOf(episode: Record<string, unknown>): Iterable<[string, number]> {
  for (const [name, value] of Object.entries(episode)) {
    if (typeof value === 'number') yield [name, value];
    else if (value !== null && typeof value === 'object') {
      for (const [inner, number] of Object.entries(value)) {
        if (typeof number === 'number') yield [name === 'clock' ? inner : `${name}.${inner}`, number];
      }
    }
  }
}

function mean(values: readonly number[], start: number, end: number): number {
  let sum = 0;
  for (let i = start; i < end; i++) sum += values[i];
  return sum / (end - start);
}
