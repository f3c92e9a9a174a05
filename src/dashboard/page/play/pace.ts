/** Frames of the console a second at normal speed. */
const framesPerSecond = 60;

/** After a pause of the browser's own (another tab was looked at) no more than this many frames are made up for. */
const mostAtOnce = 4;

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
    // A screen of sixty pictures a second is taken at its word, or now and then a picture would come twice.
    this.due += Math.abs(passed - 1) < 0.2 ? 1 : Math.min(passed, mostAtOnce * Math.max(1, this.speed));
    const frames = Math.floor(this.due);
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
