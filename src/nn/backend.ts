import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
// For its side effect: in Node it is this package that brings the gradients of TensorFlow.js's operations.
import '@tensorflow/tfjs-layers';
import type { Compute } from './choice.ts';
import { instantiateKernels, type TrainingKernels } from './kernels/module.ts';
import { registerKernels } from './kernels/register.ts';

let kernels: TrainingKernels | undefined;

/**
 * Starts TensorFlow.js on one of its backends. Calling it again costs nothing; with another backend, that one computes
 * from then on. Plain JavaScript is none of them: it is a reference for tests.
 * @param compute default: WebAssembly. The first call decides on `deterministic`.
 * @throws UserError where the backend cannot be had
 */
export async function startBackend({ backend = 'wasm', deterministic = false }: Partial<Compute> = {}): Promise<void> {
  if (backend === 'wasm') return startWasm(deterministic);
  const { startTensorflow } = await import('./tensorflow/load.ts');
  await startTensorflow(backend);
}

/** TensorFlow.js's WebAssembly backend, which is given the kernels for training. */
async function startWasm(deterministic: boolean): Promise<void> {
  if (!kernels) {
    await import('@tensorflow/tfjs-backend-wasm');
    const memory = await withoutHandlers(() => memoryTakenWhile(() => tf.setBackend('wasm')));
    kernels = await instantiateKernels(tf.backend() as BackendWasm, memory, deterministic);
    registerKernels(kernels);
  }
  await tf.setBackend('wasm');
}

/** The training kernels, where the backend in use has them. */
export function trainingKernels(): TrainingKernels | undefined {
  return tf.getBackend() === 'wasm' ? kernels : undefined;
}

/**
 * TensorFlow.js keeps its memory to itself, and there is no way to ask for it. But all that is compiled passes through
 * `WebAssembly.instantiate`, which is watched for as long as the backend takes to start.
 */
async function memoryTakenWhile(start: () => Promise<boolean>): Promise<WebAssembly.Memory> {
  const { instantiate } = WebAssembly;
  let memory: WebAssembly.Memory | undefined;
  WebAssembly.instantiate = (async (...call: Parameters<typeof instantiate>) => {
    const result = (await instantiate(...call)) as WebAssembly.WebAssemblyInstantiatedSource | WebAssembly.Instance;
    const { exports } = 'instance' in result ? result.instance : result;
    memory ??= Object.values(exports).find(value => value instanceof WebAssembly.Memory);
    return result;
  }) as typeof instantiate;
  try {
    if (!(await start())) throw new Error('the WebAssembly backend of TensorFlow.js did not start');
  } finally {
    WebAssembly.instantiate = instantiate;
  }
  if (!memory) throw new Error('the WebAssembly backend of TensorFlow.js has no memory of its own');
  return memory;
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
