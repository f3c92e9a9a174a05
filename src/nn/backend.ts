import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
// For its side effect: in Node it is this package that brings the gradients of TensorFlow.js's operations.
import '@tensorflow/tfjs-layers';
import type { Compute } from './choice.ts';
import { memoryTakenWhile } from './kernels/memory.ts';
import { instantiateKernels, type TrainingKernels } from './kernels/module.ts';
import { registerKernels } from './kernels/register.ts';

let kernels: TrainingKernels | undefined;

/**
 * Starts TensorFlow.js on one of its backends. Calling it again costs nothing; with another backend, that one computes
 * from then on. Plain JavaScript is none of them: it is a reference for tests.
 * @param compute default: WebAssembly. The first call decides on `deterministic`; without `threads` they stay what they
 * are, at first one
 * @throws UserError where the backend cannot be had
 */
export async function startBackend({
  backend = 'wasm',
  deterministic = false,
  threads,
}: Partial<Compute> = {}): Promise<void> {
  if (backend === 'wasm') return startWasm(deterministic, threads);
  const { startTensorflow } = await import('./tensorflow/load.ts');
  await startTensorflow(backend);
}

/** TensorFlow.js's WebAssembly backend, which is given the kernels for training. */
async function startWasm(deterministic: boolean, threads: number | undefined): Promise<void> {
  if (!kernels) {
    await import('@tensorflow/tfjs-backend-wasm');
    const memory = await withoutHandlers(() => memoryTakenWhile(() => tf.setBackend('wasm')));
    kernels = await instantiateKernels(tf.backend() as BackendWasm, memory, deterministic);
    registerKernels(kernels);
  }
  if (threads !== undefined) kernels.setThreads(threads);
  await tf.setBackend('wasm');
}

/** The training kernels, where the backend in use has them. */
export function trainingKernels(): TrainingKernels | undefined {
  return tf.getBackend() === 'wasm' ? kernels : undefined;
}

/** The backend's module takes it upon itself to handle every error of the process: those handlers are taken out again. */
async function withoutHandlers<Result>(start: () => Promise<Result>): Promise<Result> {
  const events = ['uncaughtException', 'unhandledRejection'];
  const before = events.map(event => process.listeners(event as NodeJS.Signals));
  try {
    return await start();
  } finally {
    for (const [i, event] of events.entries()) {
      for (const listener of process.listeners(event as NodeJS.Signals)) {
        if (!before[i].includes(listener)) process.removeListener(event, listener);
      }
    }
  }
}
