import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { leaderboards } from '../../src/evaluation/leaderboard/board.ts';
import { compare } from '../../src/evaluation/leaderboard/compare.ts';
import { csv, markdown } from '../../src/evaluation/leaderboard/formats.ts';
import { evaluationCurve, learningCurve } from '../../src/evaluation/leaderboard/learning-curves.ts';
import { protocolNamed } from '../../src/evaluation/protocols.ts';
import { publishedAgents, publishedNamed } from '../../src/evaluation/published.ts';
import { medianEstimates } from '../../src/evaluation/statistics/subsets.ts';
import { type EvaluationFacts, ScoreStore, type StoredEvaluation } from '../../src/evaluation/store/store.ts';
import { packageRoot } from '../../src/package-root.ts';
import { environmentConfig } from '../../src/training/config.ts';
import { temporaryFolder } from '../fixtures/folder.ts';

interface Played {
  game: string;
  scores: number[];
  run?: string;
  frames?: number;
  protocol?: string;
  alpha?: number;
}

function stored(played: readonly Played[], path = join(temporaryFolder(), 'scores.db')): StoredEvaluation[] {
  const store = new ScoreStore(path);
  for (const { game, scores, run, frames = 1000, protocol = 'ale-v5', alpha = 0.5 } of played) {
    const facts: EvaluationFacts = {
      ...{ agent: run ? 'linear-critic' : 'random', game, protocol: protocolNamed(protocol) },
      ...{ romMd5: game, emulator: 'openbrain 0', console: 'openbrain', deviations: [] },
      run: run
        ? { path: run, checkpoint: 'c', sha256: `${run} ${frames}`, seed: 0, frames, seconds: 2, cpuSeconds: 3 }
        : undefined,
      hyperparameters: run ? { alpha, lambda: 0.9 } : {},
      environment: environmentConfig.parse({ pipeline: 'ram', frameSkip: 4 }),
    };
    const id = store.begin(facts);
    for (const [seed, score] of scores.entries()) {
      store.add(id, { seed, return: score, frames: 100, steps: 25, truncated: false });
    }
  }
  const evaluations = store.evaluations();
  store.close();
  return evaluations;
}

const options = { against: publishedNamed('dqn_nature2015,rainbow'), normalisation: 'wang2016' as const };

test('34 published agents; unknown ones are refused with the nearest names', () => {
  expect(publishedAgents).toHaveLength(34);
  expect(publishedNamed('all')).toHaveLength(34);
  expect(publishedNamed('none')).toEqual([]);
  expect(() => publishedNamed('dqn_nature2015,rainbw')).toThrow(
    'unknown published agent "rainbw": did you mean rainbow',
  );
});

test('published scores give the aggregates that the papers print', () => {
  // DQN 79 and 228 % (Wang et al. 2016), C51 178 and 701 %, QR-DQN 211 and 915 %, in medians and means over 57 games.
  const printed: [string, number, number][] = [
    ['dqn_noop', 79, 228],
    ['c51', 178, 701],
    ['qr_dqn_1', 211, 915],
  ];
  const everything = Object.keys(publishedAgents.find(({ name }) => name === 'c51')?.scores ?? {});
  expect(everything).toHaveLength(57);
  const evaluations = stored(everything.map(game => ({ game, scores: [0] })));
  const against = publishedNamed(printed.map(([name]) => name).join());
  const [board] = leaderboards(evaluations, { against, normalisation: 'wang2016-vp0' });
  for (const [name, median, mean] of printed) {
    const row = board.rows.find(candidate => candidate.name === name);
    expect(Math.round(100 * (row?.normalised?.median.value ?? 0)), `median of ${name}`).toBe(median);
    expect(Math.round(100 * (row?.normalised?.mean.value ?? 0)), `mean of ${name}`).toBe(mean);
  }
});

