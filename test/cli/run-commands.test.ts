/** The commands from training to film, as a person runs them, on the game that openbrain brings along. */
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from '../../src/package-root.ts';
import { temporaryFolder } from '../fixtures/folder.ts';

const program = join(packageRoot, 'dist/src/cli/main.js');

function openbrain(folder: string, ...args: string[]) {
  // Scores go into a store of the test's own.
  const env = { ...process.env, OPENBRAIN_HOME: join(folder, 'home') };
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env,
  });
  return { status, stdout, stderr };
}

/** Starts a command and sends it Ctrl-C as soon as it has begun its work. */
async function interrupted(folder: string, hasBegun: () => boolean, ...args: string[]) {
  const child = spawn(process.execPath, [program, ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  child.stdout.on('data', data => {
    stdout += data;
  });
  const waiting = setInterval(() => {
    if (!hasBegun()) return;
    clearInterval(waiting); // A second one would end it at once.
    child.kill('SIGINT');
  }, 20);
  const status = await new Promise<number | null>(done => child.once('close', done));
  return { status, stdout };
}

const metricsOf = (run: string) =>
  readFileSync(join(run, 'metrics.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map(line => ({ ...JSON.parse(line), clock: undefined }));

test('train, Ctrl-C, resume: exit code 130, the way on is printed, and the result is that of one sitting', async () => {
  const folder = temporaryFolder();
  const train = (out: string) => ['train', 'orchard', '--frames', '12000', '--seed', '4', '--out', out];
  expect(openbrain(folder, ...train('whole')).status).toBe(0);

  const checkpoints = join(folder, 'parts', 'checkpoints');
  const hasBegun = () => {
    try {
      return readdirSync(checkpoints).length > 0;
    } catch {
      return false;
    }
  };
  const { status, stdout } = await interrupted(folder, hasBegun, ...train('parts'));
  expect(status).toBe(130);
  expect(stdout).toContain('to go on: openbrain resume parts');
  expect(openbrain(folder, 'resume', 'parts').status).toBe(0);
  expect(metricsOf(join(folder, 'parts'))).toEqual(metricsOf(join(folder, 'whole')));
}, 120_000);

test('evaluate and record: scores as table and JSON, the same episodes on film', () => {
  const folder = temporaryFolder();
  const training = openbrain(folder, 'train', 'orchard', '--frames', '3000', '--out', 'run', '--json');
  expect(training.status).toBe(0);
  expect(JSON.parse(training.stdout)).toMatchObject({ folder: 'run', stoppedBy: 'limit', frames: 3000 });

  const both = openbrain(folder, 'evaluate', 'run', 'random', '--episodes', '2', '--json', '--out', 'scores.json');
  expect(both.status).toBe(0);
  const [critic, random] = JSON.parse(both.stdout);
  expect(JSON.parse(readFileSync(join(folder, 'scores.json'), 'utf8'))).toEqual([critic, random]);
  expect(critic).toMatchObject({ agent: 'linear-critic', game: 'orchard', frameSkip: 5 });
  // The last decision is played to its end: up to 4 frames more.
  expect(critic.run.frames - 3000).toBeGreaterThanOrEqual(0);
  expect(critic.run.frames - 3000).toBeLessThan(5);
  expect(random).toMatchObject({ agent: 'random', game: 'orchard', frameSkip: 5 });
  expect(critic.protocol).toMatchObject({ name: 'ale-v5', repeatActionProbability: 0.25 });
  expect(critic.episodes).toHaveLength(2);
  expect(critic.summary.mean).toBe((critic.episodes[0].return + critic.episodes[1].return) / 2);

  const plain = openbrain(folder, 'evaluate', 'random', '--game', 'orchard', '--episodes', '2', '--frame-skip', '5');
  expect(plain.stdout).toContain(random.summary.mean.toFixed(2));

  const film = openbrain(folder, 'record', 'run', '--episodes', '2', '--out', 'film.mp4');
  expect(film.stdout).toContain(
    `scores ${critic.episodes.map((e: { return: number }) => e.return.toFixed(2)).join(', ')}`,
  );
  expect(statSync(join(folder, 'film.mp4')).size).toBeGreaterThan(1000);
  expect(statSync(join(folder, 'film.png')).size).toBeGreaterThan(1000);
}, 120_000);

test.each([
  [['train', 'orchardd'], /unknown game "orchardd": did you mean orchard\?/],
  [['train', 'orchard', '--agent', 'linear-critc'], /unknown agent "linear-critc": did you mean linear-critic\?/],
  [['train', 'orchard', '--set', 'lamda=0.5'], /no hyperparameter "lamda": did you mean lambda or gamma\?/],
  [['train', 'orchard', '--set', 'lambda'], /"lambda" is not a setting: write it as key=value/],
  [['train', 'orchard', '--set', 'alpha=1e999'], /hyperparameter alpha: Infinity is not a finite number/],
  [['train', 'orchard', '--agent', 'dqn', '--set', 'learningRate=NaN'], /learningRate: NaN is not a finite number/],
  [['train', 'orchard', '--frames', '-1'], /--frames -1: a whole number of at least 1 is wanted/],
  [['train', 'orchard', '--minutes', '0'], /--minutes 0: a number above 0 is wanted/],
  [['train', 'orchard', '--frames', '10', '--out', 'file'], /file exists and is no empty folder/],
  [['train', 'orchard', '--frames', '10', '--out', 'file/run'], /cannot make file\/run: a part of the path is a file/],
  [['train', 'cartpole', '--frames', '10'], /linear-critic sees pictures of palette indices, not .* of shape 4\n/],
  [['experiment', 'gradient-identity', '--quick', '--out', 'file'], /cannot write into file: it is a file\n/],
  [['resume', '.'], /\. is not a run folder: it has no config\.json/],
  [['evaluate', 'nowhere'], /no run folder nowhere/],
  [['evaluate', 'random'], /say which with --game/],
  [
    ['evaluate', 'random', '--game', 'orchard', '--episodes', '0'],
    /--episodes 0: a whole number of at least 1 is wanted/,
  ],
  [['evaluate', 'random', '--game', 'orchard', '--protocol', 'ale'], /unknown protocol "ale": did you mean ale-v5\?/],
  [
    ['record', 'random', '--game', 'orchard', '--episodes', '0'],
    /--episodes 0: a whole number of at least 1 is wanted/,
  ],
  [['record', 'random', '--game', 'orchard', '--out', 'film.avi'], /the name of a film ends in \.mp4/],
  [['record', 'random', '--game', 'orchard', '--out', 'file/x.mp4'], /cannot write file\/x\.mp4: a part of the path/],
])('openbrain %j: one line, exit code 2, nothing written', (args, message) => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'file'), 'as it was');
  const { status, stdout, stderr } = openbrain(folder, ...args);
  expect(stderr).toMatch(message);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(status).toBe(2);
  expect(stdout).toBe('');
  expect(readdirSync(folder)).toEqual(['file']);
  expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('as it was');
});

test('a checkpoint of another game stops evaluate, record and resume with one line each', () => {
  const folder = temporaryFolder();
  for (const game of ['orchard', 'cartpole']) {
    const agent = game === 'orchard' ? 'linear-critic' : 'local-critic';
    expect(openbrain(folder, 'train', game, '--agent', agent, '--frames', '500', '--out', game).status).toBe(0);
  }
  const [mine, other] = ['orchard', 'cartpole'].map(game => join(folder, game, 'checkpoints'));
  for (const name of readdirSync(mine)) rmSync(join(mine, name));
  cpSync(join(other, '000000000500.checkpoint'), join(mine, '000000000500.checkpoint'));
  for (const command of [['evaluate'], ['record'], ['resume', '--frames', '900']]) {
    const { status, stderr } = openbrain(folder, ...command, 'orchard');
    expect(stderr).toMatch(/^openbrain: \S+ is of another run: its game is cartpole, that of the folder orchard\n$/);
    expect(status).toBe(2);
  }
}, 60_000);

test('a damaged checkpoint stops evaluate, record and resume with one line each', () => {
  const folder = temporaryFolder();
  openbrain(folder, 'train', 'orchard', '--frames', '500', '--out', 'run');
  const checkpoints = join(folder, 'run', 'checkpoints');
  const checkpoint = join(checkpoints, readdirSync(checkpoints).sort().at(-1)!);
  const bytes = readFileSync(checkpoint);
  bytes[bytes.length >> 1] ^= 1;
  writeFileSync(checkpoint, bytes);
  for (const command of [['evaluate'], ['record'], ['resume', '--frames', '900']]) {
    const { status, stderr } = openbrain(folder, ...command, 'run');
    expect(stderr).toMatch(
      /^openbrain: cannot use \S+: it is damaged \(checksum differs\); 000000000000\.checkpoint is sound[^\n]*\n$/,
    );
    expect(status).toBe(2);
  }
  const sound = ['--checkpoint', '000000000000.checkpoint', '--frames', '900'];
  expect(openbrain(folder, 'resume', 'run', ...sound).status).toBe(0);
}, 60_000);
