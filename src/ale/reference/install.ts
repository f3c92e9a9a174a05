import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { alePyRequirement, pipProblem } from '../../../roms-fetch/pip.ts';
import { UserError } from '../../errors.ts';
import { fileProblem, openbrainHome } from '../../files.ts';
import { withLock } from '../../lock.ts';

/**
 * The reference console's Python environment: a venv of our own in `$OPENBRAIN_HOME/reference/venv`, with ale-py and
 * what its vector environment needs. It is built beside its place and renamed, so it is there whole or not at all.
 */

/** What pip installs. gymnasium is for AtariVectorEnv; nothing here needs Python's OpenCV. */
const requirements = [alePyRequirement, 'numpy', 'gymnasium>=1.1'];

/** Pythons for which ale-py 0.12.1 has wheels, newest first, after whatever `python3` is. */
const pythons = ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python'];

const advice = 'the reference console cannot be used until then; everything else can';

/** Where the environment lies or would lie. */
export function referenceFolder(): string {
  return join(openbrainHome(), 'reference', 'venv');
}

/** Whether the environment is set up with the present requirements. */
export function isReferenceInstalled(): boolean {
  try {
    return readFileSync(markerOf(referenceFolder()), 'utf8') === marker() && existsSync(pythonOf(referenceFolder()));
  } catch {
    return false;
  }
}

/**
 * Sets up the reference console unless it is set up already. Blocks for as long as pip takes (a minute at most as a
 * rule). Several processes may call it at once: one builds, the others wait for it.
 * `OPENBRAIN_PYTHON` names the Python to use; default: the first of python3, python3.14 … python3.10 that will do.
 * @param options.onLine is told what happens, one line each
 * @param options.force builds it anew even where it is set up
 * @returns the path of the environment's Python
 * @throws UserError of one line: no Python, no venv module, no network, disk full
 */
export function installReference({
  onLine = () => {},
  force = false,
}: {
  onLine?: (line: string) => void;
  force?: boolean;
} = {}): string {
  if (force || !isReferenceInstalled()) {
    const folder = referenceFolder();
    try {
      withLock(`${folder}.lock`, () => {
        // Another process may have built it while this one waited.
        if (force || !isReferenceInstalled()) build(onLine);
      });
    } catch (error) {
      if (error instanceof UserError) throw error;
      throw new UserError(`cannot set up ${folder}: ${fileProblem(error)}`);
    }
  }
  return pythonOf(referenceFolder());
}

function build(onLine: (line: string) => void): void {
  const python = findPython();
  const folder = referenceFolder();
  const unfinished = `${folder}.part`;
  onLine(`setting up the reference console (${alePyRequirement}) in ${folder}, once; this takes about a minute`);
  try {
    // A process that was killed may have left a part; only the holder of the lock comes here.
    rmSync(unfinished, { recursive: true, force: true });
    makeVenv(python, unfinished);
    const check = 'import gymnasium, numpy, ale_py; from ale_py.vector_env import AtariVectorEnv';
    const { succeeded, output } = run(pythonOf(unfinished), ['-c', check]);
    if (!succeeded) throw new UserError(`the reference console does not start (${lastLine(output)}); ${advice}`);
    writeFileSync(markerOf(unfinished), marker());
    replace(folder, unfinished);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    if (error instanceof UserError) throw error;
    throw new UserError(`cannot set up ${folder}: ${fileProblem(error)}`);
  }
  onLine('the reference console is ready');
}

function makeVenv(python: string, folder: string): void {
  const install = [
    'install',
    '--disable-pip-version-check',
    '--no-input',
    '--progress-bar=off',
    '--retries=2',
    '--timeout=20',
    '--only-binary=:all:',
    ...requirements,
  ];
  let pip = [pythonOf(folder), '-m', 'pip'];
  if (!run(python, ['-m', 'venv', folder]).succeeded) {
    // Debian keeps what a whole venv needs in a package apart; a pip outside can fill an empty one.
    rmSync(folder, { recursive: true, force: true });
    const { succeeded, output } = run(python, ['-m', 'venv', '--without-pip', folder]);
    if (!succeeded) {
      throw new UserError(
        `cannot make a Python environment in ${folder} (${lastLine(output)}); Debian: apt install python3-venv; ${advice}`,
      );
    }
    pip = [python, '-m', 'pip', `--python=${pythonOf(folder)}`];
    if (!run(python, ['-m', 'pip', '--version']).succeeded) {
      throw new UserError(`${python} has no pip: install it (Debian: apt install python3-pip python3-venv); ${advice}`);
    }
  }
  const [command, ...words] = pip;
  const { succeeded, output } = run(command, [...words, ...install]);
  if (!succeeded) throw new UserError(`reference console not set up: ${pipProblem(output)}; ${advice}`);
}

function findPython(): string {
  const candidates = process.env.OPENBRAIN_PYTHON ? [process.env.OPENBRAIN_PYTHON] : pythons;
  const script = 'import sys; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 14))';
  const found = candidates.find(candidate => run(candidate, ['-c', script]).succeeded);
  if (found) return found;
  throw new UserError(
    `no Python 3.10 to 3.14 found (tried ${candidates.join(', ')}): install one (Debian: apt install python3-venv); ${advice}`,
  );
}

/** Puts the finished environment in its place; an older one goes away only then. */
function replace(folder: string, finished: string): void {
  const old = `${folder}.old`;
  rmSync(old, { recursive: true, force: true });
  if (existsSync(folder)) renameSync(folder, old);
  renameSync(finished, folder);
  rmSync(old, { recursive: true, force: true });
}

function run(command: string, words: string[]): { succeeded: boolean; output: string } {
  const { status, stdout, stderr, error } = spawnSync(command, words, { encoding: 'utf8', maxBuffer: 1 << 26 });
  return { succeeded: status === 0, output: `${stdout ?? ''}\n${stderr ?? ''}\n${error?.message ?? ''}` };
}

const lastLine = (output: string): string => output.trim().split('\n').at(-1) || 'no message';
const pythonOf = (folder: string): string => join(folder, 'bin', 'python');
const markerOf = (folder: string): string => join(folder, 'openbrain.json');
const marker = (): string => `${JSON.stringify({ requirements })}\n`;
