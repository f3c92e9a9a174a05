import { createRequire } from 'node:module';
import { join } from 'node:path';
import util from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import { UserError } from '../../errors.ts';
import { findTensorflow, type TensorflowName } from './find.ts';
import { registerTensorflowKernels, type TensorflowBackend } from './kernels.ts';

let loaded: TensorflowName | undefined;

/**
 * Makes TensorFlow the one that computes. Its package has a copy of TensorFlow.js of its own; all copies share one engine
 * and one list of kernels, which they keep in the global object.
 * @throws UserError where it is not installed or does not start; or where it sees no CUDA device and was to use one
 */
export async function startTensorflow(name: TensorflowName): Promise<void> {
  if (loaded !== undefined && loaded !== name) throw new Error(`${loaded} computes already: not ${name} as well`);
  const isFirst = loaded === undefined;
  if (isFirst) load(name);
  loaded = name;
  await tf.setBackend('tensorflow');
  const backend = tf.backend() as TensorflowBackend;
  if (isFirst) registerTensorflowKernels(backend);
  if (name === 'tensorflow-gpu' && !backend.isUsingGpuDevice) {
    throw new UserError(
      'backend tensorflow-gpu cannot be used: TensorFlow sees no CUDA device or lacks its libraries; TF_CPP_MIN_LOG_LEVEL=0 shows what it says',
    );
  }
}

function load(name: TensorflowName): void {
  const found = findTensorflow(name);
  if ('problem' in found) throw new UserError(`backend ${name} cannot be used: ${found.problem}`);
  restoreUtil();
  // Its copy of TensorFlow.js would say that the platform was known already.
  const isProduction = tf.env().getBool('PROD');
  tf.env().set('PROD', true);
  try {
    createRequire(join(found.path, 'package.json'))(found.path);
  } catch (error) {
    const [line] = (error as Error).message.split('\n');
    throw new UserError(`backend ${name} does not start (${line}): openbrain backend install tensorflow --force`, {
      cause: error,
    });
  } finally {
    tf.env().set('PROD', isProduction);
  }
}

/** tfjs-node 4.22 calls functions of `util` that Node 22 warns of and Node 23 has no more. */
function restoreUtil(): void {
  const old = util as unknown as Record<string, unknown>;
  old.isArray = Array.isArray;
  old.isNullOrUndefined = (value: unknown) => value === null || value === undefined;
}
