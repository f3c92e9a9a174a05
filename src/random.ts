/**
 * The one generator behind everything random in agents, training and evaluation: xoshiro128** 1.1 by David Blackman
 * and Sebastiano Vigna (2018, public domain, https://prng.di.unimi.it/xoshiro128starstar.c), "Scrambled linear
 * pseudorandom number generators", ACM TOMS 47(4), 2021. Its four words of state are its whole memory, so a saved
 * generator goes on exactly where it stood. (The console has generators of its own: those that Stella and ALE use.)
 */
export class Random {
  private readonly s = new Uint32Array(4);

  /** @param seed any integer; its low 64 bits count */
  constructor(seed = 0) {
    this.seed(seed);
  }

  /** Starts over from a seed. Near seeds give unrelated sequences. */
  seed(seed: number): void {
    // The authors ask for a seed spread by another kind of generator: SplitMix with MurmurHash3's 32-bit finaliser.
    let counter = (seed >>> 0) ^ mix(Math.floor(seed / 2 ** 32) >>> 0);
    for (let i = 0; i < 4; i++) {
      counter = (counter + 0x9e3779b9) >>> 0;
      this.s[i] = mix(counter);
    }
    if ((this.s[0] | this.s[1] | this.s[2] | this.s[3]) === 0) this.s[0] = 1;
  }

  /** 32 random bits as an unsigned integer. */
  next(): number {
    const s = this.s;
    const result = Math.imul(rotate(Math.imul(s[1], 5), 7), 9) >>> 0;
    const t = s[1] << 9;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate(s[3], 11);
    return result;
  }

  /** A double in [0, 1), one of 2^53 equally likely values. */
  uniform(): number {
    const high = this.next() >>> 5;
    const low = this.next() >>> 6;
    return (high * 2 ** 26 + low) / 2 ** 53;
  }

  /** One of 0..n-1, all equally likely. */
  integer(n: number): number {
    if (!Number.isInteger(n) || n < 1 || n > 2 ** 32) throw new RangeError(`integer(${n}): n must be 1..2^32`);
    // The last, incomplete block of n values is drawn again, otherwise small results would come a little more often.
    const usable = 2 ** 32 - (2 ** 32 % n);
    for (;;) {
      const value = this.next();
      if (value < usable) return value % n;
    }
  }

  /** True with probability p. */
  chance(p: number): boolean {
    return this.uniform() < p;
  }

  /** A draw from the standard normal distribution (Box & Muller 1958; the second of the pair is not kept). */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return radius * Math.cos(2 * Math.PI * this.uniform());
  }

  /** The whole state: four 32-bit words. */
  save(): number[] {
    return [...this.s];
  }

  /** @param state what `save` returned */
  restore(state: readonly number[]): void {
    if (state.length !== 4 || state.every(word => word === 0)) throw new RangeError('not a state of this generator');
    this.s.set(state);
  }
}

/** A seed for the `index`-th independent thing that is derived from one seed (an episode, a worker). */
export function derivedSeed(seed: number, index: number): number {
  const random = new Random(seed);
  return mix((random.next() + Math.imul(index + 1, 0x9e3779b9)) >>> 0) & 0x7fffffff;
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

/** MurmurHash3's finaliser (Appleby 2011, public domain): every input bit reaches every output bit. */
function mix(word: number): number {
  let h = word;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
