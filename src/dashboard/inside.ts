import { realpathSync, statSync } from 'node:fs';
import { resolve, sep } from 'node:path';

/**
 * The real path of something below a folder, or undefined where it does not exist or lies elsewhere: by `..`, as an
 * absolute path, or by a symbolic link that leads out.
 */
export function inside(folder: string, path: string): string | undefined {
  if (path.includes('\0')) return undefined;
  try {
    const root = realpathSync(folder);
    const real = realpathSync(resolve(root, path));
    return real === root || real.startsWith(root.endsWith(sep) ? root : root + sep) ? real : undefined;
  } catch {
    return undefined;
  }
}

/** The real path of a file below a folder; undefined where there is none. */
export function fileInside(folder: string, path: string): string | undefined {
  const real = inside(folder, path);
  return real !== undefined && statSync(real).isFile() ? real : undefined;
}
