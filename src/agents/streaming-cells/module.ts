import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../package-root.ts';

let compiled: WebAssembly.Module | undefined;

/** The module that `npm run build` made, compiled once a process. In a browser `module-browser.ts` stands here. */
export function cellsModule(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(readFileSync(join(packageRoot, 'build/cells.wasm')) as BufferSource);
  return compiled;
}

/** Loads what `cellsModule` gives, where that takes time. */
export async function prepareCells(): Promise<void> {
  cellsModule();
}
