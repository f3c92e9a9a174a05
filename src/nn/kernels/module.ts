import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { packageRoot } from '../../package-root.ts';

/** What src/nn/assembly exports; each function is documented there. Booleans are passed as 0 and 1 by WebAssembly. */
export interface NnExports {
  packPanels(to: number, from: number, depth: number, columns: number, stride: number): void;
  packTransposed(to: number, from: number, depth: number, columns: number, stride: number): void;
  patchesTimes(
    out: number,
    table: number,
    rows: number,
    columns: number,
    segments: number,
    length: number,
    segmentBytes: number,
    panels: number,
    bias: number,
    rectify: boolean,
    accumulate: boolean,
  ): void;
  transposedPatchesTimes(
    out: number,
    table: number,
    rows: number,
    columns: number,
    segments: number,
    length: number,
    segmentBytes: number,
    panels: number,
    accumulate: boolean,
  ): void;
  addToPatches(
    table: number,
    rows: number,
    segments: number,
    length: number,
    segmentBytes: number,
    from: number,
    depth: number,
    panels: number,
  ): void;
  patchTable(
    table: number,
    pictures: number,
    batch: number,
    height: number,
    width: number,
    channels: number,
    outHeight: number,
    outWidth: number,
    strideDown: number,
    strideAcross: number,
  ): void;
  rowTable(table: number, matrix: number, rows: number, rowBytes: number): void;
  pad(
    padded: number,
    pictures: number,
    batch: number,
    height: number,
    rowBytes: number,
    paddedHeight: number,
    paddedRowBytes: number,
    top: number,
    leftBytes: number,
    back: boolean,
  ): void;
  fillZero(address: number, bytes: number): void;
  picturesFromPlanes(to: number, from: number, batch: number, channels: number, pixels: number, scale: number): void;
  biasAndRectifierGradient(
    to: number,
    biasGradient: number,
    gradient: number,
    output: number,
    rows: number,
    columns: number,
  ): void;
  layerNorm(
    out: number,
    input: number,
    scale: number,
    shift: number,
    rows: number,
    columns: number,
    epsilon: number,
    rectify: boolean,
  ): void;
  layerNormGradient(
    inputGradient: number,
    scaleGradient: number,
    shiftGradient: number,
    gradient: number,
    input: number,
    output: number,
    scale: number,
    rows: number,
    columns: number,
    epsilon: number,
    work: number,
  ): void;
  sumOfSquares(values: number, count: number): number;
  adam(
    out: number,
    weights: number,
    gradient: number,
    first: number,
    second: number,
    count: number,
    scale: number,
    beta1: number,
    beta2: number,
    rate: number,
    correction: number,
    epsilon: number,
  ): void;
  rmsProp(
    out: number,
    weights: number,
    gradient: number,
    mean: number,
    square: number,
    count: number,
    scale: number,
    decay: number,
    rate: number,
    epsilon: number,
  ): void;
}

/** Emscripten's part of the backend's module. */
interface Heap {
  _malloc(bytes: number): number;
  _free(address: number): void;
  HEAPU8: Uint8Array;
}

/** The training kernels at work in the memory of TensorFlow.js's WebAssembly backend. */
export class TrainingKernels {
  private readonly heap: Heap;
  private scratchAddress = 0;
  private scratchBytes = 0;

  /** @param fused whether multiply-add is one instruction with one rounding */
  constructor(
    readonly exports: NnExports,
    readonly fused: boolean,
    private readonly backend: BackendWasm,
  ) {
    this.heap = backend.wasm as unknown as Heap;
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
    const total = sizes.reduce((sum, bytes) => sum + align(bytes), 0);
    if (total > this.scratchBytes) {
      if (this.scratchAddress) this.heap._free(this.scratchAddress);
      this.scratchAddress = this.heap._malloc(total) >>> 0;
      if (this.scratchAddress === 0) throw new RangeError(`the WebAssembly memory has no room for ${total} bytes more`);
      this.scratchBytes = total;
    }
    let at = this.scratchAddress;
    return sizes.map(bytes => {
      const address = at;
      at += align(bytes);
      return address;
    });
  }

  /** The memory as bytes. Growing invalidates it: take it anew each time. */
  get bytes(): Uint8Array {
    return this.heap.HEAPU8;
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
  const { instance } = await WebAssembly.instantiate(code as Uint8Array<ArrayBuffer>, { env: { memory } });
  return new TrainingKernels(instance.exports as unknown as NnExports, relaxed !== undefined, backend);
}

/** The build with fused multiply-add, where this Node can run it. */
function relaxedBuild(): Uint8Array | undefined {
  const code = readFileSync(join(packageRoot, 'build/nn-relaxed.wasm')) as Uint8Array<ArrayBuffer>;
  if (WebAssembly.validate(code)) return code;
  // Node 20's V8 has relaxed SIMD complete, but shipped it behind a flag one version early.
  if (!process.versions.v8.startsWith('11.3.')) return undefined;
  setFlagsFromString('--experimental-wasm-relaxed-simd');
  return WebAssembly.validate(code) ? code : undefined;
}

function align(bytes: number): number {
  return Math.ceil(bytes / 64) * 64;
}
