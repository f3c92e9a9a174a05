/**
 * What happened since the game began, frame by frame: every action, and a snapshot every second. To see any frame
 * again, the snapshot before it is restored and the actions since are played once more; the console is exact, so what
 * is seen is what was.
 */
export interface Replayable {
  snapshot(): Uint8Array;
  restore(snapshot: Uint8Array): void;
  /** Plays one frame. */
  act(action: number): number;
}

const snapshotFrames = 60;

/** Beyond this every other snapshot of the older half is let go; going back there then takes a little longer. */
const mostBytes = 64 * 1024 * 1024;

interface Mark {
  frame: number;
  snapshot: Uint8Array;
}

export class Timeline {
  private readonly machine: Replayable;
  private actions = new Uint8Array(3600);
  private marks: Mark[] = [];
  private bytes = 0;
  /** The frame that is shown: so many have been played since the beginning. */
  frame = 0;

  constructor(machine: Replayable) {
    this.machine = machine;
    this.begin();
  }

  /** Forgets everything: the machine as it is now is the beginning. */
  begin(): void {
    this.marks = [];
    this.bytes = 0;
    this.frame = 0;
    this.mark();
  }

  /** Plays one frame and remembers it. What was to come after the frame that is shown never happened. */
  play(action: number): number {
    this.forgetFuture();
    if (this.frame === this.actions.length) {
      const longer = new Uint8Array(2 * this.actions.length);
      longer.set(this.actions);
      this.actions = longer;
    }
    this.actions[this.frame] = action;
    const reward = this.machine.act(action);
    this.frame++;
    this.length = this.frame;
    if (this.frame % snapshotFrames === 0) this.mark();
    return reward;
  }

  /** Frames there are. */
  length = 0;

  /** Puts the machine where it was after so many frames. */
  seek(frame: number): void {
    const target = Math.max(0, Math.min(this.length, Math.round(frame)));
    const mark = this.marks.findLast(candidate => candidate.frame <= target)!;
    // Forwards by a few frames: go on from here, if that is nearer than the snapshot.
    if (this.frame > target || this.frame < mark.frame) {
      this.machine.restore(mark.snapshot);
      this.frame = mark.frame;
    }
    while (this.frame < target) this.machine.act(this.actions[this.frame++]);
  }

  /** The machine was changed from outside (a saved state was restored): the story goes on from there. */
  jump(): void {
    this.forgetFuture();
    this.marks = this.marks.filter(({ frame }) => frame < this.frame);
    this.mark();
  }

  private forgetFuture(): void {
    this.length = this.frame;
    while (this.marks.at(-1)!.frame > this.frame) this.bytes -= this.marks.pop()!.snapshot.length;
  }

  private mark(): void {
    const snapshot = this.machine.snapshot();
    this.marks.push({ frame: this.frame, snapshot });
    this.bytes += snapshot.length;
    this.length = this.frame;
    if (this.bytes > mostBytes) this.thin();
  }

  private thin(): void {
    const half = this.marks.length / 2;
    this.marks = this.marks.filter((_, i) => i >= half || i % 2 === 0);
    this.bytes = this.marks.reduce((sum, { snapshot }) => sum + snapshot.length, 0);
  }
}
