import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../package-root.ts';

let compiled: WebAssembly.Module | undefined;

/** The module that `npm run build` made, compiled once a process. In a browser `module-browser.ts` stands here. */
export function rowsModule(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(readFileSync(join(packageRoot, 'build/rows.wasm')) as BufferSource);
  return compiled;
}

/** Loads what `rowsModule` gives, where that takes time. */
export async function prepareRows(): Promise<void> {
  rowsModule();
}
