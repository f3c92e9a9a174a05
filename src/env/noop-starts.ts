import type { Emulator } from '../../emulator/console.ts';

/**
 * The random number of no-ops that an episode begins with, drawn as ALE's vector environment draws it: mt19937 seeded
 * with the environment's seed, and a uniform integer as libstdc++ makes it (Lemire's multiplication method).
 */
export class NoopStarts {
  /** Bytes of `save`. */
  readonly bytes: number;
  private readonly emulator: Emulator;
  private readonly state: number;

  constructor(emulator: Emulator, seed: number) {
    this.emulator = emulator;
    this.bytes = Number(emulator.exports.RANDOM_BYTES.value);
    this.state = emulator.allocate(this.bytes);
    this.seed(seed);
  }

  seed(seed: number): void {
    this.emulator.exports.seedRandom(this.state, seed);
  }

  /** A whole number from 0 to count - 1; 0 for a count of 0. */
  draw(count: number): number {
    const range = BigInt(Math.max(count, 1));
    const word = 1n << 32n;
    let product = this.next() * range;
    if (product % word < range) {
      const threshold = (word - range) % range;
      while (product % word < threshold) product = this.next() * range;
    }
    return Number(product / word);
  }

  private next(): bigint {
    return BigInt(this.emulator.exports.nextRandom(this.state) >>> 0);
  }

  save(): Uint8Array {
    return new Uint8Array(this.emulator.memory.buffer, this.state, this.bytes).slice();
  }

  load(saved: Uint8Array): void {
    new Uint8Array(this.emulator.memory.buffer, this.state, this.bytes).set(saved);
  }

  close(): void {
    this.emulator.release(this.state, this.bytes);
  }
}
