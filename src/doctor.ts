/** What of openbrain works on this machine, why something does not, and how to get it. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { listRoms } from '../roms-fetch/index.ts';
import { isReferenceInstalled, referenceFolder } from './ale/reference/index.ts';
import { openbrainHome } from './files.ts';
import { availabilityOf, type BackendName } from './nn/choice.ts';
import { relaxedBuild } from './nn/kernels/module.ts';
import { findTensorflow, type TensorflowName } from './nn/tensorflow/find.ts';
import { packageRoot } from './package-root.ts';
import { ffmpegPath } from './recording/ffmpeg.ts';

/** One thing that openbrain can make use of. */
export interface Finding {
  /** A short name that does not change. */
  name: string;
  available: boolean;
  /** What it is, or why it is not to be had. */
  detail: string;
  /** What to do to get it; absent where it is there. */
  advice?: string;
}

/** Where Debian and others put Chromium; `$CHROMIUM` comes first. */
const chromiumPlaces = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Looks at everything; takes a second or two and changes nothing. */
export function examine(): Finding[] {
  return [
    node(),
    cores(),
    ffmpeg(),
    sharp(),
    webAssembly(),
    relaxedSimd(),
    tensorflow('tensorflow'),
    tensorflow('tensorflow-gpu'),
    pip(),
    reference(),
    roms(),
    chromium(),
  ];
}

function node(): Finding {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 9)) return there('node', process.version);
  return missing('node', `${process.version} is too old`, 'install Node 20.9 or newer');
}

function cores(): Finding {
  const gigabytes = (totalmem() / 1e9).toFixed(1);
  return there(
    'cores',
    `${availableParallelism()} of ${cpus()[0]?.model.trim() || 'unknown make'}, ${gigabytes} GB of memory`,
  );
}

function ffmpeg(): Finding {
  const path = ffmpegPath();
  const said = path && output(path, ['-version']);
  if (said) return there('ffmpeg', said.split('\n')[0].replace(/ (Copyright|http).*/, ''));
  return missing('ffmpeg', 'its package does not run here: no MP4 films', 'npm ci --include=optional');
}

function sharp(): Finding {
  const found = optional<{ versions: { sharp?: string } }>('sharp');
  if (found) return there('sharp', `sharp ${found.versions.sharp ?? ''}`.trim());
  return missing('sharp', 'its package does not load here: no pictures are written', 'npm ci --include=optional');
}

function webAssembly(): Finding {
  const path = join(packageRoot, 'build/nn.wasm');
  if (!existsSync(path)) return missing('wasm-simd', 'openbrain is not built', 'npm run build');
  if (WebAssembly.validate(readFileSync(path))) return there('wasm-simd', 'backend wasm trains networks');
  return missing('wasm-simd', 'this Node or processor has no SIMD in WebAssembly', 'use another machine or Node');
}

function relaxedSimd(): Finding {
  const name = 'wasm-relaxed-simd';
  if (!existsSync(join(packageRoot, 'build/nn-relaxed.wasm'))) {
    return missing(name, 'openbrain is not built', 'npm run build');
  }
  if (relaxedBuild()) return there(name, 'fused multiply-add, but for --deterministic');
  return missing(name, 'this Node has none: wasm computes more slowly', 'install Node 22 or newer');
}

function tensorflow(name: TensorflowName & BackendName): Finding {
  const availability = availabilityOf(name);
  if (!availability.available) return missing(name, availability.reason, availability.advice);
  const found = findTensorflow(name);
  return there(name, 'path' in found ? found.path : '');
}

function pip(): Finding {
  const candidates = process.env.OPENBRAIN_PIP
    ? [[process.env.OPENBRAIN_PIP]]
    : [['python3', '-m', 'pip'], ['pip3'], ['pip'], ['python', '-m', 'pip']];
  for (const [command, ...words] of candidates) {
    const said = output(command, [...words, '--version']);
    if (said) return there('pip', said.trim().replace(/ from .*\(/, ' ('));
  }
  const advice = 'install Python 3 with venv and pip (Debian: apt install python3-venv python3-pip)';
  return missing('pip', 'no Python with pip: neither ROMs nor the reference console nor TensorFlow', advice);
}

function reference(): Finding {
  if (isReferenceInstalled()) return there('reference', referenceFolder());
  return missing('reference', 'the Stella inside ale-py is not set up', 'openbrain reference install');
}

function roms(): Finding {
  const all = listRoms();
  const stored = all.filter(({ state }) => state === 'stored').length;
  const damaged = all.filter(({ state }) => state === 'damaged').length;
  if (damaged > 0) return missing('roms', `${damaged} of the stored ROMs are damaged`, 'openbrain roms fetch');
  if (stored > 0)
    return there('roms', `${stored} of ${all.length - builtIn(all)} stored in ${join(openbrainHome(), 'roms')}`);
  return missing(
    'roms',
    'none is stored; the embedded game can be played',
    'openbrain roms fetch, or roms import PATH',
  );
}

function builtIn(all: ReturnType<typeof listRoms>): number {
  return all.filter(({ state }) => state === 'built-in').length;
}

function chromium(): Finding {
  const found = [process.env.CHROMIUM, ...chromiumPlaces].find(path => path && existsSync(path));
  if (found) return there('chromium', found);
  return missing(
    'chromium',
    'none found: only the tests of the page need it',
    'Debian: apt install chromium, or set CHROMIUM',
  );
}

function there(name: string, detail: string): Finding {
  return { name, available: true, detail };
}

function missing(name: string, detail: string, advice: string): Finding {
  return { name, available: false, detail, advice };
}

/** A package that may not load on this machine. */
function optional<Package>(name: string): Package | undefined {
  try {
    return createRequire(import.meta.url)(name) as Package;
  } catch {
    return undefined;
  }
}

/** What a program prints; undefined where it does not run. */
function output(command: string, words: string[]): string | undefined {
  const { status, stdout } = spawnSync(command, words, { encoding: 'utf8', timeout: 20_000 });
  return status === 0 ? stdout : undefined;
}
