import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { conductJob, type JobOptions, outcomesOf } from '../../src/experiments/atari/job.ts';
import { armsNamed, type Budget, jobsOf, type Outcome } from '../../src/experiments/atari/plan.ts';
import { atariReport } from '../../src/experiments/atari/report.ts';
import { writeReport } from '../../src/experiments/report.ts';
import { writeWhole } from '../../src/files.ts';
import { packageRoot } from '../../src/package-root.ts';
import { loadCheckpoint } from '../../src/training/checkpoint.ts';
import { runFolder } from '../../src/training/run-folder.ts';
import { temporaryFolder } from '../fixtures/folder.ts';

const frames = (amount: number): Budget => ({ unit: 'frames', amount });
const world = { signal: new AbortController().signal, onProgress: () => {} };

function study(agents: readonly string[], settings: readonly string[] = []) {
  const folder = temporaryFolder();
  const jobs = jobsOf(['orchard'], armsNamed(agents, settings), [3], folder);
  const options = (...budgets: Budget[]): JobOptions => ({ budgets, episodes: 2, store: join(folder, 'scores.db') });
  return { folder, jobs, options };
}

test('arms: agents, presets, settings; what does not exist is said', () => {
  const [plain, rainbow] = armsNamed(['dqn', 'dqn:rainbow'], ['dqn.replayStart=5', 'dqn:rainbow.hidden=64']);
  expect(plain).toMatchObject({ agent: 'dqn', preset: undefined, settings: { replayStart: 5 } });
  expect(rainbow).toMatchObject({ agent: 'dqn', preset: 'rainbow', settings: { hidden: 64 } });
  expect(() => armsNamed(['dqm'])).toThrow(/did you mean dqn/);
  expect(() => armsNamed(['dqn'], ['pqn.steps=3'])).toThrow(/of an agent that takes part/);
});

test('a run is trained to each budget in turn, evaluated there, and goes on when one is added', async () => {
  const { jobs, options } = study(['linear-critic']);
  const [job] = jobs;
  await conductJob(job, options(frames(600)), world);
  const [first] = outcomesOf(job);
  expect(first).toMatchObject({ game: 'orchard', arm: 'linear-critic', seed: 3, budget: frames(600) });
  expect(first.frames).toBeGreaterThanOrEqual(600);
  expect(first.frames).toBeLessThan(610);
  expect(first.returns).toHaveLength(2);

  // 0.0001 minutes are over before the first look at the clock: processor time is used up on the way to more frames.
  await conductJob(job, options(frames(600), { unit: 'minutes', amount: 0.0001 }, frames(900)), world);
  const all = outcomesOf(job);
  expect(all[0]).toEqual(first);
  expect(all.map(outcome => outcome.budget.unit)).toEqual(['frames', 'minutes', 'frames']);
  expect(all[2].frames).toBeGreaterThanOrEqual(900);
  expect(loadCheckpoint(runFolder(job.folder).checkpoints).frames).toBe(all[2].frames);
});

test('budgets asked for at once are met in one training, without a break', async () => {
  const { jobs, options } = study(['linear-critic']);
  const [job] = jobs;
  await conductJob(job, options(frames(600), frames(900)), world);
  const [first, second] = outcomesOf(job);
  expect(first.frames).toBeGreaterThanOrEqual(600);
  expect(first.frames).toBeLessThan(610);
  expect(second.frames).toBeGreaterThanOrEqual(900);
  const { checkpoints } = runFolder(job.folder);
  expect(loadCheckpoint(checkpoints, '600-frames').frames).toBe(first.frames);

  // Each budget is evaluated as it stood then: alone, the first comes to the same.
  const alone = study(['linear-critic']);
  await conductJob(alone.jobs[0], alone.options(frames(600)), world);
  expect(outcomesOf(alone.jobs[0])[0].returns).toEqual(first.returns);
  expect(loadCheckpoint(runFolder(alone.jobs[0].folder).checkpoints).trainer).toEqual(
    loadCheckpoint(checkpoints, '600-frames').trainer,
  );
});

