/**
 * Gives each feature key that was ever active a small number, so that weights can lie in plain arrays although only few
 * of the twenty million possible features ever occur in a game.
 *
 * Keys come in ascending order and in clusters: where two colours lie some offset apart, they soon lie at the offsets
 * beside it. So numbers are given out in blocks of 16 neighbouring keys. One look into the hash table serves a whole
 * cluster, and its weights lie side by side in memory. Some numbers are never used; they cost a few zeros.
 */
const blockBits = 4;
const blockSize = 1 << blockBits;

export class FeatureIndex {
  /** Block of keys (key >> blockBits) that each block of numbers stands for, in the order of first sight. */
  private blocks = new Uint32Array(1 << 10);
  /** Which keys of each block were seen, a bit each. */
  private seen = new Uint16Array(1 << 10);
  /** Hash table with open addressing: block of numbers + 1, or 0 for an empty place. At most half full. */
  private table = new Int32Array(1 << 11);
  private count = 0;
  private keysSeen = 0;

  /** All numbers are below this. */
  get size(): number {
    return this.count * blockSize;
  }

  /** How many keys have been seen. */
  get known(): number {
    return this.keysSeen;
  }

  /**
   * The number of each key; new keys get one.
   * @param keys ascending
   */
  numbersOf(keys: Uint32Array): Int32Array {
    const numbers = new Int32Array(keys.length);
    let lastBlock = -1;
    let block = 0;
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i];
      if (key >>> blockBits !== lastBlock) {
        lastBlock = key >>> blockBits;
        block = this.numberOfBlock(lastBlock);
      }
      const bit = key & (blockSize - 1);
      if ((this.seen[block] & (1 << bit)) === 0) {
        this.seen[block] |= 1 << bit;
        this.keysSeen++;
      }
      numbers[i] = block * blockSize + bit;
    }
    return numbers;
  }

  /**
   * The numbers of those keys that were seen before. Learns nothing.
   * @param keys ascending
   */
  knownOf(keys: Uint32Array): Int32Array {
    const numbers = new Int32Array(keys.length);
    let found = 0;
    for (const key of keys) {
      const block = this.table[this.placeOf(key >>> blockBits)] - 1;
      const bit = key & (blockSize - 1);
      if (block >= 0 && this.seen[block] & (1 << bit)) numbers[found++] = block * blockSize + bit;
    }
    return numbers.subarray(0, found);
  }

  /** The number of a key that was seen before; undefined for another. */
  numberOf(key: number): number | undefined {
    const block = this.table[this.placeOf(key >>> blockBits)] - 1;
    const bit = key & (blockSize - 1);
    return block >= 0 && this.seen[block] & (1 << bit) ? block * blockSize + bit : undefined;
  }

  save(): { blocks: Uint32Array; seen: Uint16Array } {
    return { blocks: this.blocks.slice(0, this.count), seen: this.seen.slice(0, this.count) };
  }

  load({ blocks, seen }: { blocks: Uint32Array; seen: Uint16Array }): void {
    this.count = 0;
    this.keysSeen = 0;
    this.table.fill(0);
    for (const block of blocks) this.numberOfBlock(block);
    this.seen.set(seen);
    for (const bits of seen) for (let rest = bits; rest !== 0; rest &= rest - 1) this.keysSeen++;
  }

  private numberOfBlock(block: number): number {
    const place = this.placeOf(block);
    const number = this.table[place] - 1;
    return number >= 0 ? number : this.add(block, place);
  }

  /** Where the block is in the table, or where it would be put. */
  private placeOf(block: number): number {
    const { blocks, table } = this;
    const mask = table.length - 1;
    // Fibonacci hashing (Knuth, TAOCP 3, 6.4): blocks of one family differ in few low bits; this spreads them.
    let place = (Math.imul(block, 0x9e3779b1) >>> 7) & mask;
    while (table[place] !== 0 && blocks[table[place] - 1] !== block) place = (place + 1) & mask;
    return place;
  }

  private add(block: number, place: number): number {
    if (this.count === this.blocks.length) {
      const [blocks, seen] = [new Uint32Array(2 * this.count), new Uint16Array(2 * this.count)];
      blocks.set(this.blocks);
      seen.set(this.seen);
      this.blocks = blocks;
      this.seen = seen;
    }
    const number = this.count++;
    this.blocks[number] = block;
    this.seen[number] = 0;
    this.table[place] = number + 1;
    if (2 * this.count > this.table.length) this.grow();
    return number;
  }

  private grow(): void {
    this.table = new Int32Array(2 * this.table.length);
    for (let number = 0; number < this.count; number++) this.table[this.placeOf(this.blocks[number])] = number + 1;
  }
}