test('one game: ranks by score, intervals over runs, only the longest trained checkpoint of a run', () => {
  const evaluations = stored([
    { game: 'pong', run: '/a', frames: 500, scores: [21] },
    { game: 'pong', run: '/a', scores: [-10, -12] },
    { game: 'pong', run: '/b', scores: [-6, -8] },
    { game: 'pong', scores: [-20, -21, -21] },
  ]);
  const [board, ...others] = leaderboards(evaluations, options);
  expect(others).toEqual([]);
  expect(board.rows.map(({ rank, label }) => [rank, label])).toEqual([
    [1, 'Rainbow'],
    [2, 'DQN (Nature)'],
    [3, 'linear-critic'],
    [4, 'random'],
  ]);
  const critic = board.rows[2];
  // Runs of -11 and -7: the four equally likely resamples have means of -11, -9, -9 and -7.
  expect(critic).toMatchObject({
    runs: [2, 2],
    episodes: [2, 2],
    resampled: 'runs',
    source: '/a, /b',
    cpuSeconds: [3, 3],
  });
  expect(critic.score).toMatchObject({ value: -9, interval: [-11, -7] });
  expect(critic.normalised?.mean.value).toBeCloseTo((-9 + 20.7) / (14.6 + 20.7), 12);
  expect(board.rows[3]).toMatchObject({ resampled: 'episodes', frames: [0, 0] });
  expect(board.rows[0].score).toEqual({ value: 20.9, interval: undefined, resampled: 'nothing' });
});

test('protocols are not mixed: a board each, and published rows of other conditions are marked and explained', () => {
  const evaluations = stored([
    { game: 'pong', scores: [-20] },
    { game: 'pong', scores: [-19], protocol: 'dqn-nature' },
  ]);
  const boards = leaderboards(evaluations, options);
  expect(boards.map(({ protocol }) => protocol)).toEqual(['ale-v5', 'dqn-nature']);
  const comparable = boards.map(({ rows }) => Object.fromEntries(rows.map(row => [row.name, row.comparable])));
  expect(comparable).toEqual([
    { random: true, dqn_nature2015: false, rainbow: false },
    { random: true, dqn_nature2015: true, rainbow: false },
  ]);
  expect(boards[0].notes[0]).toMatch(/^≠: not played under ale-v5.*no-op: no sticky actions/);
  expect(markdown(boards)).toContain('| no-op ≠ | Hessel et al. 2018 |');
});

test('several games: interquartile mean over games and runs; who lacks a game has no rank', () => {
  const games = ['alien', 'boxing', 'breakout', 'pong'];
  const [alien, breakout, pong] = [227.8, 1.7, -20.7];
  const evaluations = stored([
    // Human-normalised 0, 1, 2 and 5: the middle two are 1 and 2.
    { game: 'alien', run: '/1', scores: [alien] },
    { game: 'boxing', run: '/2', scores: [12.1] },
    { game: 'breakout', run: '/3', scores: [breakout + 2 * (30.5 - breakout)] },
    { game: 'pong', run: '/4', scores: [pong + 5 * (14.6 - pong)] },
    { game: 'alien', run: '/5', scores: [1e6], alpha: 0.1 },
    { game: 'orchard', run: '/6', scores: [3] },
  ]);
  const [board] = leaderboards(evaluations, options);
  expect(board.games).toEqual(games);
  expect(board.notes).toContain('left out, since no human score is known: orchard (see --game)');
  const [best, other] = board.rows.filter(({ kind }) => kind === 'own');
  expect(best).toMatchObject({ label: 'linear-critic alpha=0.5', games: 4 });
  expect(best.normalised?.interquartileMean.value).toBeCloseTo(1.5, 12);
  expect(best.normalised?.median.value).toBeCloseTo(1.5, 12);
  expect(best.normalised?.mean.value).toBeCloseTo(2, 12);
  expect(best.normalised?.optimalityGap.value).toBeCloseTo(0.25, 12);
  expect(other).toMatchObject({ label: 'linear-critic alpha=0.1', games: 1 });
  expect(other.rank).toBeUndefined();
});

