/**
 * The two parts of NumPy's random module that ale-py's Gymnasium environment draws from: SeedSequence (O'Neill's
 * seed_seq_fe128), which spreads a seed, and PCG64 (O'Neill 2014, "PCG: A Family of Simple Fast Space-Efficient
 * Statistically Good Algorithms for Random Number Generation", HMC-CS-2014-0905), a 128-bit congruential generator
 * whose output is folded and rotated. Equal to NumPy draw by draw, so that published settings replay exactly.
 */

const poolWords = 4;

/**
 * `np.random.SeedSequence(seed).generate_state(words)`: 32-bit words.
 * @param seed a whole number from 0 to 2^53
 */
export function seedSequence(seed: number, words: number): Uint32Array {
  const pool = mixedPool(seed);
  const state = new Uint32Array(words);
  let constant = 0x8b51f9dd;
  for (let i = 0; i < words; i++) {
    let word = pool[i % poolWords] ^ constant;
    constant = Math.imul(constant, 0x58f38ded);
    word = Math.imul(word, constant);
    state[i] = word ^ (word >>> 16);
  }
  return state;
}

/** Every word of the pool comes to depend on every word of the seed. */
function mixedPool(seed: number): Uint32Array {
  const entropy = [seed >>> 0, Math.floor(seed / 2 ** 32)];
  let constant = 0x43b0d7e5;
  const hash = (value: number): number => {
    let word = value ^ constant;
    constant = Math.imul(constant, 0x931e8875);
    word = Math.imul(word, constant);
    return word ^ (word >>> 16);
  };
  const mix = (x: number, y: number): number => {
    const word = (Math.imul(0xca01f9dd, x) - Math.imul(0x4973f715, y)) | 0;
    return word ^ (word >>> 16);
  };
  const pool = Uint32Array.from({ length: poolWords }, (_, i) => hash(entropy[i] ?? 0));
  for (let from = 0; from < poolWords; from++) {
    for (let to = 0; to < poolWords; to++) {
      if (from !== to) pool[to] = mix(pool[to], hash(pool[from]));
    }
  }
  return pool;
}

const mask64 = (1n << 64n) - 1n;
const mask128 = (1n << 128n) - 1n;
const multiplier = 0x2360ed051fc65da44385df649fccf645n;

/** `np.random.Generator(np.random.PCG64(seed))`, as far as whole numbers of a small range go. */
export class Pcg64 {
  /** Bytes of `save`. */
  static readonly bytes = 40;
  private state = 0n;
  private increment = 0n;
  /** The upper half of a 64-bit draw, kept for the next 32-bit one. */
  private half: number | undefined;

  /** @param seed a whole number from 0 to 2^53 */
  constructor(seed: number) {
    this.seed(seed);
  }

  seed(seed: number): void {
    const words = seedSequence(seed, 8);
    const long = (i: number): bigint => (BigInt(words[i + 1]) << 32n) | BigInt(words[i]);
    this.increment = ((((long(4) << 64n) | long(6)) << 1n) | 1n) & mask128;
    this.state = 0n;
    this.advance();
    this.state = (this.state + ((long(0) << 64n) | long(2))) & mask128;
    this.advance();
    this.half = undefined;
  }

  /** `integers(low, high)`: low..high-1, by Lemire's multiplication method. At most 2^32 - 1 values. */
  integer(low: number, high: number): number {
    const range = BigInt(high - low);
    if (range === 1n) return low;
    const word = 1n << 32n;
    let product = BigInt(this.next32()) * range;
    if (product % word < range) {
      const threshold = (word - range) % range;
      while (product % word < threshold) product = BigInt(this.next32()) * range;
    }
    return low + Number(product / word);
  }

  private next32(): number {
    if (this.half !== undefined) {
      const kept = this.half;
      this.half = undefined;
      return kept;
    }
    const drawn = this.next64();
    this.half = Number(drawn >> 32n);
    return Number(drawn & 0xffffffffn);
  }

  private next64(): bigint {
    this.advance();
    const folded = (this.state >> 64n) ^ (this.state & mask64);
    const rotation = this.state >> 122n;
    return ((folded >> rotation) | (folded << ((64n - rotation) & 63n))) & mask64;
  }

  private advance(): void {
    this.state = (this.state * multiplier + this.increment) & mask128;
  }

  save(): Uint8Array {
    const bytes = new Uint8Array(Pcg64.bytes);
    const view = new DataView(bytes.buffer);
    [this.state, this.increment].forEach((value, i) => {
      view.setBigUint64(16 * i, value & mask64, true);
      view.setBigUint64(16 * i + 8, value >> 64n, true);
    });
    view.setUint32(32, Number(this.half !== undefined), true);
    view.setUint32(36, this.half ?? 0, true);
    return bytes;
  }

  load(saved: Uint8Array): void {
    const view = new DataView(saved.buffer, saved.byteOffset, Pcg64.bytes);
    const long = (at: number): bigint => view.getBigUint64(at, true) | (view.getBigUint64(at + 8, true) << 64n);
    this.state = long(0);
    this.increment = long(16);
    this.half = view.getUint32(32, true) ? view.getUint32(36, true) : undefined;
  }
}
