#!/usr/bin/env node
/**
 * Builds everything: AssemblyScript -> build/*.wasm, 6502 sources -> build/*.bin, the dashboard's page ->
 * build/page/, TypeScript -> dist/.
 * Parts whose sources are older than their product are skipped, so a second build is quick.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import esbuild from 'esbuild';
import { assemble } from './assemble.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);
process.chdir(root);
mkdirSync('build', { recursive: true });

/** Newest modification time, in milliseconds, of all files below the given paths. */
function newest(...paths) {
  let time = 0;
  for (const path of paths) {
    if (!existsSync(path)) continue;
    const entry = statSync(path);
    if (entry.isDirectory()) {
      for (const name of readdirSync(path))
        if (name !== 'node_modules') time = Math.max(time, newest(join(path, name)));
    } else time = Math.max(time, entry.mtimeMs);
  }
  return time;
}

function step(name, product, sources, run) {
  const isFresh = existsSync(product) && statSync(product).mtimeMs >= newest(...sources, 'scripts/build.mjs');
  if (isFresh && !process.argv.includes('--force')) return;
  const start = Date.now();
  run();
  console.log(`built ${name} in ${((Date.now() - start) / 1000).toFixed(1)} s`);
}

const node = (script, ...args) => execFileSync(process.execPath, [script, ...args], { stdio: 'inherit' });

step('the console (AssemblyScript)', 'build/console.wasm', ['emulator/assembly'], () =>
  node(
    require.resolve('assemblyscript/bin/asc.js'),
    'emulator/assembly/index.ts',
    '--outFile',
    'build/console.wasm',
    '--config',
    'emulator/asconfig.json',
  ),
);

for (const [product, ...features] of [['build/nn.wasm'], ['build/nn-relaxed.wasm', '--enable', 'relaxed-simd']]) {
  step(`the training kernels (AssemblyScript, ${product})`, product, ['src/nn/assembly', 'src/nn/asconfig.json'], () =>
    node(
      require.resolve('assemblyscript/bin/asc.js'),
      'src/nn/assembly/index.ts',
      '--outFile',
      product,
      '--config',
      'src/nn/asconfig.json',
      ...features,
    ),
  );
}

step(
  'object features (AssemblyScript)',
  'build/features.wasm',
  ['src/features/assembly', 'src/features/asconfig.json'],
  () =>
    node(
      require.resolve('assemblyscript/bin/asc.js'),
      'src/features/assembly/index.ts',
      '--outFile',
      'build/features.wasm',
      '--config',
      'src/features/asconfig.json',
    ),
);

step(
  'the cells of streaming-cells (AssemblyScript)',
  'build/cells.wasm',
  ['src/agents/streaming-cells/assembly', 'src/agents/streaming-cells/asconfig.json'],
  () =>
    node(
      require.resolve('assemblyscript/bin/asc.js'),
      'src/agents/streaming-cells/assembly/index.ts',
      '--outFile',
      'build/cells.wasm',
      '--config',
      'src/agents/streaming-cells/asconfig.json',
    ),
);

step(
  'the rows of local-critic (AssemblyScript)',
  'build/rows.wasm',
  ['src/agents/local-critic/assembly', 'src/agents/local-critic/asconfig.json'],
  () =>
    node(
      require.resolve('assemblyscript/bin/asc.js'),
      'src/agents/local-critic/assembly/index.ts',
      '--outFile',
      'build/rows.wasm',
      '--config',
      'src/agents/local-critic/asconfig.json',
    ),
);

step('the game Orchard (6502)', 'build/orchard.bin', ['roms-fetch/embedded', 'scripts/assemble.mjs'], () =>
  writeFileSync('build/orchard.bin', assemble('roms-fetch/embedded/orchard.asm')),
);

step('the page (esbuild)', 'build/page/main.js', ['src', 'emulator', 'package.json'], () => {
  const page = 'src/dashboard/page';
  // Chunks have names of their own: those of before would stay.
  rmSync('build/page/chunks', { recursive: true, force: true });
  esbuild.buildSync({
    entryPoints: {
      main: `${page}/main.ts`,
      style: `${page}/style.css`,
      'sound-worklet': `${page}/play/sound-worklet.ts`,
    },
    outdir: 'build/page',
    bundle: true,
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    format: 'esm',
    target: 'es2022',
    minify: true,
    legalComments: 'eof',
    logLevel: 'warning',
  });
  for (const file of ['index.html', 'icon.svg']) copyFileSync(`${page}/${file}`, `build/page/${file}`);
  mkdirSync('build/page/tfjs', { recursive: true });
  for (const file of ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm']) {
    copyFileSync(require.resolve(`@tensorflow/tfjs-backend-wasm/dist/${file}`), `build/page/tfjs/${file}`);
  }
});

step(
  'the library and the command line (TypeScript)',
  'dist/.built',
  ['src', 'emulator', 'roms-fetch', 'tsconfig.json', 'tsconfig.build.json'],
  () => {
    node(join(dirname(require.resolve('typescript/package.json')), 'bin/tsc'), '-p', 'tsconfig.build.json');
    execFileSync(process.execPath, ['-e', "require('node:fs').writeFileSync('dist/.built', '')"]);
    if (existsSync('dist/src/cli/main.js')) chmodSync('dist/src/cli/main.js', 0o755);
  },
);
