/** Frames of the console a second at normal speed. */
const framesPerSecond = 60;

/** After a pause of the browser's own (another tab was looked at) no more than this many frames are made up for. */
const mostAtOnce = 4;

/** How far ahead or behind the game may be, in frames, before a picture gets none or two. */
const slack = 0.6;

/** Says how many frames are due, picture by picture of the browser, and counts those that were played. */
export class Pace {
  /** 1: as on a television. */
  speed = 1;
  private due = 0;
  private last = 0;
  private counted = 0;
  private countedSince = 0;
  /** Frames played in the last second that has passed. */
  framesPerSecond = 0;

  /** @param now in milliseconds, as requestAnimationFrame says it */
  framesDue(now: number): number {
    const passed = ((now - this.last) * framesPerSecond * this.speed) / 1000;
    this.last = now;
    this.due += Math.min(passed, mostAtOnce * Math.max(1, this.speed));
    // Pictures do not come to the microsecond: one frame each, until the two clocks are more than half a frame apart.
    const frames = Math.abs(this.due - 1) < slack ? 1 : Math.max(0, Math.round(this.due));
    this.due -= frames;
    return frames;
  }

  count(frames: number, now: number): void {
    this.counted += frames;
    const seconds = (now - this.countedSince) / 1000;
    if (seconds < 1) return;
    this.framesPerSecond = this.counted / seconds;
    this.counted = 0;
    this.countedSince = now;
  }
}
