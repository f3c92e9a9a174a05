/**
 * The memory through which a team of threads shares tasks. One thread, which owns the backend, posts a task that is cut
 * into parts; it and its helpers take parts until none is left, whoever is free first. Nothing is posted before all
 * parts of what was posted before are done, so that whoever has taken a part may read the post.
 */

/** What is posted, beside the number of parts. */
export interface Post {
  /** Number of the task. */
  task: number;
  parts: number;
  /** Address of memory of its own for the first thread, and how far behind each other those of the threads lie. */
  scratch: number;
  scratchBytes: number;
  numbers: readonly number[];
}

/** Nobody takes more parts than that. */
export const mostParts = 255;
const mostNumbers = 16;
const messageBytes = 1024;

/** Single words. `claim`: how often something was posted (24 bits), parts that are not taken yet (8 bits). */
const word = { claim: 0, done: 1, waiting: 2, asleep: 3, failure: 4, closing: 5, words: 16 } as const;
/** Numbers of the post in front of the task's own. */
const header = 4;

/**
 * Looks at a word before a thread goes to sleep: a quarter of a millisecond. Between two tasks of an update there is mostly
 * less, and to be woken takes some tens of microseconds, of which an update would have fifty.
 */
const looks = 40_000;
/** Milliseconds of sleep between looks for a lost thread. */
const patience = 100;

export class Board {
  readonly memory: SharedArrayBuffer;
  private readonly words: Int32Array;
  private readonly post: Float64Array;
  private readonly message: Uint8Array;

  /** @param memory of another board; default: a new one */
  constructor(memory?: SharedArrayBuffer) {
    const postAt = 4 * word.words;
    const messageAt = postAt + 8 * (header + mostNumbers);
    this.memory = memory ?? new SharedArrayBuffer(messageAt + messageBytes);
    this.words = new Int32Array(this.memory, 0, word.words);
    this.post = new Float64Array(this.memory, postAt, header + mostNumbers);
    this.message = new Uint8Array(this.memory, messageAt, messageBytes);
  }

  // ---- The owner's side

  /** Posts a task. All parts of the last one are done. */
  publish({ task, parts, scratch, scratchBytes, numbers }: Post): void {
    const { words, post } = this;
    post[0] = task;
    post[1] = parts;
    post[2] = scratch;
    post[3] = scratchBytes;
    for (let i = 0; i < numbers.length; i++) post[header + i] = numbers[i];
    Atomics.store(words, word.done, 0);
    const count = (Atomics.load(words, word.claim) >>> 8) + 1;
    Atomics.store(words, word.claim, (count << 8) | parts);
    if (Atomics.load(words, word.asleep) > 0) Atomics.notify(words, word.claim);
  }

  /** Waits until all parts are done; returns early where a thread is lost (`failure`). */
  waitUntilDone(parts: number): void {
    const { words } = this;
    for (let look = 0; look < looks; look++) if (Atomics.load(words, word.done) === parts) return;
    Atomics.store(words, word.waiting, 1);
    for (;;) {
      const done = Atomics.load(words, word.done);
      if (done === parts || this.failure !== undefined) break;
      Atomics.wait(words, word.done, done, patience);
    }
    Atomics.store(words, word.waiting, 0);
  }

  /** Wakes whoever waits for a post, though there is none. */
  wake(): void {
    Atomics.add(this.words, word.claim, 1 << 8);
    Atomics.notify(this.words, word.claim);
  }

  /** From now on helpers end, and that is no news. */
  close(): void {
    Atomics.store(this.words, word.closing, 1);
    this.wake();
  }

  // ---- Everybody's side

  /** Takes a part of what is posted: its index, or -1 where none is left. */
  take(): number {
    for (;;) {
      const claim = Atomics.load(this.words, word.claim);
      const left = claim & mostParts;
      if (left === 0) return -1;
      if (Atomics.compareExchange(this.words, word.claim, claim, claim - 1) === claim) return left - 1;
    }
  }

  partDone(): void {
    Atomics.add(this.words, word.done, 1);
    if (Atomics.load(this.words, word.waiting) === 1) Atomics.notify(this.words, word.done);
  }

  // ---- The helpers' side

  /** What is posted. To be read by who has taken a part that is not done yet. */
  read(numbers: number[]): Post {
    const [task, parts, scratch, scratchBytes] = this.post;
    for (let i = 0; i < mostNumbers; i++) numbers[i] = this.post[header + i];
    return { task, parts, scratch, scratchBytes, numbers };
  }

  /**
   * Sleeps until something is posted, or somebody wakes all.
   * @param isOver looked at before it waits; whoever makes it true calls `wake`
   */
  waitForPost(isOver: () => boolean): void {
    const { words } = this;
    const claim = Atomics.load(words, word.claim);
    if ((claim & mostParts) !== 0 || isOver()) return;
    for (let look = 0; look < looks; look++) if (Atomics.load(words, word.claim) !== claim) return;
    Atomics.add(words, word.asleep, 1);
    Atomics.wait(words, word.claim, claim, patience);
    Atomics.sub(words, word.asleep, 1);
  }

  // ---- Ends

  get isClosing(): boolean {
    return Atomics.load(this.words, word.closing) !== 0;
  }

  /** Reports that a thread is lost. The first report is kept. */
  fail(why: string): void {
    const text = new TextEncoder().encode(why).subarray(0, messageBytes - 1);
    if (Atomics.compareExchange(this.words, word.failure, 0, -1) !== 0) return;
    this.message.set(text);
    Atomics.store(this.words, word.failure, text.length + 1);
  }

  /** Why a thread was lost, if one was. */
  get failure(): string | undefined {
    const length = Atomics.load(this.words, word.failure);
    if (length === 0) return undefined;
    return new TextDecoder().decode(this.message.slice(0, Math.max(0, length - 1)));
  }
}