test('chance is evaluated and not trained', async () => {
  const { jobs, options } = study(['random']);
  await conductJob(jobs[0], options(frames(600)), world);
  expect(outcomesOf(jobs[0])[0]).toMatchObject({ frames: 0, cpuSeconds: 0 });
  expect(existsSync(jobs[0].folder)).toBe(false);
});

test('a folder of a run with other settings is not mixed with these', async () => {
  const { folder, jobs, options } = study(['linear-critic']);
  await conductJob(jobs[0], options(frames(200)), world);
  const [other] = jobsOf(['orchard'], armsNamed(['linear-critic'], ['linear-critic.alpha=0.1']), [3], folder);
  await expect(conductJob(other, options(frames(400)), world)).rejects.toThrow(/begun with other settings/);
});

test('the report: means, differences from dqn with intervals, what is missing', async () => {
  const folder = temporaryFolder();
  const arms = armsNamed(['random', 'linear-critic', 'dqn']);
  const jobs = jobsOf(['pong'], arms, [0], folder);
  const outcome = (arm: string, returns: number[]): Outcome => ({
    ...{ budget: frames(1000), game: 'pong', arm, seed: 0, frames: 1000, cpuSeconds: 90, seconds: 120, returns },
  });
  writeWhole(jobs[1].outcomes, JSON.stringify([outcome('linear-critic', [4, 6, 4, 6])]));
  writeWhole(jobs[2].outcomes, JSON.stringify([outcome('dqn', [-20, -20, -20, -20])]));
  const budgets = [frames(1000)];
  const report = atariReport({ games: ['pong'], arms, seeds: [0], budgets, episodes: 4, jobs, workers: 1 });
  // Wang et al. 2016: random -20.7, human 14.6, so that 5 is (5 + 20.7) / 35.3 = 72.8 %.
  const line = '| pong | linear-critic | 5.0 [4.0, 6.0] | 25.0 [24.0, 26.0] | 72.8 % | 1,000 |';
  expect(report.text).toContain(line);
  expect(report.text).toContain('| 1.5 | 2.0 | 1 |');
  expect(report.text).toContain('Not finished: pong-random-0');
  const files = await writeReport(join(folder, 'out'), report, {
    ...{ command: 'openbrain experiment atari', seeds: [0], cpuSeconds: 180, seconds: 240 },
  });
  expect(files.map(file => file.replace(`${folder}/out/`, ''))).toEqual(
    expect.arrayContaining([
      'report.md',
      'result.json',
      'config.json',
      'scores.csv',
      'score-pong.svg',
      'score-pong.png',
    ]),
  );
  expect(readFileSync(join(folder, 'out', 'scores.csv'), 'utf8').split('\n')).toHaveLength(1 + 8 + 1);
});

test('the command, each run in a process of its own; begun again it has nothing left to do', () => {
  const folder = temporaryFolder();
  const args = ['--quick', '--agents', 'random,linear-critic', '--frames', '300', '--workers', '2', '--json'];
  const run = () =>
    spawnSync(process.execPath, [join(packageRoot, 'dist/src/cli/main.js'), 'experiment', 'atari', ...args], {
      ...{ cwd: folder, encoding: 'utf8', env: { ...process.env, OPENBRAIN_HOME: join(folder, 'home') } },
    });
  const [first, second] = [run(), run()];
  expect(first.status, first.stderr).toBe(0);
  const { lines, unfinished } = JSON.parse(first.stdout);
  expect(unfinished).toEqual([]);
  expect(lines).toMatchObject([{ agent: 'random' }, { agent: 'linear-critic', budget: 'frames', amount: 300 }]);
  expect(second.stdout).toBe(first.stdout);
  expect(second.stderr).not.toContain('linear-critic-0:');
}, 60_000);
