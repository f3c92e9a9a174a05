/** The score store as several processes use it, and as accidents leave it. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import Database from 'libsql';
import { expect, test } from 'vitest';
import { protocolNamed } from '../../src/evaluation/protocols.ts';
import { type EvaluationFacts, ScoreStore } from '../../src/evaluation/store/store.ts';
import { packageRoot } from '../../src/package-root.ts';
import { environmentConfig } from '../../src/training/config.ts';
import { temporaryFolder } from '../fixtures/folder.ts';

const facts: EvaluationFacts = {
  agent: 'linear-critic',
  game: 'pong',
  protocol: protocolNamed('ale-v5'),
  romMd5: '60e0ea3cbe0913d39803477945e9e5ec',
  emulator: 'openbrain 0',
  console: 'openbrain',
  run: {
    path: '/runs/a',
    checkpoint: 'a.checkpoint',
    sha256: 'ab',
    seed: 3,
    frames: 5000,
    seconds: 7.5,
    cpuSeconds: 8,
  },
  hyperparameters: { alpha: 0.5 },
  environment: environmentConfig.parse({ pipeline: 'screen', frameSkip: 5 }),
  deviations: ['frame skip 5 instead of 4'],
};
const episode = (seed: number) => ({
  seed,
  return: -seed - 0.5,
  frames: 4 * seed,
  steps: seed,
  truncated: seed % 2 === 1,
});

/** Writes episodes 0, 1, 2 … of one evaluation, saying each on its standard output once it is stored. */
const writer = `
  import { ScoreStore } from ${JSON.stringify(pathToFileURL(join(packageRoot, 'dist/src/evaluation/store/store.js')))};
  const [path, facts, from, to] = process.argv.slice(1);
  const store = new ScoreStore(path);
  const id = store.begin(JSON.parse(facts));
  for (let seed = +from; seed < +to; seed++) {
    store.add(id, { seed, return: -seed - 0.5, frames: 4 * seed, steps: seed, truncated: seed % 2 === 1 });
    process.stdout.write(seed + '\\n');
  }
  store.close();
`;
const startWriter = (path: string, from: number, to: number) => {
  const args = ['--input-type=module', '-e', writer, path, JSON.stringify(facts), String(from), String(to)];
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
};

test('what is stored comes back, with everything it was stored with', () => {
  const path = join(temporaryFolder(), 'deep', 'scores.db');
  const first = new ScoreStore(path);
  const id = first.begin(facts);
  for (const seed of [1, 2, 3]) first.add(id, episode(seed));
  expect(first.begin({ ...facts, run: { ...facts.run!, path: '/elsewhere/a' } })).toBe(id);
  const other = first.begin({ ...facts, protocol: protocolNamed('machado2018') });
  expect(other).not.toBe(id);
  first.close();

  const store = new ScoreStore(path);
  const [evaluation, ...none] = store.evaluations();
  expect(none).toEqual([]);
  expect(evaluation).toMatchObject({
    ...facts,
    run: { ...facts.run, path: '/elsewhere/a' },
    normalisation: { table: 'wang2016', random: -20.7, human: 14.6 },
  });
  expect(evaluation.episodes).toEqual([1, 2, 3].map(episode));
  expect(store.evaluations({ game: 'breakout' })).toEqual([]);
  expect(store.evaluations({ game: 'pong', protocol: 'ale-v5' })).toHaveLength(1);
  store.close();
});

test('two processes write at once, each making the store if need be: nothing is lost', async () => {
  const path = join(temporaryFolder(), 'scores.db');
  const writers = [startWriter(path, 0, 150), startWriter(path, 150, 300)];
  for (const child of writers) child.stdout.resume();
  expect(await Promise.all(writers.map(async child => (await once(child, 'exit'))[0]))).toEqual([0, 0]);
  const store = new ScoreStore(path);
  const [{ episodes }, ...others] = store.evaluations();
  expect(others).toEqual([]);
  expect(episodes).toEqual(Array.from({ length: 300 }, (_, seed) => episode(seed)));
  store.close();
}, 60_000);

test('killed with SIGKILL in the middle of writing: every episode that was reported stored is there', async () => {
  const path = join(temporaryFolder(), 'scores.db');
  for (let round = 0; round < 4; round++) {
    const child = startWriter(path, 1000 * round, 1_000_000);
    let said = '';
    child.stdout.on('data', data => {
      said += data;
      // At another place in every round, and not between two writes on purpose.
      if (said.split('\n').length > 5 + 17 * round) child.kill('SIGKILL');
    });
    const [, signal] = await once(child, 'close');
    expect(signal).toBe('SIGKILL');
    const reported = said.split('\n').slice(0, -1).map(Number);
    const store = new ScoreStore(path);
    const [{ episodes }] = store.evaluations();
    store.close();
    const mine = episodes.filter(({ seed }) => seed >= 1000 * round).map(({ seed }) => seed);
    expect(mine.slice(0, reported.length)).toEqual(reported);
    // The one under way may or may not have been stored, and the pipe may lag behind by what was not yet read.
    expect(mine).toEqual(mine.map((_, i) => 1000 * round + i));
    expect(episodes.filter(({ seed }) => seed < 1000 * round).length).toBeGreaterThanOrEqual(round > 0 ? 5 : 0);
  }
}, 60_000);

const damages: [string, (path: string) => void, RegExp][] = [
  ['text', path => writeFileSync(path, 'a shopping list\n'.repeat(400)), /it is not an SQLite database/],
  [
    'a damaged page',
    path => {
      const bytes = readFileSync(path);
      bytes.fill(0x5a, 4096, 4096 + 2000);
      writeFileSync(path, bytes);
    },
    /it is damaged/,
  ],
  ['a file cut short', path => truncateSync(path, statSync(path).size - 4096), /it is damaged/],
  [
    'another program’s database',
    path => {
      const db = new Database(`${path}.other`);
      db.exec('CREATE TABLE recipes (name TEXT)');
      db.close();
      copyFileSync(`${path}.other`, path);
    },
    /it is a database of something else/,
  ],
];

test.each(damages)(
  '%s in its place: one line, exit code 2, and the file stays as it is',
  async (_, damage, problem) => {
    const path = join(temporaryFolder(), 'scores.db');
    const child = startWriter(path, 0, 300);
    child.stdout.resume();
    expect(await once(child, 'exit')).toEqual([0, null]);
    // What the log held has been brought into the file.
    expect(statSync(path).size).toBeGreaterThan(3 * 4096);
    damage(path);
    const before = readFileSync(path);

    const program = join(packageRoot, 'dist/src/cli/main.js');
    const args = ['evaluate', 'random', '--game', 'orchard', '--episodes', '1', '--store', path];
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { encoding: 'utf8' });
    expect(stderr).toMatch(problem);
    expect(stderr).toContain('--store');
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(readFileSync(path).equals(before)).toBe(true);
  },
);
