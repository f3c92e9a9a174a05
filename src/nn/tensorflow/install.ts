/**
 * Sets up TensorFlow for TensorFlow.js without its package's own download, which comes from outside the registries: the
 * library is taken from pip's wheel of TensorFlow and laid where the package's install script looks for it first, and the
 * script then compiles the package's addon against it.
 *
 * Everything goes into a folder of its own, `$OPENBRAIN_HOME/backends/NAME`, which is built beside its place and renamed:
 * it is there whole or not at all, and no project's node_modules change.
 */
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statfsSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { findPip, pipProblem } from '../../../roms-fetch/pip.ts';
import { UserError } from '../../errors.ts';
import { fileProblem, makeFolder } from '../../files.ts';
import { withLock } from '../../lock.ts';
import { hasCudaDevice } from '../choice.ts';
import { findTensorflow, type TensorflowName, tensorflowFolder, tensorflowPackages } from './find.ts';

/** The TensorFlow whose library is used. */
const tensorflowVersion = '2.21.0';

/** What libtensorflow is called where tfjs-node 4.22 looks for it; its C interface has not changed since. */
const expectedVersion = '2.9.1';

/** Gigabytes that must be free: the wheels and what they unpack to, before what is not needed goes away. */
const room = { tensorflow: 3, 'tensorflow-gpu': 14 } as const;

const otherwise = 'or do without: --backend wasm';

export interface InstallOptions {
  /** Is told what happens, one line each. */
  onLine?: (line: string) => void;
  /** Build it anew even where it is set up. */
  force?: boolean;
}

/**
 * Sets up TensorFlow unless it is set up already. Takes about a minute and, for the processor's form, a download of 274 MB
 * and 1.3 GB of disk; for CUDA's some 3 GB and 9 GB.
 * @returns the folder of the package
 * @throws UserError of one line: no compiler, no pip, no network, no room
 */
export async function installTensorflow(
  name: TensorflowName,
  { onLine = () => {}, force = false }: InstallOptions = {},
): Promise<string> {
  const isMissing = (): boolean => force || 'problem' in findTensorflow(name);
  const folder = tensorflowFolder(name);
  if (isMissing()) {
    needPlatform();
    needTools();
    const pip = await findPip(otherwise);
    try {
      withLock(`${folder}.lock`, () => {
        // Another process may have built it while this one waited.
        if (isMissing()) build(name, pip, onLine);
      });
    } catch (error) {
      if (error instanceof UserError) throw error;
      throw new UserError(`cannot set up ${folder}: ${fileProblem(error)}`);
    }
  }
  const found = findTensorflow(name);
  if ('problem' in found) throw new UserError(`backend ${name} was set up in vain: ${found.problem}`);
  return found.path;
}

function build(name: TensorflowName, pip: readonly string[], onLine: (line: string) => void): void {
  const folder = tensorflowFolder(name);
  const unfinished = `${folder}.part`;
  // A process that was killed may have left a part; only the holder of the lock comes here.
  rmSync(unfinished, { recursive: true, force: true });
  makeFolder(unfinished);
  try {
    needRoom(unfinished, room[name]);
    onLine(`1/5 installing ${tensorflowPackages[name]} ${tfjsVersion()} in ${folder}`);
    const location = installPackage(name, unfinished);
    onLine(`2/5 downloading the wheel of TensorFlow ${tensorflowVersion}`);
    const wheel = downloadWheel(name, pip, unfinished);
    onLine('3/5 unpacking its library');
    unpackLibrary(wheel, join(location, 'deps'));
    if (name === 'tensorflow-gpu') installCuda(wheel, pip, join(location, 'deps'), onLine);
    rmSync(dirname(wheel), { recursive: true });
    onLine('4/5 compiling the addon');
    compile(name, unfinished, location);
    onLine('5/5 trying it');
    tryIt(location, name === 'tensorflow-gpu' && hasCudaDevice());
    replace(folder, unfinished);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  onLine(`${name} is ready`);
}

function needPlatform(): void {
  if (process.platform === 'linux' && ['x64', 'arm64'].includes(process.arch)) return;
  throw new UserError(
    `TensorFlow is set up from a wheel on Linux only (x64, arm64), not on ${process.platform} ${process.arch}; there, npm install @tensorflow/tfjs-node may do it, ${otherwise}`,
  );
}

/** What compiling the addon takes. */
function needTools(): void {
  const tools = [
    { command: process.env.CXX ?? 'g++', what: 'C++ compiler', debian: 'g++' },
    { command: 'make', what: 'make', debian: 'make' },
    { command: 'npm', what: 'npm', debian: 'npm' },
    { command: 'python3', what: 'Python 3', debian: 'python3' },
  ];
  const missing = tools.filter(({ command }) => !run(command, ['--version']).succeeded);
  if (missing.length === 0) return;
  const [names, packages] = [missing.map(({ what }) => what), missing.map(({ debian }) => debian)];
  throw new UserError(
    `TensorFlow's addon is compiled, and there is no ${names.join(' and no ')}: install it (Debian: apt install ${packages.join(' ')}), ${otherwise}`,
  );
}

function needRoom(folder: string, gigabytes: number): void {
  const { bavail, bsize } = statfsSync(folder);
  const free = (bavail * bsize) / 1e9;
  if (free >= gigabytes) return;
  throw new UserError(`${folder} has ${free.toFixed(1)} GB free, and setting up takes ${gigabytes} GB: make room`);
}

/** The package without its install script. Returns its folder. */
function installPackage(name: TensorflowName, folder: string): string {
  const dependencies = { [tensorflowPackages[name]]: tfjsVersion() };
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }));
  const words = ['install', '--ignore-scripts', '--omit=optional', '--no-audit', '--no-fund', '--loglevel=error'];
  const { succeeded, output } = run('npm', words, folder);
  if (!succeeded) throw new UserError(`${tensorflowPackages[name]} not installed: npm failed (${firstLine(output)})`);
  return join(folder, 'node_modules', tensorflowPackages[name]);
}

