/** How a task is cut into parts, and where things lie in memory. */
import type { NnExports } from './exports.ts';

/** Where a part is done: by a thread that has the kernels, and memory of its own for passing use. */
export interface Workplace {
  readonly exports: NnExports;
  /** Address of that memory; as many bytes as `run` was told. */
  readonly scratch: number;
}

/** Which part of how many. */
export interface Part {
  readonly index: number;
  readonly count: number;
}

/** Bytes of the panels of a matrix. */
export function panelBytes(depth: number, columns: number): number {
  return 32 * depth * Math.ceil(columns / 8);
}

/** The next address on a line of the cache. */
export function align(address: number): number {
  return Math.ceil(address / 64) * 64;
}

/** A part of so many things, cut only at multiples of `unit`: the first one, and how many. */
export function share(size: number, { index, count }: Part, unit: number): [number, number] {
  const units = Math.ceil(size / unit);
  const from = Math.min(size, unit * Math.floor((units * index) / count));
  const end = Math.min(size, unit * Math.floor((units * (index + 1)) / count));
  return [from, end - from];
}
