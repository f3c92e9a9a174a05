/**
 * A WebAssembly memory, and who hands out its parts: an emulator, for whoever works where its pictures lie. (`Emulator` is
 * one; what else works in the memory needs to know no more of it than this.)
 */
export interface WorkMemory {
  readonly memory: WebAssembly.Memory;
  /** Hands out zeros, aligned to 16 bytes or more. It may move the memory: views of before are empty then. */
  allocate(bytes: number): number;
  /** Takes back what `allocate(bytes)` handed out. */
  release(address: number, bytes: number): void;
}

/** Bytes of a page of WebAssembly. */
const pageBytes = 65_536;

/** A memory for one user alone: nothing is taken back before the whole is gone. */
export class OwnMemory implements WorkMemory {
  // The first page belongs to what modules bring with them.
  readonly memory: WebAssembly.Memory = new WebAssembly.Memory({ initial: 1 });
  private top = pageBytes;

  allocate(bytes: number): number {
    const address = this.top;
    this.top += Math.ceil(bytes / 16) * 16;
    const missing = Math.ceil((this.top - this.memory.buffer.byteLength) / pageBytes);
    if (missing > 0) this.memory.grow(missing);
    return address;
  }

  release(): void {}
}
