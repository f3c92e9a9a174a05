import type { Counters } from './trainer.ts';

const windowSeconds = 10;

/** Frames and steps a second over the last ten seconds. */
export class Speed {
  private samples: { time: number; frames: number; steps: number }[] = [];

  /** @param time seconds on any clock */
  note(time: number, { frames, steps }: Counters): void {
    this.samples.push({ time, frames, steps });
    while (this.samples.length > 2 && this.samples[0].time < time - windowSeconds) this.samples.shift();
  }

  perSecond(): { framesPerSecond: number; stepsPerSecond: number } {
    const first = this.samples[0];
    const last = this.samples.at(-1);
    const time = first && last ? last.time - first.time : 0;
    if (!first || !last || time <= 0) return { framesPerSecond: 0, stepsPerSecond: 0 };
    return {
      framesPerSecond: Math.round((last.frames - first.frames) / time),
      stepsPerSecond: Math.round((last.steps - first.steps) / time),
    };
  }
}
