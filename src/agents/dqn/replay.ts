/**
 * What was seen and done, kept to be learned from again (Lin 1992; Mnih et al. 2015).
 *
 * An observation is a stack of the last pictures, of which only the newest is new: each picture is stored once, and
 * stacks are put together when they are drawn. The store is a ring of *entries*, one for each picture, in the order in
 * which they were seen:
 *
 *     before  before  before  step  step  step ... step  last   before before ...
 *
 * An episode begins with the older pictures of its first stack (`before`), so that every stack can be rebuilt from the
 * entries in front of it, whatever the environment shows before its first picture. Then comes an entry for each
 * decision, with the action, the reward that followed and whether anything was to be expected after it, and the picture
 * seen `last`, which a truncated episode's value is read from. A lost life may end what is to be expected without ending
 * the episode: its entry says so, and the stacks run on.
 *
 * A transition is *whole* from when its n rewards are known (or nothing more is to be expected) until the oldest picture
 * of its stack is overwritten. Only whole ones are counted and have a priority, so that whatever part of all priority is
 * drawn from, there is one to be found.
 */
import { type Arrays, pack, unpack } from '../../bytes.ts';
import type { Random } from '../../random.ts';
import { SumTree } from './sum-tree.ts';

/** What an entry is good for. */
const kind = {
  /** A picture from which no transition starts (or whose transition is not over yet). */
  picture: 0,
  /** A decision after which the episode went on. */
  step: 1,
  /** A decision after which nothing is to be expected. */
  terminal: 2,
  /** A decision after which the episode was cut. */
  truncated: 3,
} as const;

/** Pictures are allocated in pieces of so many, as they are needed: no array of JavaScript holds a million. */
const picturesPerPiece = 4096;

export interface ReplayOptions {
  /** Entries kept. */
  capacity: number;
  /** Bytes of a picture, and how many pictures an observation is made of. */
  pictureBytes: number;
  stack: number;
  /** Rewards that are summed before the bootstrap. */
  steps: number;
  gamma: number;
  /** Draw by priority^exponent rather than evenly. */
  priorityExponent?: number;
}

/** Transitions to learn from. The arrays are overwritten by the next draw. */
export interface Batch {
  readonly size: number;
  /** size * stack * pictureBytes */
  readonly observations: Uint8Array;
  readonly nextObservations: Uint8Array;
  readonly actions: Int32Array;
  /** Discounted sum of up to `steps` rewards. */
  readonly rewards: Float32Array;
  /** What the value of the next observation counts for: gamma^steps, or 0 where nothing is to be expected. */
  readonly discounts: Float32Array;
  /** Importance weights, the largest 1. */
  readonly weights: Float32Array;
  /** Slots of the entries, for `setPriorities`. */
  readonly slots: Int32Array;
}

export class Replay {
  private readonly options: ReplayOptions;
  private readonly pieces: Uint8Array[] = [];
  private readonly actions: Uint8Array;
  private readonly rewards: Float32Array;
  private readonly kinds: Uint8Array;
  private readonly tree: SumTree | undefined;
  private largestPriority = 1;
  /** Entries ever added; entry number i lies in slot i % capacity. */
  private added = 0;
  /** Whole ones. */
  private transitions = 0;
  /** Whether the newest entry waits for its action. */
  private open = false;
  private batch: Batch | undefined;

  constructor(options: ReplayOptions) {
    if (options.capacity <= options.stack + options.steps)
      throw new RangeError('the replay is too small for one stack');
    this.options = options;
    this.actions = new Uint8Array(options.capacity);
    this.rewards = new Float32Array(options.capacity);
    this.kinds = new Uint8Array(options.capacity);
    if (options.priorityExponent !== undefined) this.tree = new SumTree(options.capacity);
  }

  /** Transitions that can be drawn. */
  get size(): number {
    return this.transitions;
  }

  /** Whether an episode is being recorded. */
  get recording(): boolean {
    return this.open;
  }

  /** Bytes that the store takes now. */
  get bytes(): number {
    const { capacity } = this.options;
    const tree = this.tree ? 16 * 2 ** Math.ceil(Math.log2(capacity)) : 0;
    return this.pieces.reduce((sum, piece) => sum + piece.length, 6 * capacity + tree);
  }

