import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

let compiled: WebAssembly.Module | undefined;

/** The module that `npm run build` made, compiled once a process. In a browser `module-browser.ts` stands here. */
export function builtModule(): WebAssembly.Module {
  if (!compiled) {
    // emulator/module.ts and dist/emulator/module.js are one and two folders below the package.
    const path = ['../build/console.wasm', '../../build/console.wasm']
      .map(place => fileURLToPath(new URL(place, import.meta.url)))
      .find(existsSync);
    if (!path) throw new Error('build/console.wasm is missing: run "npm run build"');
    compiled = new WebAssembly.Module(readFileSync(path));
  }
  return compiled;
}

/** What the environment variable OPENBRAIN_TRANSLATE says: false for "off", a number of frames, or nothing. */
export function translationDelay(): number | false | undefined {
  const setting = process.env.OPENBRAIN_TRANSLATE;
  if (setting === undefined || setting === '') return undefined;
  const frames = Number(setting);
  return Number.isNaN(frames) ? false : frames;
}
