import { AppendFile } from './append-file.ts';
import type { RunFolder } from './run-folder.ts';
import { fileHeader, scalarEvent } from './tensorboard.ts';
import type { Counters, Episode } from './trainer.ts';

/** What depends on the machine and the hour, kept apart from what a resumed run must repeat exactly. */
export interface Clock {
  /** Seconds of training so far. */
  seconds: number;
  /** Seconds of processor time so far, all threads together; from where it was first counted. */
  cpuSeconds: number;
  framesPerSecond: number;
  stepsPerSecond: number;
}

/** The curves of a run, as lines of JSON and for TensorBoard. */
export class Metrics {
  private readonly lines: AppendFile;
  private readonly events: AppendFile;

  /** @param lengths of the two files, from the checkpoint that the run goes on from */
  constructor(folder: RunFolder, lengths: Record<string, number> = {}) {
    this.lines = new AppendFile(folder.metrics, lengths.metrics ?? 0);
    this.events = new AppendFile(folder.events, lengths.events ?? 0);
    if (this.events.length === 0) this.events.append(fileHeader(Date.now() / 1000));
  }

  /** @param agent the agent's own figures */
  record(episode: Episode, agent: Record<string, number>, clock: Clock): void {
    this.lines.append(`${JSON.stringify({ ...episode, agent, clock })}\n`);
    const scalars: Record<string, number> = {
      'episode/return': episode.return,
      'episode/frames': episode.episodeFrames,
      'speed/frames_per_second': clock.framesPerSecond,
      'speed/steps_per_second': clock.stepsPerSecond,
    };
    for (const [name, value] of Object.entries(agent)) scalars[`agent/${name}`] = value;
    this.events.append(scalarEvent(Date.now() / 1000, episode.frames, scalars));
  }

  /** An evaluation during the training. Its line has no `return`, by which episodes are known. */
  recordEvaluation(counters: Counters, returns: readonly number[], best: number, clock: Clock): void {
    const mean = meanOf(returns);
    this.lines.append(`${JSON.stringify({ ...counters, evaluation: { mean, best, returns }, clock })}\n`);
    const scalars = { 'evaluation/mean_return': mean, 'evaluation/best_mean_return': best };
    this.events.append(scalarEvent(Date.now() / 1000, counters.frames, scalars));
  }

  /** @throws UserError where the disk takes no more; what was recorded is kept for another try */
  flush(sync = false): void {
    this.lines.flush(sync);
    this.events.flush(sync);
  }

  /** Lengths of the files as flushed last. */
  get lengths(): Record<string, number> {
    return { metrics: this.lines.length, events: this.events.length };
  }

  close(): void {
    this.lines.close();
    this.events.close();
  }
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