  /** Begins an episode with its first observation. */
  begin(observation: Uint8Array): void {
    const { stack, pictureBytes } = this.options;
    for (let i = 0; i < stack; i++) this.push(observation.subarray(i * pictureBytes, (i + 1) * pictureBytes));
    this.open = true;
  }

  /**
   * What an action led to.
   * @param observation what is seen now
   * @param terminal nothing is to be expected after it
   * @param ended whether the episode is over, for that reason or another
   */
  add(action: number, reward: number, observation: Uint8Array, terminal: boolean, ended: boolean): void {
    const { stack, pictureBytes, capacity, steps } = this.options;
    const entry = this.added - 1;
    const slot = entry % capacity;
    const now = terminal ? kind.terminal : ended ? kind.truncated : kind.step;
    this.actions[slot] = action;
    this.rewards[slot] = reward;
    this.kinds[slot] = now;
    const waiting = this.waitingBefore(entry);
    if (now !== kind.step) for (let back = waiting; back >= 0; back--) this.makeWhole(entry - back);
    else if (waiting === steps - 1) this.makeWhole(entry - waiting);
    this.push(observation.subarray((stack - 1) * pictureBytes, stack * pictureBytes));
    this.open = !ended;
  }

  /** Decisions in a row just before an entry that still wait for rewards: n - 1 at most. */
  private waitingBefore(entry: number): number {
    const { steps, capacity } = this.options;
    let count = 0;
    while (count < Math.min(steps - 1, entry) && this.kinds[(entry - count - 1) % capacity] === kind.step) count++;
    return count;
  }

  private makeWhole(entry: number): void {
    this.transitions++;
    this.tree?.set(entry % this.options.capacity, this.largestPriority);
  }

  private push(picture: Uint8Array): void {
    const { stack, capacity } = this.options;
    this.forget(this.added - capacity + stack - 1);
    const slot = this.added % capacity;
    this.kinds[slot] = kind.picture;
    this.picture(slot).set(picture);
    this.added++;
  }

  /** Of an entry's stack the oldest picture is about to be overwritten. */
  private forget(entry: number): void {
    if (entry < 0) return;
    const slot = entry % this.options.capacity;
    if (this.kinds[slot] === kind.picture) return;
    this.transitions--;
    this.tree?.set(slot, 0);
  }

  private picture(slot: number): Uint8Array {
    const { pictureBytes, capacity } = this.options;
    const piece = Math.floor(slot / picturesPerPiece);
    const size = Math.min(picturesPerPiece, capacity - piece * picturesPerPiece);
    this.pieces[piece] ??= new Uint8Array(size * pictureBytes);
    const at = (slot % picturesPerPiece) * pictureBytes;
    return this.pieces[piece].subarray(at, at + pictureBytes);
  }

  /**
   * Draws transitions, evenly or by priority.
   * @param importance exponent of the importance weights (beta); without priorities all weights are 1
   * @throws RangeError where too little is stored
   */
  sample(size: number, random: Random, importance = 1): Batch {
    if (this.transitions === 0) throw new RangeError('the replay holds no whole transition yet');
    const batch = this.batchOf(size);
    for (let i = 0; i < size; i++) {
      let entry = this.draw(i, size, random);
      while (!this.write(batch, i, entry)) entry = this.draw(i, size, random);
    }
    this.weigh(batch, importance);
    return batch;
  }

  /** Number of an entry: a candidate, which may turn out not to be whole. */
  private draw(i: number, size: number, random: Random): number {
    const { capacity } = this.options;
    const oldest = Math.max(0, this.added - capacity);
    if (!this.tree) return oldest + random.integer(this.added - oldest);
    // One from each of `size` equal parts of the mass (Schaul et al. 2016, appendix B.2.1).
    const slot = this.tree.find(((i + random.uniform()) / size) * this.tree.total);
    return oldest + ((slot - (oldest % capacity) + capacity) % capacity);
  }

