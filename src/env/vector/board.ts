/// <reference lib="es2024.sharedmemory" />
/**
 * The memory that all threads of a vector environment share. The main thread writes commands, one an environment, and
 * puts environments into the queue of the thread that plays them; threads write results into rows, and whoever
 * completes a batch of rows wakes the main thread. Nothing else passes between them: no messages, no copies.
 *
 * Rows form a ring of batches. An environment has at most one result on its way, so with one batch more than those hold
 * a row is never written while somebody may still read it, and no thread ever waits for the main thread.
 */

/** What a board is made for. Plain data: a thread makes its own views of the same memory with it. */
export interface BoardLayout {
  environments: number;
  threads: number;
  /** Rows of a batch. */
  batchSize: number;
  /** Bytes of one observation. */
  observationBytes: number;
  /** Whether the last observation of an ended episode is kept beside the first of the next. */
  keepsFinals: boolean;
}

/** What an environment is told to do. */
export const Command = { step: 0, reset: 1, resetWithSeed: 2, report: 3 } as const;

/** In a queue, in place of an environment: the thread ends. */
export const STOP = -1;

/** The row of a command whose result goes into whichever row is free when it is there. */
export const ANY_ROW = -1;

/** Set in every word that somebody may wait for, once a thread is lost. Counts never come near it. */
const FAILED = 1 << 30;

const messageBytes = 2048;

/** Single words of the board. */
const word = { overseen: 0, ready: 1, failure: 2, closing: 3, nextRow: 4, finished: 5, words: 16 } as const;

export class Board {
  readonly layout: BoardLayout;
  readonly memory: SharedArrayBuffer;
  /** Batches in the ring of rows. */
  readonly batches: number;
  readonly rows: number;

  // Commands, one an environment.
  readonly commands: Uint8Array;
  readonly actions: Int32Array;
  readonly seeds: Uint32Array;
  /** Row for the result, or ANY_ROW. */
  readonly rowsWanted: Int32Array;

  // Results, one a row.
  readonly observations: Uint8Array;
  readonly rewards: Float64Array;
  readonly terminations: Uint8Array;
  readonly truncations: Uint8Array;
  readonly lives: Int32Array;
  readonly episodeFrameNumbers: Int32Array;
  readonly frameNumbers: Int32Array;
  readonly environmentIds: Int32Array;
  /** These four have no rows where finals are not kept. */
  readonly finalObservations: Uint8Array;
  readonly finalLives: Int32Array;
  readonly finalEpisodeFrameNumbers: Int32Array;
  readonly finalFrameNumbers: Int32Array;

  private readonly words: Int32Array;
  /** Rows written, one count a batch. */
  private readonly filled: Int32Array;
  /** Entries ever put into each thread's queue, a count that wraps around. */
  private readonly tails: Int32Array;
  /** The same, entries included that are not published yet. The main thread's own. */
  private readonly ends: Int32Array;
  private readonly queues: Int32Array;
  private readonly queueLength: number;
  private readonly message: Uint8Array;

