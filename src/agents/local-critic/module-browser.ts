/** Takes the place of `module.ts` in a browser (the field "browser" of package.json), where the module is downloaded. */
let compiled: WebAssembly.Module | undefined;

export function rowsModule(): WebAssembly.Module {
  if (!compiled) throw new Error('prepareRows() has to be awaited first');
  return compiled;
}

export async function prepareRows(): Promise<void> {
  compiled ??= await WebAssembly.compileStreaming(fetch('/rows.wasm'));
}