  /** Writes the transition that starts at an entry into the batch; false where there is none. */
  private write(batch: Batch, i: number, entry: number): boolean {
    const { capacity, steps, gamma, stack, pictureBytes } = this.options;
    // The pictures before the oldest entries have been overwritten.
    if (entry - (stack - 1) < this.added - capacity || entry < stack - 1) return false;
    let reward = 0;
    let discount = 1;
    let next = entry;
    for (let step = 0; step < steps; step++) {
      if (next >= this.added) return false;
      const slot = next % capacity;
      const now = this.kinds[slot];
      // The newest entry waits for its action: the sum is not whole yet.
      if (now === kind.picture) return false;
      reward += discount * this.rewards[slot];
      discount *= gamma;
      next++;
      if (now === kind.terminal) discount = 0;
      if (now !== kind.step) break;
    }
    const observationBytes = stack * pictureBytes;
    this.writeStack(batch.observations, i * observationBytes, entry);
    this.writeStack(batch.nextObservations, i * observationBytes, next);
    const slot = entry % capacity;
    batch.actions[i] = this.actions[slot];
    batch.rewards[i] = reward;
    batch.discounts[i] = discount;
    batch.slots[i] = slot;
    return true;
  }

  /** The stack that ends with an entry. */
  private writeStack(to: Uint8Array, offset: number, entry: number): void {
    const { stack, capacity, pictureBytes } = this.options;
    for (let i = 0; i < stack; i++) {
      to.set(this.picture((entry - stack + 1 + i) % capacity), offset + i * pictureBytes);
    }
  }

  /** Importance weights (N P(i))^-beta, divided by the largest of them (Schaul et al. 2016, section 3.4). */
  private weigh({ weights, slots }: Batch, importance: number): void {
    if (!this.tree) {
      weights.fill(1);
      return;
    }
    for (let i = 0; i < slots.length; i++) {
      weights[i] = ((this.transitions * this.tree.get(slots[i])) / this.tree.total) ** -importance;
    }
    const largest = weights.reduce((most, weight) => Math.max(most, weight));
    for (let i = 0; i < slots.length; i++) weights[i] /= largest;
  }

  /** New priorities of drawn transitions: |error|^alpha, with a little added so that none is never drawn again. */
  setPriorities(slots: Int32Array, errors: ArrayLike<number>): void {
    const { tree } = this;
    const { priorityExponent = 0 } = this.options;
    if (!tree) return;
    for (let i = 0; i < slots.length; i++) {
      // Overwritten since it was drawn.
      if (tree.get(slots[i]) === 0) continue;
      const priority = (Math.abs(errors[i]) + 1e-6) ** priorityExponent;
      this.largestPriority = Math.max(this.largestPriority, priority);
      tree.set(slots[i], priority);
    }
  }

  private batchOf(size: number): Batch {
    if (this.batch?.size === size) return this.batch;
    const bytes = size * this.options.stack * this.options.pictureBytes;
    this.batch = {
      size,
      observations: new Uint8Array(bytes),
      nextObservations: new Uint8Array(bytes),
      actions: new Int32Array(size),
      rewards: new Float32Array(size),
      discounts: new Float32Array(size),
      weights: new Float32Array(size),
      slots: new Int32Array(size),
    };
    return this.batch;
  }

  save(): Uint8Array {
    const { actions, rewards, kinds, added, open, largestPriority } = this;
    const arrays: Arrays = { actions, rewards, kinds };
    if (this.tree) arrays.priorities = this.tree.save();
    for (const [i, piece] of this.pieces.entries()) arrays[`pictures${i}`] = piece;
    return pack({ added, open, largestPriority, pieces: this.pieces.length }, arrays);
  }

  /** @throws RangeError where the state is of a replay of another size */
  load(state: Uint8Array): void {
    const { values, arrays } = unpack<Saved>(state);
    if (arrays.kinds?.length !== this.options.capacity) throw new RangeError('the saved replay has another size');
    this.added = values.added;
    this.open = values.open;
    this.largestPriority = values.largestPriority;
    this.actions.set(arrays.actions);
    this.rewards.set(arrays.rewards);
    this.kinds.set(arrays.kinds);
    this.tree?.load(arrays.priorities as Float64Array);
    this.pieces.length = 0;
    for (let i = 0; i < values.pieces; i++) this.pieces.push(arrays[`pictures${i}`] as Uint8Array);
    this.transitions = this.countWhole();
  }

  private countWhole(): number {
    const { capacity, stack } = this.options;
    let count = 0;
    for (let entry = Math.max(0, this.added - capacity + stack - 1); entry < this.added; entry++) {
      if (this.kinds[entry % capacity] !== kind.picture) count++;
    }
    return this.open ? count - this.waitingBefore(this.added - 1) : count;
  }
}

interface Saved {
  added: number;
  open: boolean;
  largestPriority: number;
  pieces: number;
}