  /** @param memory of a board with the same layout; default: a new one */
  constructor(layout: BoardLayout, memory?: SharedArrayBuffer) {
    const { environments, threads, batchSize, observationBytes, keepsFinals } = layout;
    this.layout = layout;
    this.batches = Math.ceil(environments / batchSize) + 1;
    this.rows = this.batches * batchSize;
    const finalRows = keepsFinals ? this.rows : 0;
    // A queue holds every environment and STOP; lengths are powers of two so that counts may wrap around.
    this.queueLength = 2 ** Math.ceil(Math.log2(environments + 1));

    let bytes = 0;
    const place = (size: number): number => {
      const at = bytes;
      bytes += (size + 63) & ~63;
      return at;
    };
    const at = {
      words: place(4 * word.words),
      filled: place(4 * this.batches),
      tails: place(4 * threads),
      queues: place(4 * threads * this.queueLength),
      message: place(messageBytes),
      commands: place(environments),
      actions: place(4 * environments),
      seeds: place(4 * environments),
      rowsWanted: place(4 * environments),
      observations: place(observationBytes * this.rows),
      rewards: place(8 * this.rows),
      terminations: place(this.rows),
      truncations: place(this.rows),
      lives: place(4 * this.rows),
      episodeFrameNumbers: place(4 * this.rows),
      frameNumbers: place(4 * this.rows),
      environmentIds: place(4 * this.rows),
      finalObservations: place(observationBytes * finalRows),
      finalLives: place(4 * finalRows),
      finalEpisodeFrameNumbers: place(4 * finalRows),
      finalFrameNumbers: place(4 * finalRows),
    };
    this.memory = memory ?? new SharedArrayBuffer(bytes);
    const bytesAt = (offset: number, length: number) => new Uint8Array(this.memory, offset, length);
    const intsAt = (offset: number, length: number) => new Int32Array(this.memory, offset, length);

    this.words = intsAt(at.words, word.words);
    this.filled = intsAt(at.filled, this.batches);
    this.tails = intsAt(at.tails, threads);
    this.ends = new Int32Array(threads);
    this.queues = intsAt(at.queues, threads * this.queueLength);
    this.message = bytesAt(at.message, messageBytes);
    this.commands = bytesAt(at.commands, environments);
    this.actions = intsAt(at.actions, environments);
    this.seeds = new Uint32Array(this.memory, at.seeds, environments);
    this.rowsWanted = intsAt(at.rowsWanted, environments);
    this.observations = bytesAt(at.observations, observationBytes * this.rows);
    this.rewards = new Float64Array(this.memory, at.rewards, this.rows);
    this.terminations = bytesAt(at.terminations, this.rows);
    this.truncations = bytesAt(at.truncations, this.rows);
    this.lives = intsAt(at.lives, this.rows);
    this.episodeFrameNumbers = intsAt(at.episodeFrameNumbers, this.rows);
    this.frameNumbers = intsAt(at.frameNumbers, this.rows);
    this.environmentIds = intsAt(at.environmentIds, this.rows);
    this.finalObservations = bytesAt(at.finalObservations, observationBytes * finalRows);
    this.finalLives = intsAt(at.finalLives, finalRows);
    this.finalEpisodeFrameNumbers = intsAt(at.finalEpisodeFrameNumbers, finalRows);
    this.finalFrameNumbers = intsAt(at.finalFrameNumbers, finalRows);
  }

  // ---- Queues

  /** Puts an environment (or STOP) into a thread's queue. The thread learns of it from `publish`. */
  enqueue(thread: number, entry: number): void {
    this.queues[thread * this.queueLength + (this.ends[thread]++ & (this.queueLength - 1))] = entry;
  }

  /** Wakes the threads whose queues have grown. */
  publish(): void {
    for (let thread = 0; thread < this.ends.length; thread++) {
      if (this.tails[thread] === this.ends[thread]) continue;
      Atomics.store(this.tails, thread, this.ends[thread]);
      Atomics.notify(this.tails, thread);
    }
  }

  /**
   * The next entry of a thread's queue; waits until there is one.
   * @param taken how many entries were taken before
   */
  pull(thread: number, taken: number): number {
    const seen = taken | 0;
    while (Atomics.load(this.tails, thread) === seen) Atomics.wait(this.tails, thread, seen);
    return this.queues[thread * this.queueLength + (seen & (this.queueLength - 1))];
  }

  // ---- Results

  /** A row for an environment's result. */
  takeRow(environment: number): number {
    const wanted = this.rowsWanted[environment];
    if (wanted !== ANY_ROW) return wanted;
    for (;;) {
      const row = Atomics.load(this.words, word.nextRow);
      const next = row + 1 === this.rows ? 0 : row + 1;
      if (Atomics.compareExchange(this.words, word.nextRow, row, next) === row) return row;
    }
  }