test('two agents: the chance that a run of one beats a run of the other', () => {
  const evaluations = stored([
    { game: 'pong', run: '/a', scores: [1] },
    { game: 'pong', run: '/b', scores: [5] },
    { game: 'pong', run: '/c', scores: [2], alpha: 0.1 },
    { game: 'pong', run: '/d', scores: [5], alpha: 0.1 },
  ]);
  const settings = { normalisation: 'wang2016' as const };
  const comparison = compare(evaluations, 'linear-critic alpha=0.5', 'linear-critic alpha=0.1', settings);
  // 1 loses to both, 5 beats 2 and ties with 5: one and a half of four.
  expect(comparison.probabilityOfImprovement.value).toBe(1.5 / 4);
  expect(comparison.games).toMatchObject([{ game: 'pong', a: 3, b: 3.5 }]);
  expect(compare(evaluations, '/b', 'dqn_nature2015', settings)).toMatchObject({
    comparable: false,
    probabilityOfImprovement: { value: 0, interval: undefined },
  });
  expect(() => compare(evaluations, 'linear-critik alpha=0.5', 'rainbow', settings)).toThrow(
    'did you mean linear-critic',
  );
});

test('Atari-3 estimates the median that DQN is known for within its error, and says what it was fitted to', () => {
  // battle_zone, name_this_game and phoenix of the re-run of DQN (29900, 8207.8, 8485.2), whose median is 79.1 %.
  const estimates = medianEstimates({
    battle_zone: (29900 - 2360) / (37187.5 - 2360),
    name_this_game: (8207.8 - 2292.3) / (8049 - 2292.3),
    phoenix: (8485.2 - 761.4) / (7242.6 - 761.4),
  });
  expect(estimates.map(({ name }) => name)).toEqual(['Atari-3']);
  expect(Math.abs(estimates[0].median / 0.791 - 1)).toBeLessThan(0.3);
  expect(estimates[0].caveat).toContain('45 published algorithms');
  expect(medianEstimates({ battle_zone: 0.1, name_this_game: 0.1, phoenix: 0.1 })[0].caveat).toContain('extrapolates');
});

test('learning curves: mean over runs in windows as long as the shortest run allows', () => {
  const folder = temporaryFolder();
  const runs = [2, 4].map(level => {
    const run = join(folder, `run-${level}`);
    mkdirSync(run);
    const lines = Array.from({ length: 100 * level }, (_, i) =>
      JSON.stringify({ frames: 10 * (i + 1), return: level, clock: { cpuSeconds: (i + 1) / level } }),
    );
    writeFileSync(join(run, 'metrics.jsonl'), `${lines.join('\n')}\n{"frames": 1`);
    return run;
  });
  const curve = learningCurve([...runs, join(folder, 'gone')]);
  expect(curve.at(-1)?.at).toBeLessThan(2000);
  expect(curve.at(-1)?.at).toBeGreaterThan(1900);
  for (const point of curve) expect(point).toMatchObject({ mean: 3, low: 2, high: 4 });
  // 200 episodes by halves of a second, 400 by quarters: both are 100 seconds long.
  const byTime = learningCurve(runs, { against: 'cpuSeconds' });
  expect(byTime.at(-1)?.at).toBeLessThan(100);
  expect(byTime.at(-1)?.at).toBeGreaterThan(95);
  // Runs that were trained on after what a curve is to show.
  const part = learningCurve(runs, { against: 'cpuSeconds', until: 50 });
  expect(part.at(-1)?.at).toBeLessThan(50);
  expect(part.at(-1)?.at).toBeGreaterThan(45);
});

test('evaluations while training are a curve of their own', () => {
  const folder = temporaryFolder();
  const runs = [2, 4].map(level => {
    const run = join(folder, `run-${level}`);
    mkdirSync(run);
    const lines = [10, 20, 30]
      .slice(0, level)
      .flatMap(frames => [
        JSON.stringify({ frames, return: 1 }),
        JSON.stringify({ frames, evaluation: { mean: level, best: 9, returns: [level - 1, level + 1] } }),
      ]);
    writeFileSync(join(run, 'metrics.jsonl'), lines.join('\n'));
    return run;
  });
  // The second evaluation is the last that both have had.
  expect(evaluationCurve(runs)).toMatchObject([
    { at: 10, mean: 3, low: 2, high: 4 },
    { at: 20, mean: 3, low: 2, high: 4 },
  ]);
  expect(evaluationCurve(runs.slice(1)).at(-1)).toMatchObject({ at: 30, mean: 4, low: 3, high: 5 });
  expect(learningCurve(runs).every(({ mean }) => mean === 1)).toBe(true);
});

