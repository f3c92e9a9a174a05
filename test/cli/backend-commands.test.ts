/** What computes networks, as a person chooses and installs it. TensorFlow itself is never downloaded here. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from '../../src/package-root.ts';
import { temporaryFolder } from '../fixtures/folder.ts';

const program = join(packageRoot, 'dist/src/cli/main.js');

function openbrain(folder: string, args: string[], environment: Record<string, string> = {}) {
  const env = { ...process.env, OPENBRAIN_HOME: join(folder, 'home'), ...environment };
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env,
  });
  return { status, stdout, stderr };
}

test.each(['train orchard --agent dqn', 'bench train-step'])(
  '%s: TensorFlow asked for and absent is one line',
  words => {
    const { status, stderr } = openbrain(temporaryFolder(), [...words.split(' '), '--backend', 'tensorflow']);
    expect(stderr).toBe(
      'openbrain: backend tensorflow cannot be used: @tensorflow/tfjs-node is not installed; to get it: openbrain backend install tensorflow\n',
    );
    expect(status).toBe(2);
  },
);

test.each([
  [
    ['train', 'orchard', '--agent', 'dqn', '--backend', 'tensorflwo'],
    /unknown backend "tensorflwo": did you mean tensorflow/,
  ],
  [
    ['train', 'orchard', '--backend', 'tensorflow'],
    /agent linear-critic has no network: leave out --backend tensorflow/,
  ],
  [['bench', 'train-step', '--backend', 'tensorflow', '--deterministic'], /--deterministic needs wasm/],
])('%s is refused in one line', (args, message) => {
  const { status, stderr } = openbrain(temporaryFolder(), args);
  expect(stderr).toMatch(message);
  expect(stderr.trimEnd()).not.toContain('\n');
  expect(status).toBe(2);
});

test('without TensorFlow, auto is wasm, and the run says so', () => {
  const folder = temporaryFolder();
  const small = ['--set', 'replaySize=500', '--set', 'replayStart=100', '--frames', '100', '--out', 'run'];
  expect(openbrain(folder, ['train', 'orchard', '--agent', 'dqn', ...small]).stderr).toBe('');
  expect(JSON.parse(readFileSync(join(folder, 'run/config.json'), 'utf8')).backend).toBe('wasm');
});

const tools = { CXX: 'true' };

test('without a compiler nothing is begun', () => {
  const folder = temporaryFolder();
  const { status, stderr } = openbrain(folder, ['backend', 'install', 'tensorflow'], { CXX: '/no/such/compiler' });
  expect(stderr).toMatch(/^openbrain: TensorFlow's addon is compiled, and there is no C\+\+ compiler.*: install it/);
  expect(status).toBe(2);
  expect(existsSync(join(folder, 'home/backends'))).toBe(false);
});

test('an installation that fails on its way leaves nothing behind and says why in one line', () => {
  const folder = temporaryFolder();
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  for (const name of ['npm', 'make']) writeFileSync(join(bin, name), '#!/bin/sh\nexit 0\n', { mode: 0o755 });
  const pip = join(bin, 'pip');
  const failure = 'case $1 in --version) exit 0;; esac\necho "ERROR: [Errno 28] No space left on device" >&2\nexit 1\n';
  writeFileSync(pip, `#!/bin/sh\n${failure}`, { mode: 0o755 });
  const environment = { ...tools, OPENBRAIN_PIP: pip, PATH: `${bin}:${process.env.PATH}` };
  const { status, stderr } = openbrain(folder, ['backend', 'install', 'tensorflow'], environment);
  expect(stderr).toBe('openbrain: TensorFlow not set up: the disk is full; or do without: --backend wasm\n');
  expect(status).toBe(2);
  expect(readdirSync(join(folder, 'home/backends'))).toEqual([]);
});

test('doctor says what is missing on a bare machine, and how to get it', () => {
  const { status, stdout } = openbrain(temporaryFolder(), ['doctor', '--json'], {
    PATH: '/no/such/folder',
    OPENBRAIN_PYTHON: '',
  });
  expect(status).toBe(0);
  const findings = Object.fromEntries(
    (JSON.parse(stdout) as { name: string; available: boolean; advice?: string }[]).map(finding => [
      finding.name,
      finding,
    ]),
  );
  for (const name of ['node', 'cores', 'ffmpeg', 'sharp', 'wasm-simd'])
    expect(findings[name].available, name).toBe(true);
  for (const name of ['pip', 'reference', 'roms', 'tensorflow', 'tensorflow-gpu']) {
    expect(findings[name].available, name).toBe(false);
    expect(findings[name].advice, name).toMatch(/openbrain|apt install/);
  }
});
