import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { packageRoot } from '../../src/package-root.ts';

/** The built command line, as a person meets it: roms, trace, verify, reference. No network, no ROM but our own. */

vi.setConfig({ testTimeout: 30_000 });
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'openbrain-test-'));
  writeFileSync(join(folder, 'actions.json'), '[0, 3, 4, 1]');
  writeFileSync(join(folder, 'wrong.json'), '[0, 18]');
  writeFileSync(join(folder, 'broken.json'), '[0, ');
  writeFileSync(join(folder, 'text.bin'), 'no ROM');
  writeFileSync(join(folder, 'strange.bin'), Buffer.alloc(4096, 0xea));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function openbrain(...words: string[]): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(packageRoot, 'dist/src/cli/main.js'), ...words],
    {
      cwd: folder,
      env: {
        ...process.env,
        OPENBRAIN_HOME: join(folder, 'home'),
        OPENBRAIN_PIP: '/no/such/pip',
        OPENBRAIN_PYTHON: '/no/such/python',
      },
      encoding: 'utf8',
    },
  );
  return { code: status, out: stdout, err: stderr };
}

const trace = (...words: string[]): string[] => ['trace', 'orchard', '--actions', 'actions.json', ...words];

describe('trace', () => {
  test('prints one JSON line a moment, and writes the same to a file', () => {
    const { code, out } = openbrain(...trace());
    expect(code).toBe(0);
    const lines = out
      .trim()
      .split('\n')
      .map(line => JSON.parse(line));
    expect(lines.map(({ step }) => step)).toEqual([-1, 0, 1, 2, 3]);
    expect(Object.keys(lines[0])).toEqual(['step', 'reward', 'lives', 'gameOver', 'frame', 'ram', 'screen']);
    expect(openbrain(...trace('--out', 'deep/er/trace.ndjson'))).toEqual({ code: 0, out: '', err: '' });
    expect(readFileSync(join(folder, 'deep/er/trace.ndjson'), 'utf8')).toBe(out);
  });

  test('holds each action over the frame skip', () => {
    const frames = openbrain(...trace('--frame-skip', '4'))
      .out.trim()
      .split('\n')
      .map(line => JSON.parse(line).frame);
    expect(frames).toEqual([0, 4, 8, 12, 16]);
  });
});

test('roms list names all 108 and their state', () => {
  const { code, out } = openbrain('roms', 'list', '--json');
  expect(code).toBe(0);
  const entries = JSON.parse(out) as { name: string; players: number; state: string }[];
  expect(entries.filter(({ state }) => state === 'missing')).toHaveLength(108);
  expect(entries.flatMap(({ name, players }) => (players === 2 ? name : []))).toEqual([
    'combat',
    'joust',
    'maze_craze',
    'warlords',
  ]);
});

test('roms verify finds a damaged file and ends with exit code 1', () => {
  mkdirSync(join(folder, 'home/roms'), { recursive: true });
  writeFileSync(join(folder, 'home/roms/pong.bin'), 'half');
  const { code, out } = openbrain('roms', 'verify');
  expect(code).toBe(1);
  expect(out).toMatch('pong: damaged; openbrain roms fetch pong replaces it');
  rmSync(join(folder, 'home/roms/pong.bin'));
});

test.each([
  [['roms', 'fetch', 'pong'], /no working pip found .*openbrain roms import PATH/],
  [['roms', 'fetch', 'pnog'], /unknown game "pnog": did you mean pong/],
  [['roms', 'import', 'strange.bin'], /strange\.bin: MD5 [0-9a-f]{32} is not a ROM this version knows; see docs/],
  [['roms', 'import', 'nowhere'], /cannot import nowhere: no such file/],
  [['reference', 'install'], /no Python 3\.10 to 3\.14 found/],
  [['trace', 'pong', '--actions', 'actions.json'], /no ROM of pong yet: openbrain roms fetch pong/],
  [['trace', 'pacmann', '--actions', 'actions.json'], /unknown game "pacmann": did you mean pacman/],
  [['trace', 'text.bin', '--actions', 'actions.json'], /text\.bin: not an Atari 2600 ROM/],
  [['trace', './strange.bin', '--actions', 'actions.json'], /strange\.bin: MD5 [0-9a-f]{32} is not a ROM/],
  [['trace', 'orchard', '--actions', 'nowhere.json'], /cannot read nowhere\.json/],
  [['trace', 'orchard', '--actions', 'broken.json'], /broken\.json: not JSON/],
  [['trace', 'orchard', '--actions', 'wrong.json'], /wrong\.json: element 1 is 18, not an ALE action number/],
  [trace('--seed', '-1'), /--seed -1: a whole number from 0/],
  [trace('--sticky', '1.5'), /--sticky 1\.5: a number from 0 to 1/],
  [trace('--frame-skip', '0'), /--frame-skip 0: a whole number of at least 1/],
  [trace('--mode', '99'), /orchard has no mode 99/],
  [trace('--console', 'stella'), /--console stella: one of openbrain, reference/],
  [trace('--console', 'reference'), /reference console knows ALE's games only, and orchard is not/],
  [trace('--out', '/proc/no/where'), /cannot write \/proc\/no\/where/],
  [trace('--out', 'actions.json/x'), /cannot write actions\.json\/x: a part of the path is a file/],
  [['verify'], /which game\?/],
  [['verify', 'pong', '--steps', '-1'], /--steps -1: a whole number of at least 1/],
  [['verify', '--all'], /no ROM is stored yet/],
])('openbrain %j ends with one line on stderr and exit code 2', (words, message) => {
  const { code, out, err } = openbrain(...words);
  expect(err).toMatch(message);
  expect(err.trim().split('\n')).toHaveLength(1);
  expect({ code, out }).toEqual({ code: 2, out: '' });
});

test.each([['roms'], ['roms', 'fetch'], ['roms', 'import'], ['reference', 'install'], ['trace'], ['verify']])(
  'openbrain %s --help ends with an example',
  (...words) => {
    const { code, out } = openbrain(...words, '--help');
    expect(code).toBe(0);
    expect(out).toMatch(/Examples?:\n {2}\$ openbrain /);
  },
);
