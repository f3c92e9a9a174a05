/**
 * Takes the place of `module.ts` in a browser (the field "browser" of package.json), where there is no file to read:
 * whoever makes an Emulator there gives it the module that was downloaded.
 */
export function builtModule(): WebAssembly.Module {
  throw new Error('in a browser the compiled console has to be given: new Emulator(module)');
}

/** A page has no environment variables. */
export function translationDelay(): undefined {}
