import { execFile } from 'node:child_process';
import { UserError } from '../src/errors.ts';

/**
 * Python's `pip` as a download tool. `OPENBRAIN_PIP` names another command with pip's arguments to use in its place
 * (tests put a script there; a person may name a pip of a certain Python).
 */

/** The release whose Stella and ROMs everything here follows. */
export const alePyRequirement = 'ale-py==0.12.1';

const advice = 'or import your own: openbrain roms import PATH';

interface Outcome {
  succeeded: boolean;
  /** Standard output and error, as they came. */
  output: string;
}

/**
 * Downloads the ale-py wheel into a folder. The wheel asked for is the same whatever Python runs pip: only its
 * ROM files are wanted, and they are alike in all of them.
 * @param pip the words that run pip, from `findPip`
 * @throws UserError of one line where there is no network, or pip fails
 */
export async function downloadWheel(pip: readonly string[], folder: string): Promise<void> {
  const [command, ...first] = pip;
  const { succeeded, output } = await runPip(command, [
    ...first,
    'download',
    alePyRequirement,
    '--no-deps',
    '--only-binary=:all:',
    '--python-version=311',
    '--platform=manylinux_2_28_x86_64',
    '--disable-pip-version-check',
    '--no-input',
    '--progress-bar=off',
    '--retries=2',
    '--timeout=20',
    '--dest',
    folder,
  ]);
  if (!succeeded) throw new UserError(`ROMs not fetched: ${pipProblem(output)}; ${advice}`);
}

/**
 * The words that run a pip that works.
 * @param otherwise what a person can do without one
 * @throws UserError of one line where there is none
 */
export async function findPip(otherwise = advice): Promise<readonly string[]> {
  const named = process.env.OPENBRAIN_PIP;
  const candidates = named ? [[named]] : [['python3', '-m', 'pip'], ['pip3'], ['pip'], ['python', '-m', 'pip']];
  for (const candidate of candidates) {
    const [command, ...rest] = candidate;
    if ((await runPip(command, [...rest, '--version'])).succeeded) return candidate;
  }
  const tried = candidates.map(words => words.join(' ')).join(', ');
  throw new UserError(
    `no working pip found (tried ${tried}): install Python 3 with pip (Debian: apt install python3-pip), ${otherwise}`,
  );
}

function runPip(command: string, words: string[]): Promise<Outcome> {
  return new Promise(resolve => {
    execFile(command, words, { maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      resolve({ succeeded: error === null, output: `${stdout}\n${stderr}\n${stderr ? '' : (error?.message ?? '')}` });
    });
  });
}

const networkTrouble =
  /name resolution|Failed to establish a new connection|Network is unreachable|No route to host|Connection refused|ConnectTimeout|Read timed out|ProxyError|Tunnel connection failed|getaddrinfo|nodename nor servname|Connection reset|Max retries exceeded/i;

/** One line, without addresses, that says why pip failed. */
export function pipProblem(output: string): string {
  if (/No space left on device/i.test(output)) return 'the disk is full';
  if (networkTrouble.test(output)) return 'no network: pip cannot reach its package index';
  const lines = output.split('\n').map(line => line.trim());
  const told = lines.filter(line => /^ERROR:/.test(line)).at(-1) ?? lines.filter(line => line !== '').at(-1);
  const clean = (told ?? 'it says nothing')
    .replace(/^ERROR:\s*/, '')
    .replace(/\w+:\/\/\S+/g, '…')
    .slice(0, 200);
  return `pip failed (${clean})`;
}