  /** Says that a row is written. */
  rowDone(row: number): void {
    const batch = Math.trunc(row / this.layout.batchSize);
    Atomics.add(this.words, word.finished, 1);
    if (Atomics.add(this.filled, batch, 1) + 1 === this.layout.batchSize) Atomics.notify(this.filled, batch);
  }

  /** Blocks until all rows of a batch are written. */
  waitForBatch(batch: number): void {
    for (;;) {
      const filled = Atomics.load(this.filled, batch);
      if (filled >= this.layout.batchSize) return;
      Atomics.wait(this.filled, batch, filled);
    }
  }

  /** Resolves when all rows of a batch are written. The event loop goes on meanwhile, and the process does not end. */
  async batchWritten(batch: number): Promise<void> {
    // Node does not count Atomics.waitAsync among the things that keep a process alive; a timer is.
    const alive = setInterval(() => {}, 2 ** 30);
    try {
      for (;;) {
        const filled = Atomics.load(this.filled, batch);
        if (filled >= this.layout.batchSize) return;
        await Atomics.waitAsync(this.filled, batch, filled).value;
      }
    } finally {
      clearInterval(alive);
    }
  }

  /** Gives a batch's rows back to be written again. */
  releaseBatch(batch: number): void {
    Atomics.and(this.filled, batch, FAILED);
  }

  /**
   * Blocks until so many results have been written in all (a count that wraps around), or a thread is lost. Then no
   * row is filled, and the first one of `batch` is the next.
   */
  startOver(finished: number, batch: number): void {
    for (;;) {
      const seen = Atomics.load(this.words, word.finished);
      if (seen === (finished | 0) || this.failure !== undefined) break;
      // Nobody is woken for this: it is rare, and not worth a call of the system for every result.
      Atomics.wait(this.words, word.finished, seen, 1);
    }
    for (let each = 0; each < this.batches; each++) this.releaseBatch(each);
    Atomics.store(this.words, word.nextRow, batch * this.layout.batchSize);
  }

  // ---- Beginnings and ends

  /** The overseer runs: from now on the end of any playing thread is reported. */
  overseen(): void {
    Atomics.store(this.words, word.overseen, 1);
    Atomics.notify(this.words, word.overseen);
  }

  /** A thread is ready to play. */
  threadReady(): void {
    Atomics.add(this.words, word.ready, 1);
    Atomics.notify(this.words, word.ready);
  }

  /**
   * Blocks until all threads are ready, or one is lost.
   * @param patience milliseconds that the overseer has to start, since nobody can report its end to a thread that waits
   */
  waitForThreads(patience: number): void {
    const outcome = Atomics.wait(this.words, word.overseen, 0, patience);
    if (outcome === 'timed-out') this.fail(`no thread has started in ${patience / 1000} s`);
    for (;;) {
      const ready = Atomics.load(this.words, word.ready);
      if (ready >= this.layout.threads) return;
      Atomics.wait(this.words, word.ready, ready);
    }
  }

  /** From now on the end of a thread is no news. */
  close(): void {
    Atomics.store(this.words, word.closing, 1);
  }

  get isClosing(): boolean {
    return Atomics.load(this.words, word.closing) !== 0;
  }

  /** Reports that a thread is lost, and wakes whoever waits. The first report is kept. */
  fail(why: string): void {
    const text = new TextEncoder().encode(why).subarray(0, messageBytes - 1);
    if (Atomics.compareExchange(this.words, word.failure, 0, -1) === 0) {
      this.message.set(text);
      Atomics.store(this.words, word.failure, text.length + 1);
    }
    Atomics.or(this.words, word.ready, FAILED);
    Atomics.notify(this.words, word.ready);
    for (let batch = 0; batch < this.batches; batch++) {
      Atomics.or(this.filled, batch, FAILED);
      Atomics.notify(this.filled, batch);
    }
  }

  /** Why a thread was lost, if one was. */
  get failure(): string | undefined {
    const length = Atomics.load(this.words, word.failure);
    if (length === 0) return undefined;
    return new TextDecoder().decode(this.message.slice(0, Math.max(0, length - 1)));
  }
}
