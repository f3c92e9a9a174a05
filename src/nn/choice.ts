/** Which of the ways to compute networks is taken. Knows nothing of TensorFlow.js itself, so that asking costs nothing. */
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { didYouMean, UserError } from '../errors.ts';
import { findTensorflow } from './tensorflow/find.ts';

/** What can compute, in order of preference: TensorFlow on CUDA, TensorFlow on the processor, WebAssembly. */
export const backendNames = ['tensorflow-gpu', 'tensorflow', 'wasm'] as const;
export type BackendName = (typeof backendNames)[number];

/** What a person may ask for; `auto` is the first of them that can be had. */
export const backendChoices = ['auto', ...backendNames] as const;
export type BackendChoice = (typeof backendChoices)[number];

/** How networks are computed. */
export interface Compute {
  backend: BackendName;
  /** WebAssembly: without fused multiply-add, whose rounding differs from that of other processors. */
  deterministic?: boolean;
  /** WebAssembly: threads that compute together, the calling one included. Their number changes no result. */
  threads?: number;
}

/** Whether a backend can be had here; if not, why, and how to get it. */
export type Availability = { available: true } | { available: false; reason: string; advice: string };

export function availabilityOf(backend: BackendName): Availability {
  if (backend === 'wasm') return { available: true };
  const isGpu = backend === 'tensorflow-gpu';
  const found = findTensorflow(backend);
  const advice = `openbrain backend install tensorflow${isGpu ? ' --gpu' : ''}`;
  if ('problem' in found) return { available: false, reason: found.problem, advice };
  if (isGpu && !hasCudaDevice()) {
    return { available: false, reason: 'there is no NVIDIA device here', advice: 'use --backend tensorflow or wasm' };
  }
  return { available: true };
}

/**
 * Settles what is to compute and prepares the process for it. Call it in the main thread, before anything computes.
 * @param threads that TensorFlow computes with; default: one for every core
 * @throws UserError where what was asked for cannot be had
 */
export function chooseBackend(
  choice: BackendChoice,
  { deterministic = false, threads = availableParallelism() }: { deterministic?: boolean; threads?: number } = {},
): BackendName {
  if (deterministic && choice !== 'auto' && choice !== 'wasm') {
    throw new UserError(`TensorFlow rounds differently from processor to processor: --deterministic needs wasm`);
  }
  if (choice === 'wasm' || deterministic) return 'wasm';
  const name = choice === 'auto' ? backendNames.find(backend => availabilityOf(backend).available)! : choice;
  const availability = availabilityOf(name);
  if (!availability.available) {
    throw new UserError(`backend ${name} cannot be used: ${availability.reason}; to get it: ${availability.advice}`);
  }
  if (name !== 'wasm') {
    // TensorFlow reads these when it is loaded, and only the main thread's are the process's own.
    process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
    process.env.TF_NUM_INTRAOP_THREADS = String(threads);
    if (name === 'tensorflow-gpu') prepareCuda();
  }
  return name;
}

/** Reads `--backend`. @throws UserError that names the nearest */
export function backendChoice(name: string): BackendChoice {
  const choice = backendChoices.find(known => known === name);
  if (choice) return choice;
  const hint = didYouMean(name, backendChoices) || `there are ${backendChoices.join(', ')}`;
  throw new UserError(`unknown backend "${name}": ${hint}`);
}

/** What TensorFlow reads when it starts on CUDA. Whoever has set it otherwise is left to it. */
function prepareCuda(): void {
  // Of itself it takes the device's whole memory: a second process (an evaluation beside a training) would find none.
  process.env.TF_FORCE_GPU_ALLOW_GROWTH ??= 'true';
  // Products with 32 bits, as on every other backend; of itself it rounds their factors to 19 (TF32).
  process.env.NVIDIA_TF32_OVERRIDE ??= '0';
  // Sums in the same order every time, so that a resumed run is the run it would have been. An update takes no longer.
  process.env.TF_DETERMINISTIC_OPS ??= '1';
}

/** Where the drivers of NVIDIA's devices (and of Windows' Linux for them) can be seen. */
export function hasCudaDevice(): boolean {
  return ['/dev/nvidiactl', '/dev/dxg'].some(path => existsSync(path));
}
