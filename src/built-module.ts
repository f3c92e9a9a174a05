import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from './package-root.ts';

/** What agents and their features compute with, as `npm run build` makes it: build/NAME.wasm. */
export type BuiltModule = 'features' | 'rows' | 'cells';

const compiled = new Map<BuiltModule, WebAssembly.Module>();

/** Compiled once a process. In a browser `built-module-browser.ts` stands here. */
export function builtModule(name: BuiltModule): WebAssembly.Module {
  const module =
    compiled.get(name) ?? new WebAssembly.Module(readFileSync(join(packageRoot, `build/${name}.wasm`)) as BufferSource);
  compiled.set(name, module);
  return module;
}

/** Loads what `builtModule` gives, where that takes time. */
export async function prepareModules(...names: readonly BuiltModule[]): Promise<void> {
  for (const name of names) builtModule(name);
}