/** The version of our own TensorFlow.js: the copies share one engine. */
function tfjsVersion(): string {
  return createRequire(import.meta.url)('@tensorflow/tfjs-core/package.json').version;
}

/** Path of the wheel. Whatever Python runs pip, the library inside is the same. */
function downloadWheel(name: TensorflowName, pip: readonly string[], folder: string): string {
  const project = name === 'tensorflow-gpu' || process.arch === 'arm64' ? 'tensorflow' : 'tensorflow-cpu';
  const target = join(folder, 'wheel');
  runPip(pip, ['download', `${project}==${tensorflowVersion}`, '--dest', target]);
  const file = readdirSync(target).find(file => file.endsWith('.whl'));
  if (!file) throw new UserError('TensorFlow not set up: pip left no wheel');
  return join(target, file);
}

/** The CUDA libraries that the wheel names, beside its own folder. */
function installCuda(wheel: string, pip: readonly string[], deps: string, onLine: (line: string) => void): void {
  const script =
    'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); print(z.read(next(n for n in z.namelist() if n.endswith("/METADATA"))).decode())';
  const { output } = run('python3', ['-c', script, wheel]);
  const wanted = [...output.matchAll(/^Requires-Dist: ([^;\n]+);.*extra == "and-cuda"/gm)].map(([, name]) =>
    name.trim(),
  );
  if (wanted.length === 0) throw new UserError('the wheel of TensorFlow does not say which CUDA libraries it needs');
  onLine(`    and ${wanted.length} libraries of CUDA`);
  runPip(pip, ['install', ...wanted, '--target', deps, '--no-compile']);
  gatherCuda(join(deps, 'nvidia'));
}

/**
 * Lays a link to every CUDA library into one folder. TensorFlow opens them by name, from a library whose search path has
 * most of their folders, but not that of cuSOLVER: in Python that is made up for by another library.
 * @param nvidia the folder that pip filled: nvidia/cudnn/lib/libcudnn.so.9 and others
 */
export function gatherCuda(nvidia: string): void {
  const searched = join(nvidia, 'cuda_runtime', 'lib');
  for (const project of readdirSync(nvidia)) {
    const lib = join(nvidia, project, 'lib');
    if (!existsSync(lib)) continue;
    for (const file of readdirSync(lib).filter(file => file.includes('.so'))) {
      if (!existsSync(join(searched, file))) symlinkSync(relative(searched, join(lib, file)), join(searched, file));
    }
  }
}

function runPip([command, ...first]: readonly string[], words: string[]): void {
  const { succeeded, output } = run(command, [
    ...first,
    ...words,
    '--no-deps',
    '--only-binary=:all:',
    '--python-version=3.11',
    ...platforms().map(platform => `--platform=${platform}`),
    '--disable-pip-version-check',
    '--no-input',
    '--progress-bar=off',
    '--retries=2',
    '--timeout=20',
  ]);
  if (!succeeded) throw new UserError(`TensorFlow not set up: ${pipProblem(output)}; ${otherwise}`);
}

/** Names under which wheels for this machine are kept. */
function platforms(): string[] {
  const machine = process.arch === 'arm64' ? 'aarch64' : 'x86_64';
  return ['manylinux_2_28', 'manylinux_2_27', 'manylinux_2_17', 'manylinux2014'].map(libc => `${libc}_${machine}`);
}

