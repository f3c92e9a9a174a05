/** Takes the place of `built-module.ts` in a browser (the field "browser" of package.json): modules are downloaded. */
import type { BuiltModule } from './built-module.ts';

const compiled = new Map<BuiltModule, WebAssembly.Module>();

export function builtModule(name: BuiltModule): WebAssembly.Module {
  const module = compiled.get(name);
  if (!module) throw new Error(`prepareModules('${name}') has to be awaited first`);
  return module;
}

export async function prepareModules(...names: readonly BuiltModule[]): Promise<void> {
  const missing = names.filter(name => !compiled.has(name));
  await Promise.all(
    missing.map(async name => compiled.set(name, await WebAssembly.compileStreaming(fetch(`/${name}.wasm`)))),
  );
}
