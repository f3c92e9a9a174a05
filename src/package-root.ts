import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds openbrain's package.json, whether run from sources or from dist. */
export const packageRoot = findPackageRoot(dirname(fileURLToPath(import.meta.url)));

function findPackageRoot(folder: string): string {
  // dist/ has no package.json of its own, so the first one upwards is the package's.
  return existsSync(join(folder, 'package.json')) ? folder : findPackageRoot(dirname(folder));
}
