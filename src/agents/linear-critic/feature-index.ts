/**
 * Gives each feature key that was ever active a small number (0, 1, 2, … in the order of first sight), so that
 * weights can lie in plain arrays although only few of the twenty million possible features ever occur in a game.
 * A hash table with open addressing: one array, no object per entry.
 */
export class FeatureIndex {
  /** Key of each number. */
  private keys = new Uint32Array(1 << 12);
  /** Number + 1, or 0 for an empty place. At most half full. */
  private table = new Int32Array(1 << 13);
  private known = 0;

  get size(): number {
    return this.known;
  }

  /** The number of each key; new keys get the next free ones. */
  numbersOf(keys: Uint32Array): Int32Array {
    const numbers = new Int32Array(keys.length);
    for (let i = 0; i < keys.length; i++) numbers[i] = this.numberOf(keys[i]);
    return numbers;
  }

  /** The numbers of those keys that have one. */
  knownOf(keys: Uint32Array): Int32Array {
    const numbers = new Int32Array(keys.length);
    let count = 0;
    for (let i = 0; i < keys.length; i++) {
      const number = this.table[this.placeOf(keys[i])] - 1;
      if (number >= 0) numbers[count++] = number;
    }
    return numbers.subarray(0, count);
  }

  /** The number of a key, whether seen before or not. */
  numberOf(key: number): number {
    const place = this.placeOf(key);
    const number = this.table[place] - 1;
    return number >= 0 ? number : this.add(key, place);
  }

  /** All keys in the order of their numbers. */
  save(): Uint32Array {
    return this.keys.slice(0, this.known);
  }

  load(keys: Uint32Array): void {
    this.known = 0;
    this.table.fill(0);
    for (const key of keys) this.numberOf(key);
  }

  /** Where the key is, or where it would be put. */
  private placeOf(key: number): number {
    const { keys, table } = this;
    const mask = table.length - 1;
    // Fibonacci hashing (Knuth, TAOCP 3, 6.4): keys of one family differ in few low bits; this spreads them.
    let place = (Math.imul(key, 0x9e3779b1) >>> 7) & mask;
    while (table[place] !== 0 && keys[table[place] - 1] !== key) place = (place + 1) & mask;
    return place;
  }

  private add(key: number, place: number): number {
    if (this.known === this.keys.length) {
      const keys = new Uint32Array(2 * this.known);
      keys.set(this.keys);
      this.keys = keys;
    }
    const number = this.known++;
    this.keys[number] = key;
    this.table[place] = number + 1;
    if (2 * this.known > this.table.length) this.grow();
    return number;
  }

  private grow(): void {
    this.table = new Int32Array(2 * this.table.length);
    for (let number = 0; number < this.known; number++) this.table[this.placeOf(this.keys[number])] = number + 1;
  }
}
