import type { CartridgeLayout } from './cartridges.ts';
import type { Exports } from './exports.ts';
import { builtModule, translationDelay } from './module.ts';
import { romOf } from './translator/trace.ts';
import { Translation, usualDelay } from './translator/translation.ts';

const pageBytes = 65536;

/** Pages of the largest memory that WebAssembly allows: 4 GiB. */
const largestMemory = 65536;

/** How an emulator runs its consoles. */
export interface EmulatorOptions {
  /**
   * Whether programs are translated to WebAssembly once they have run for a while, or after how many frames they are
   * looked at. What the consoles do is the same. Default: true, or what OPENBRAIN_TRANSLATE says.
   */
  translate?: boolean | number;
}

/**
 * A WebAssembly memory in which any number of consoles live. One console needs no more than `new Console(rom)`; a
 * program with many gives them one emulator.
 */
export class Emulator {
  readonly exports: Exports;
  readonly memory: WebAssembly.Memory;
  private top: number;
  private used = 0;
  private readonly free = new Map<number, number[]>();
  private readonly shared = new Map<string, { address: number; bytes: number; users: number }>();
  private readonly viewers = new Set<() => void>();
  private readonly translations = new Map<string, Translation>();
  private readonly translationDelay: number;

  /** @param module the compiled console; default: the one this package was built with (a browser has to give it) */
  constructor(module: WebAssembly.Module = builtModule(), options: EmulatorOptions = {}) {
    const { translate = translationDelay() ?? usualDelay } = options;
    this.translationDelay = translate === false ? Infinity : translate === true ? usualDelay : translate;
    this.memory = new WebAssembly.Memory({ initial: 4 });
    const lend = (bytes: number) => this.allocate(bytes);
    const takeBack = (address: number, bytes: number) => this.release(address, bytes);
    const instance = new WebAssembly.Instance(module, { env: { memory: this.memory, lend, takeBack } });
    this.exports = instance.exports as unknown as Exports;
    this.exports.initialise();
    this.top = this.exports.heapStart();
  }

  /** Bytes that are handed out now, to consoles, pictures and whatever they share. */
  get usedBytes(): number {
    return this.used;
  }

  /** Hands out zeroed memory, 64-byte aligned. Growing the memory moves every view: holders register with `onMove`. */
  allocate(bytes: number): number {
    const size = (bytes + 63) & ~63;
    this.used += size;
    const reused = this.free.get(size)?.pop();
    if (reused !== undefined) {
      new Uint8Array(this.memory.buffer, reused, size).fill(0);
      return reused;
    }
    const address = this.top;
    this.top += size;
    const missing = this.top - this.memory.buffer.byteLength;
    if (missing > 0) {
      // Every view moves with it, so memory grows seldom and by much; pages that nobody touches cost nothing.
      const pages = this.memory.buffer.byteLength / pageBytes;
      const wanted = Math.min(Math.max(Math.ceil(missing / pageBytes), pages >> 1), largestMemory - pages);
      this.memory.grow(Math.max(wanted, Math.ceil(missing / pageBytes)));
      for (const view of this.viewers) view();
    }
    return address;
  }

  /** Takes memory back that `allocate(bytes)` handed out. */
  release(address: number, bytes: number): void {
    const size = (bytes + 63) & ~63;
    this.used -= size;
    const places = this.free.get(size) ?? [];
    places.push(address);
    this.free.set(size, places);
  }

  /** Calls `view` whenever the memory has moved, until the returned function is called. */
  onMove(view: () => void): () => void {
    this.viewers.add(view);
    return () => this.viewers.delete(view);
  }

  /**
   * Puts bytes that never change (a ROM, a table) into memory once, however many consoles use them. They stay until
   * `unshare` was called as often as this.
   */
  share(key: string, bytes: Uint8Array): number {
    const known = this.shared.get(key);
    if (known) {
      known.users++;
      return known.address;
    }
    const address = this.allocate(bytes.length);
    new Uint8Array(this.memory.buffer, address, bytes.length).set(bytes);
    this.shared.set(key, { address, bytes: bytes.length, users: 1 });
    return address;
  }

  /** Lets a console have the code of its ROM translated, in time. */
  translate(key: string, image: Uint8Array, layout: CartridgeLayout, machine: number): Translation | undefined {
    if (!layout.translatable || this.translationDelay === Infinity) return undefined;
    let translation = this.translations.get(key);
    if (!translation) {
      const { buffer } = this.memory;
      const field = (offset: WebAssembly.Global) => new Int32Array(buffer, machine + offset.value, 1)[0];
      const plainFirst = field(this.exports.AT_PLAIN_FIRST);
      const rom = romOf(image, layout.translatable, plainFirst, field(this.exports.AT_PLAIN_SPAN));
      translation = new Translation(this, key, rom, this.translationDelay);
      this.translations.set(key, translation);
    }
    translation.join(machine);
    return translation;
  }

  /** A console with translated code is gone. */
  untranslate(key: string, machine: number): void {
    if (this.translations.get(key)?.part(machine)) this.translations.delete(key);
  }

  /** One user less of shared bytes; with the last one their memory is free. */
  unshare(key: string): void {
    const known = this.shared.get(key);
    if (!known || --known.users > 0) return;
    this.shared.delete(key);
    this.release(known.address, known.bytes);
  }
}