/** Libraries and C headers, named as the package expects them. */
function unpackLibrary(wheel: string, deps: string): void {
  const script = `
import os, re, shutil, sys, zipfile
wheel, deps = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive:
    for name in archive.namelist():
        library = re.fullmatch(r'tensorflow/(libtensorflow_(?:cc|framework)[.]so[.]2)', name)
        header = re.fullmatch(r'tensorflow/(include/(?:tensorflow/c/.*|.*/platform/ctstring.*|xla/tsl/c/.*)[.]h)', name)
        if not library and not header: continue
        path = os.path.join(deps, 'lib', library[1]) if library else os.path.join(deps, header[1])
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with archive.open(name) as source, open(path, 'wb') as target: shutil.copyfileobj(source, target, 1 << 20)
`;
  const { succeeded, output } = run('python3', ['-c', script, wheel, deps]);
  if (!succeeded) throw new UserError(`the wheel of TensorFlow cannot be unpacked: ${pipProblem(output)}`);
  const lib = join(deps, 'lib');
  mkdirSync(lib, { recursive: true });
  const names = {
    'libtensorflow.so': 'libtensorflow_cc.so.2',
    [`libtensorflow.so.${expectedVersion}`]: 'libtensorflow_cc.so.2',
    'libtensorflow_framework.so': 'libtensorflow_framework.so.2',
  };
  for (const [name, target] of Object.entries(names)) symlinkSync(target, join(lib, name));
}

/** The package's own install script. It finds the library in place, so nothing is left to download. */
function compile(name: TensorflowName, folder: string, location: string): void {
  const environment = { ...process.env, npm_config_build_from_source: 'true', ...nodeHeaders() };
  // The install script of the CUDA form downloads in any case: there only its second half is run.
  const { succeeded, output } =
    name === 'tensorflow-gpu'
      ? run('npm', ['run', '--foreground-scripts', 'build-addon-from-source'], location, environment)
      : run('npm', ['rebuild', '--foreground-scripts', tensorflowPackages[name]], folder, environment);
  if (succeeded) return;
  const told =
    output.split('\n').find(line => /error[: ]|ENOTFOUND|ECONNREFUSED|EAI_AGAIN/i.test(line)) ?? firstLine(output);
  throw new UserError(`TensorFlow's addon does not compile (${told.trim().slice(0, 200)}); ${otherwise}`);
}

/** Where Node brought its headers along they need no download. */
function nodeHeaders(): Record<string, string> {
  const prefix = dirname(dirname(process.execPath));
  return existsSync(join(prefix, 'include/node/node_api.h')) ? { npm_config_nodedir: prefix } : {};
}

/** In a process of its own: a library that does not fit ends the one that loads it. */
function tryIt(location: string, onCuda: boolean): void {
  const script = `
const util = require('node:util');
util.isArray ??= Array.isArray;
util.isNullOrUndefined ??= value => value == null;
const tf = require(process.argv[1]);
if (tf.add(1, 2).dataSync()[0] !== 3) throw new Error('1 + 2 is not 3');
if (process.argv[2] === 'cuda' && !tf.backend().isUsingGpuDevice) throw new Error('it does not see the CUDA device');
`;
  const environment = { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2' };
  const { succeeded, output } = run(
    process.execPath,
    ['-e', script, location, onCuda ? 'cuda' : ''],
    undefined,
    environment,
  );
  if (succeeded) return;
  const told = output.split('\n').find(line => /Error/.test(line)) ?? firstLine(output);
  throw new UserError(`TensorFlow does not start here (${told.trim().slice(0, 200)}); ${otherwise}`);
}

/** Puts the finished folder in its place; an older one goes away only then. */
function replace(folder: string, finished: string): void {
  const old = `${folder}.old`;
  rmSync(old, { recursive: true, force: true });
  if (existsSync(folder)) renameSync(folder, old);
  renameSync(finished, folder);
  rmSync(old, { recursive: true, force: true });
}

function run(
  command: string,
  words: string[],
  cwd?: string,
  env?: NodeJS.ProcessEnv,
): { succeeded: boolean; output: string } {
  const { status, stdout, stderr, error } = spawnSync(command, words, {
    cwd,
    env,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  return { succeeded: status === 0, output: `${stdout ?? ''}\n${stderr ?? ''}\n${error?.message ?? ''}` };
}

function firstLine(output: string): string {
  return output.trim().split('\n')[0]?.slice(0, 200) || 'no message';
}