function openbrain(folder: string, ...args: string[]) {
  const program = join(packageRoot, 'dist/src/cli/main.js');
  const env = { ...process.env, OPENBRAIN_HOME: folder };
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env,
  });
  return { status, stdout, stderr };
}

test('the command: every format, and pictures that a person can open', async () => {
  const folder = temporaryFolder();
  stored(
    [
      { game: 'pong', run: join(folder, 'run'), scores: [-10, -12] },
      { game: 'boxing', run: join(folder, 'other'), scores: [3, 5] },
    ],
    join(folder, 'scores.db'),
  );
  const board = openbrain(folder, 'leaderboard', '--against', 'rainbow', '--plots', 'plots');
  expect(board.stderr).toBe('');
  expect(board.stdout).toMatch(/^2 games \(boxing, pong\), protocol ale-v5/);
  expect(openbrain(folder, 'leaderboard', '--help').stdout).toContain('(default: all)');
  const [parsed] = JSON.parse(openbrain(folder, 'leaderboard', '--format', 'json').stdout);
  expect(parsed.rows).toHaveLength(35);
  const page = openbrain(folder, 'leaderboard', '--format', 'html', '--game', 'pong').stdout;
  expect(page).toMatch(/^<!doctype html>[\s\S]*<svg [\s\S]*<\/html>/);
  const names = readdirSync(join(folder, 'plots'));
  expect(names).toContain('ale-v5-profiles.svg');
  for (const name of names.filter(file => file.endsWith('.png'))) {
    const { width = 0, height = 0 } = await sharp(join(folder, 'plots', name)).metadata();
    expect(Math.min(width, height), name).toBeGreaterThan(200);
  }
  const picture = ['compare', 'linear-critic', 'rainbow', '--format', 'svg', '--out', 'compare.svg'];
  expect(openbrain(folder, 'leaderboard', ...picture).stderr).toBe('');
  expect(readFileSync(join(folder, 'compare.svg'), 'utf8')).toContain('linear-critic against Rainbow');
}, 60_000);

test('comma-separated values quote what they must', () => {
  const [header, row] = csv(
    leaderboards(stored([{ game: 'pong', run: '/a, "b"', scores: [1] }]), { ...options, against: [] }),
  )
    .trimEnd()
    .split('\r\n');
  expect(header.split(',').slice(0, 4)).toEqual(['board_protocol', 'board_games', 'normalisation', 'rank']);
  expect(row).toContain('"/a, ""b"""');
});

test.each([
  [['leaderboard'], /no scores yet: openbrain evaluate RUN plays and stores some/],
  [['leaderboard', '--game', 'pong'], /no scores of pong yet: openbrain evaluate random --game pong/],
  [['leaderboard', '--game', 'pongg'], /unknown game "pongg": did you mean pong/],
  [['leaderboard', '--protocol', 'dopamin'], /unknown protocol "dopamin": did you mean dopamine\?/],
  [['leaderboard', '--against', 'rainbw'], /unknown published agent "rainbw": did you mean rainbow/],
  [['leaderboard', 'compare', 'rainbw', 'c51'], /no scores of "rainbw": did you mean rainbow/],
])('openbrain %j: one line, exit code 2, no store made', (args, message) => {
  const folder = temporaryFolder();
  const { status, stdout, stderr } = openbrain(folder, ...args);
  expect(stderr).toMatch(message);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  expect([status, stdout]).toEqual([2, '']);
  expect(readdirSync(folder)).toEqual([]);
});
