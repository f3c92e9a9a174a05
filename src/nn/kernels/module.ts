import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { packageRoot } from '../../package-root.ts';
import { type Crew, Team } from '../threads/team.ts';
import type { NnExports } from './exports.ts';
import { align } from './parts.ts';
import { perform, type TaskName, type TaskNumbers } from './tasks.ts';

/** Emscripten's part of the backend's module. */
interface Heap {
  _malloc(bytes: number): number;
  _free(address: number): void;
  HEAPU8: Uint8Array;
}

/** A task is not cut into parts of fewer multiply-adds than this: some tens of microseconds. */
const smallestPart = 500_000;

/** How a task is done. */
export interface Doing {
  /** About how many multiply-adds it takes (or what takes as long). */
  work: number;
  /** Bytes of passing memory that whoever does a part of it needs. */
  own?: number;
}

/** The training kernels at work in the memory of TensorFlow.js's WebAssembly backend. */
export class TrainingKernels {
  private readonly heap: Heap;
  private readonly passing: Room;
  private readonly own: Room;
  private helped: Team | undefined;

  /**
   * @param fused whether multiply-add is one instruction with one rounding
   * @param module what `exports` is an instance of
   */
  constructor(
    readonly exports: NnExports,
    readonly fused: boolean,
    private readonly backend: BackendWasm,
    private readonly module: WebAssembly.Module,
    private readonly memory: WebAssembly.Memory,
  ) {
    this.heap = backend.wasm as unknown as Heap;
    this.passing = new Room(this.heap);
    this.own = new Room(this.heap);
  }

  /** Who shares tasks; none: one thread does all. */
  get team(): Team | undefined {
    return this.helped?.isOpen ? this.helped : undefined;
  }

  /**
   * Sets how many threads compute together, the calling one included; their number changes no result.
   * @throws UserError where there is no built code for threads to run
   */
  setThreads(threads: number): void {
    if (threads === (this.team?.threads ?? 1)) return;
    void this.helped?.close();
    this.helped = threads > 1 ? new Team({ helpers: threads - 1 }, this.exports, this.module, this.memory) : undefined;
  }

  /**
   * Lets another thread help whenever it waits for this one (`Apart`).
   * @returns what it needs to help
   */
  letHelp(crew: Crew): { module: WebAssembly.Module; memory: WebAssembly.Memory } {
    const { exports, module, memory } = this;
    this.helped = new Team(crew, exports, module, memory);
    return { module, memory };
  }

  /** Copies floats that lie in another memory over a tensor's own, which nobody else may share. */
  overwrite(tensor: TensorInfo, bytes: Uint8Array): void {
    this.heap.HEAPU8.set(bytes, this.address(tensor));
  }

  /** Where a tensor's elements lie. */
  address({ dataId }: TensorInfo): number {
    return this.backend.dataIdMap.get(dataId).memoryOffset;
  }

  /** A new tensor of floats whose contents are yet to be written. */
  output(shape: readonly number[]): TensorInfo {
    return this.backend.makeOutput([...shape], 'float32');
  }

  /** Room for passing use: the addresses of blocks of so many bytes, valid until the next call. */
  scratch(...sizes: number[]): number[] {
    let at = this.passing.of(sizes.reduce((sum, bytes) => sum + align(bytes), 0));
    return sizes.map(bytes => {
      const address = at;
      at += align(bytes);
      return address;
    });
  }

  /** Does a task, with the team's help where it is large enough. */
  run<Name extends TaskName>(name: Name, { work, own = 0 }: Doing, ...numbers: TaskNumbers<Name>): void {
    const { team } = this;
    const parts = team ? Math.min(team.parts, Math.floor(work / smallestPart)) : 1;
    this.runInParts(name, parts, own, ...numbers);
  }

  /** The same in so many parts, whoever does them. */
  runInParts<Name extends TaskName>(name: Name, parts: number, own: number, ...numbers: TaskNumbers<Name>): void {
    const { team } = this;
    const bytes = align(own);
    const scratch = this.own.of(bytes * (team?.threads ?? 1));
    if (team && parts > 1) team.run(name, parts, scratch, bytes, numbers);
    else {
      const count = Math.max(1, parts);
      for (let index = 0; index < count; index++)
        perform(name, { exports: this.exports, scratch }, { index, count }, numbers);
    }
  }

  /** The memory as bytes. Growing invalidates it: take it anew each time. */
  get bytes(): Uint8Array {
    return this.heap.HEAPU8;
  }
}

/** A block of memory that is as large as the largest use of it so far. */
class Room {
  private block = 0;
  private bytes = 0;

  constructor(private readonly heap: Heap) {}

  /** The address of so many bytes, valid until the next call. */
  of(bytes: number): number {
    if (bytes > this.bytes) {
      if (this.block) this.heap._free(this.block);
      this.block = this.heap._malloc(bytes + 64) >>> 0;
      if (this.block === 0) throw new RangeError(`the WebAssembly memory has no room for ${bytes} bytes more`);
      this.bytes = bytes;
    }
    return align(this.block);
  }
}

/**
 * Compiles the kernels for a backend's memory.
 * @param deterministic take the plain build, whose results are the same on every processor
 */
export async function instantiateKernels(
  backend: BackendWasm,
  memory: WebAssembly.Memory,
  deterministic: boolean,
): Promise<TrainingKernels> {
  const relaxed = deterministic ? undefined : relaxedBuild();
  const code = relaxed ?? readFileSync(join(packageRoot, 'build/nn.wasm'));
  const module = await WebAssembly.compile(code as Uint8Array<ArrayBuffer>);
  const instance = await WebAssembly.instantiate(module, { env: { memory } });
  const exports = instance.exports as unknown as NnExports;
  return new TrainingKernels(exports, relaxed !== undefined, backend, module, memory);
}

/** The build with fused multiply-add, where this Node can run it. */
export function relaxedBuild(): Uint8Array | undefined {
  const code = readFileSync(join(packageRoot, 'build/nn-relaxed.wasm')) as Uint8Array<ArrayBuffer>;
  if (WebAssembly.validate(code)) return code;
  // Node 20's V8 has relaxed SIMD complete, but shipped it behind a flag one version early.
  if (!process.versions.v8.startsWith('11.3.')) return undefined;
  setFlagsFromString('--experimental-wasm-relaxed-simd');
  return WebAssembly.validate(code) ? code : undefined;
}
