import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ConsoleName } from '../ale/open.ts';
import { packageRoot } from '../package-root.ts';
import { version } from '../version.ts';

/**
 * Which emulator played, so that scores of another one are told apart: `openbrain 0.1.0 console 1a2b3c4d5e6f`, the last
 * being the checksum of the console's code, which changes between versions, too.
 */
export function emulatorVersion(which: ConsoleName): string {
  if (which === 'reference') return `openbrain ${version} with the Stella of ale-py`;
  const code = readFileSync(join(packageRoot, 'build/console.wasm'));
  return `openbrain ${version} console ${createHash('sha256').update(code).digest('hex').slice(0, 12)}`;
}
