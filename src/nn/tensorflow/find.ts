import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { openbrainHome } from '../../files.ts';

/** The packages of TensorFlow.js that compute with TensorFlow itself. */
export const tensorflowPackages = {
  tensorflow: '@tensorflow/tfjs-node',
  'tensorflow-gpu': '@tensorflow/tfjs-node-gpu',
} as const;

export type TensorflowName = keyof typeof tensorflowPackages;

/** The folder that `openbrain backend install` fills: a package folder of its own, apart from every project's. */
export function tensorflowFolder(name: TensorflowName): string {
  return join(openbrainHome(), 'backends', name);
}

/**
 * Where a package lies that can be loaded: beside openbrain (an optional peer that somebody installed), or in the
 * folder that `openbrain backend install` fills.
 */
export function findTensorflow(name: TensorflowName): { path: string } | { problem: string } {
  const places = [beside(name), join(tensorflowFolder(name), 'node_modules', tensorflowPackages[name])];
  const present = places.filter(path => path !== undefined && existsSync(join(path, 'package.json'))) as string[];
  const whole = present.find(isBuilt);
  if (whole) return { path: whole };
  if (present.length > 0) return { problem: `${tensorflowPackages[name]} in ${present[0]} was not built` };
  return { problem: `${tensorflowPackages[name]} is not installed` };
}

function beside(name: TensorflowName): string | undefined {
  try {
    return dirname(createRequire(import.meta.url).resolve(`${tensorflowPackages[name]}/package.json`));
  } catch {
    return undefined;
  }
}

/** Whether the package's addon is there: an install script that failed leaves a package without one. */
function isBuilt(path: string): boolean {
  const lib = join(path, 'lib');
  if (!existsSync(lib)) return false;
  return readdirSync(lib).some(folder => existsSync(join(lib, folder, 'tfjs_binding.node')));
}
