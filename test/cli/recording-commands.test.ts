/** `record` and `replay` as a person runs them, who presses Ctrl-C or has a full disk. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { packageRoot } from '../../src/package-root.ts';
import { temporaryFolder } from '../fixtures/folder.ts';

const program = join(packageRoot, 'dist/src/cli/main.js');

function openbrain(folder: string, ...args: string[]) {
  const env = { ...process.env, OPENBRAIN_HOME: join(folder, 'home') };
  return spawnSync(process.execPath, [program, ...args], { cwd: folder, encoding: 'utf8', env });
}

test.each(['mp4', 'webp'])(
  'Ctrl-C while an %s is filmed: it is whole, and so is its log',
  async kind => {
    const folder = temporaryFolder();
    const out = `film.${kind}`;
    const args = [
      'record',
      'random',
      '--game',
      'orchard',
      '--episodes',
      '1000',
      '--scale',
      '1',
      '--out',
      out,
      '--json',
    ];
    const child = spawn(process.execPath, [program, ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] });
    let stdout = '';
    child.stdout.on('data', data => {
      stdout += data;
    });
    const hasBegun = setInterval(() => {
      if (!readdirSync(folder).some(name => name.endsWith('.part'))) return;
      clearInterval(hasBegun); // A second one would end it at once.
      setTimeout(() => child.kill('SIGINT'), 1000);
    }, 20);
    const status = await new Promise<number | null>(done => child.once('close', done));
    expect(status).toBe(130);
    const { frames, interrupted } = JSON.parse(stdout);
    expect(interrupted).toBe(true);
    expect(frames).toBeGreaterThan(10);
    expect(readdirSync(folder).sort()).toEqual([out, `${out}.actions.jsonl`, 'film.png'].sort());
    if (kind === 'webp') {
      const { delay } = await sharp(join(folder, out), { animated: true }).metadata();
      expect(delay!.reduce((sum, one) => sum + one, 0)).toBe(Math.round((1000 * frames) / 60));
    }
    const again = openbrain(folder, 'replay', `${out}.actions.jsonl`, '--json');
    expect([again.status, again.stderr]).toEqual([0, '']);
    expect(JSON.parse(again.stdout)).toMatchObject({ game: 'orchard', frames });
  },
  60_000,
);

// A file system of its own, which only this needs: Linux gives one to everybody who may make name spaces.
const canMount = spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'tmpfs', '/tmp']).status === 0;

test.skipIf(!canMount).each(['mp4', 'webp', 'gif'])(
  'a disk that is full while an %s is filmed: one line, exit code 2, no half film',
  kind => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'small'));
    const commands = [
      'mount -t tmpfs -o size=40k tmpfs small && cd small',
      `"${process.execPath}" "${program}" record random --game orchard --episodes 3 --scale 1 --out x.${kind}`,
      'code=$?; ls; exit $code',
    ];
    const { status, stdout, stderr } = spawnSync('unshare', ['-rm', 'sh', '-c', commands.join('\n')], {
      cwd: folder,
      encoding: 'utf8',
    });
    const lines = stderr.split('\n').filter(line => line.startsWith('openbrain:'));
    expect(lines).toEqual([`openbrain: cannot write x.${kind}: the disk is full`]);
    expect([status, stdout]).toEqual([2, '']);
  },
  60_000,
);

test.each([
  [['record', 'random', '--game', 'orchard', '--overlay', 'scores'], /--overlay scores: did you mean score\?/],
  [['record', 'random', '--game', 'orchard', '--overlay', 'q-values'], /random has no Q-values to show/],
  [['record', 'random', '--game', 'orchard', '--format', 'avi'], /--format avi: one of mp4, webp, gif is wanted/],
  [
    ['record', 'random', '--game', 'orchard', '--format', 'gif', '--out', 'x.mp4'],
    /--out x\.mp4 does not end in \.gif/,
  ],
  [['record', 'random', '--game', 'orchard', '--format', 'gif', '--sound'], /random-orchard\.gif can have none/],
  [['record', 'random', '--game', 'orchard', '--scale', '0'], /--scale 0: a whole number from 1 to 8 is wanted/],
  [['record', 'random', '--game', 'orchard', '--episodes', '3', '--best-of', '2'], /--best-of has to be at least/],
  [['replay', 'nothing'], /cannot read nothing: no such file or folder/],
  [['replay', 'file'], /file is no action log/],
  [['replay', 'file', '--sound'], /say where it goes with --out/],
])('openbrain %j: one line, exit code 2, nothing written', (args, message) => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'file'), 'as it was');
  const { status, stdout, stderr } = openbrain(folder, ...args);
  expect(stderr).toMatch(message);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  expect([status, stdout]).toEqual([2, '']);
  expect(readdirSync(folder)).toEqual(['file']);
});

test('a trained agent’s film with everything in it, the best of three', () => {
  const folder = temporaryFolder();
  expect(openbrain(folder, 'train', 'orchard', '--frames', '3000', '--out', 'run').status).toBe(0);
  const overlays = ['--overlay', 'actions,q-values,score,features'];
  const film = openbrain(folder, 'record', 'run', '--best-of', '3', '--sound', '--scale', '1', ...overlays, '--json');
  expect(film.stderr.replaceAll(/.*%.*\n/g, '')).toBe('');
  const { film: path, scores, actionLog } = JSON.parse(film.stdout);
  expect(path).toBe(join('run', 'video.mp4'));
  expect(existsSync(join(folder, path))).toBe(true);
  const [header, episode] = readFileSync(join(folder, actionLog), 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));
  expect(header).toMatchObject({ game: 'orchard', agent: 'linear-critic', protocol: 'ale-v5', run: { path: 'run' } });
  expect(episode.score).toBe(scores[0]);

  const all = openbrain(folder, 'evaluate', 'run', '--episodes', '3', '--json');
  const returns = JSON.parse(all.stdout).episodes.map((one: { return: number }) => one.return);
  expect(scores).toEqual([Math.max(...returns)]);
}, 120_000);

test('where npm has left ffmpeg out only MP4 films are missing, and that is one line', () => {
  const folder = temporaryFolder();
  // As the package does where its program is not there: it throws when it is loaded, and no Error either.
  writeFileSync(
    join(folder, 'without.cjs'),
    `const Module = require('node:module');
const load = Module._load;
Module._load = (name, ...more) => {
  if (name.endsWith('@ffmpeg-installer/ffmpeg')) throw 'Could not find ffmpeg executable';
  return load(name, ...more);
};`,
  );
  const env = {
    ...process.env,
    OPENBRAIN_HOME: join(folder, 'home'),
    NODE_OPTIONS: `--require ${join(folder, 'without.cjs')}`,
  };
  const run = (...args: string[]) =>
    spawnSync(process.execPath, [program, ...args], { cwd: folder, encoding: 'utf8', env });
  const findings = JSON.parse(run('doctor', '--json').stdout) as { name: string; available: boolean }[];
  expect(findings.find(({ name }) => name === 'ffmpeg')?.available).toBe(false);
  const film = ['record', 'random', '--game', 'orchard', '--scale', '1', '--out'];
  const { status, stderr } = run(...film, 'film.mp4');
  expect(stderr).toBe(
    'openbrain: there is no ffmpeg here for MP4: npm ci --include=optional, or film with --format webp\n',
  );
  expect(status).toBe(2);
  expect(run(...film, 'film.webp').status).toBe(0);
  expect(
    readdirSync(folder)
      .filter(name => name.startsWith('film'))
      .sort(),
  ).toEqual(['film.png', 'film.webp', 'film.webp.actions.jsonl']);
});
