import { join } from 'node:path';
import { packageRoot } from '../src/package-root.ts';

/**
 * ROMs of our own, assembled from sources in this repository when it is built: game name -> file in build/.
 * They need no download, so tests and quickstart can use them where no ROM can be had.
 */
const builtinFiles: Readonly<Record<string, string>> = { orchard: 'orchard.bin' };

/** Names of the built-in ROMs. */
export const builtinNames: readonly string[] = Object.keys(builtinFiles);

/** Where a built-in ROM lies once the package is built; undefined where no built-in ROM has this name. */
export function builtinPath(name: string): string | undefined {
  return Object.hasOwn(builtinFiles, name) ? join(packageRoot, 'build', builtinFiles[name]) : undefined;
}
