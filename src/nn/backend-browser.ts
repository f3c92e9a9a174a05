/**
 * Takes the place of `backend.ts` in a browser (the field "browser" of package.json), where networks only play:
 * TensorFlow.js's WebAssembly backend as it comes, without the kernels for training.
 */
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import type { TrainingKernels } from './kernels/module.ts';

/** Where the page's server has the backend's modules. */
const modules = '/tfjs/';

let started: Promise<void> | undefined;

/** Starts TensorFlow.js. Calling it again costs nothing. */
export function startBackend(): Promise<void> {
  started ??= start();
  return started;
}

async function start(): Promise<void> {
  setWasmPaths(modules);
  if (!(await tf.setBackend('wasm'))) throw new Error('the WebAssembly backend of TensorFlow.js did not start');
}

/** None: nothing is trained here. */
export function trainingKernels(): TrainingKernels | undefined {
  return undefined;
}
