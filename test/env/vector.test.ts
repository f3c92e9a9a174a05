import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { ReferenceVectorEnvironment, type ReferenceVectorOptions } from '../../src/ale/reference/index.ts';
import type { AtariEnvironment } from '../../src/env/atari.ts';
import { make } from '../../src/env/make.ts';
import type { AtariVectorEnvironment } from '../../src/env/vector/environment.ts';
import { autoresets, openVector, type VectorOptions, type VectorResult } from '../../src/env/vector/index.ts';
import { packageRoot } from '../../src/package-root.ts';
import { Random } from '../../src/random.ts';
import { prepare, setUpTime } from '../parity/compare.ts';
import { bothOptions, differenceOf } from './reference.ts';

vi.setConfig({ testTimeout: 120_000 });
beforeAll(() => prepare(['pong', 'breakout', 'space_invaders', 'seaquest', 'ms_pacman', 'freeway']), setUpTime);

const opened: { close(): unknown }[] = [];
afterEach(async () => {
  for (const environment of opened.splice(0)) await environment.close();
});

function open(games: string | string[], options: VectorOptions): AtariVectorEnvironment {
  const vector = openVector(games, options);
  opened.push(vector);
  return vector;
}

const dqn: VectorOptions = { pipeline: 'dqn', noopMax: 30, fireReset: true, rewardClipping: true };

/** Random actions for every environment, each by its own number of actions. */
function draw(vector: AtariVectorEnvironment, random: Random): Int32Array {
  return Int32Array.from(vector.actionSpaces, ({ n }) => random.integer(n));
}

function row(result: VectorResult, i: number, from: Uint8Array = result.observations): Uint8Array {
  const bytes = from.length / result.rewards.length;
  return from.subarray(i * bytes, (i + 1) * bytes);
}

describe('equal to AtariVectorEnv of ale-py', () => {
  const environments = 4;
  const steps = 500;

  test.each<[game: string, seed: number, options: ReferenceVectorOptions]>([
    ['pong', 1, {}],
    ['pong', 2, { autoreset_mode: 'SameStep', max_num_frames_per_episode: 333, frameskip: 3 }],
    ['breakout', 1, { episodic_life: true }],
    ['breakout', 100, { autoreset_mode: 'SameStep', episodic_life: true, repeat_action_probability: 0.25 }],
    ['breakout', 7, { use_fire_reset: false, noop_max: 0, reward_clipping: false }],
    ['space_invaders', 3, { episodic_life: true, full_action_space: true }],
    ['space_invaders', 4, { autoreset_mode: 'SameStep', reward_clipping: false }],
    ['seaquest', 5, { repeat_action_probability: 0.25, max_num_frames_per_episode: 402 }],
    ['ms_pacman', 6, { autoreset_mode: 'SameStep', reward_clipping: false }],
    ['freeway', 2, { frameskip: 2, max_num_frames_per_episode: 150 }],
  ])('%s, seed %d, %o', (game, seed, changes) => {
    const [theirs, ours] = bothOptions(changes);
    const reference = new ReferenceVectorEnvironment(game, environments, theirs);
    opened.push(reference);
    const vector = open(game, { ...ours, environments, threads: 2 });
    const random = new Random(seed);
    const actions = Array.from({ length: steps }, () => draw(vector, random));

    const first = reference.reset(seed);
    expect(differenceOf(vector.reset({ seed }).observations, first.observations)).toBeUndefined();
    const all = reference.play(Int32Array.from(actions.flatMap(step => [...step])));
    const width = first.observations.length;
    let ends = 0;
    actions.forEach((step, i) => {
      const result = vector.step(step);
      const at = <T extends Uint8Array | Int32Array | Float64Array>(array: T) =>
        array.subarray(i * environments, (i + 1) * environments);
      const where = `step ${i}`;
      expect([...result.rewards], `rewards, ${where}`).toEqual([...at(all.rewards)]);
      expect([...result.terminations], `terminations, ${where}`).toEqual([...at(all.terminations)]);
      expect([...result.truncations], `truncations, ${where}`).toEqual([...at(all.truncations)]);
      expect([...result.lives], `lives, ${where}`).toEqual([...at(all.lives)]);
      expect([...result.frameNumbers], `frames, ${where}`).toEqual([...at(all.frameNumbers)]);
      expect([...result.episodeFrameNumbers], `episode frames, ${where}`).toEqual([...at(all.episodeFrameNumbers)]);
      const observations = all.observations.subarray(i * width, (i + 1) * width);
      expect(differenceOf(result.observations, observations), `observations, ${where}`).toBeUndefined();
      for (let id = 0; id < environments; id++) {
        if (!result.terminations[id] && !result.truncations[id]) continue;
        ends++;
        if (!all.finalObservations) continue;
        const final = all.finalObservations.subarray(i * width, (i + 1) * width);
        const difference = differenceOf(row(result, id, result.finalObservations), row(result, id, final));
        expect(difference, `final observation of ${id}, ${where}`).toBeUndefined();
      }
    });
    // A comparison that meets no end of an episode would say little. (Pong's are longer than this test.)
    if (game !== 'pong' || changes.max_num_frames_per_episode) expect(ends).toBeGreaterThan(0);
  });
});

/** What one environment of a vector must report, by a single environment and the words of Gymnasium's documentation. */
class Expected {
  readonly environment: AtariEnvironment;
  private mustReset = false;

  constructor(
    game: string,
    options: VectorOptions,
    readonly seed: number,
  ) {
    const { environments, threads, autoreset, batchSize, seeds, ...single } = options;
    this.environment = make(game, { ...single, seed });
    opened.push(this.environment);
  }

  check(
    action: number,
    result: VectorResult,
    i: number,
    autoreset: VectorOptions['autoreset'],
    where: string,
  ): boolean {
    const { environment } = this;
    let played = { reward: 0, terminated: false, truncated: false };
    let now: { observation: Uint8Array; info: { lives: number; episodeFrameNumber: number; frameNumber: number } };
    if (autoreset !== 'sameStep' && this.mustReset) {
      now = environment.reset();
      this.mustReset = false;
    } else {
      const step = environment.step(action);
      now = step;
      played = step;
      if (step.terminated || step.truncated) {
        if (autoreset === 'sameStep') {
          const last = row(result, i, result.finalObservations);
          expect(differenceOf(last, step.observation), `final observation, ${where}`).toBeUndefined();
          expect(result.finalInfo?.lives[i], where).toBe(step.info.lives);
          expect(result.finalInfo?.episodeFrameNumbers[i], where).toBe(step.info.episodeFrameNumber);
          expect(result.finalInfo?.frameNumbers[i], where).toBe(step.info.frameNumber);
          now = environment.reset();
        } else this.mustReset = true;
      }
    }
    this.same(result, i, now, where);
    expect(result.rewards[i], `reward, ${where}`).toBe(played.reward);
    expect(result.terminations[i], `termination, ${where}`).toBe(Number(played.terminated));
    expect(result.truncations[i], `truncation, ${where}`).toBe(Number(played.truncated));
    return played.terminated || played.truncated;
  }

  same(result: VectorResult, i: number, now: ReturnType<AtariEnvironment['reset']>, where: string): void {
    expect(differenceOf(row(result, i), now.observation), `observation, ${where}`).toBeUndefined();
    expect(result.lives[i], `lives, ${where}`).toBe(now.info.lives);
    expect(result.episodeFrameNumbers[i], `episode frames, ${where}`).toBe(now.info.episodeFrameNumber);
    expect(result.frameNumbers[i], `frames, ${where}`).toBe(now.info.frameNumber);
  }
}

describe('equal to the single environment, environment by environment', () => {
  const environments = 5;
  const games = ['breakout', 'space_invaders'];
  const cases = [0, 1, 2].flatMap(threads => autoresets.map(autoreset => ({ threads, autoreset })));

  test.each(cases)('$threads threads, $autoreset', ({ threads, autoreset }) => {
    const options = { ...dqn, terminalOnLifeLoss: true, maxFramesPerEpisode: 700 };
    const vector = open(games, { ...options, environments, threads, autoreset });
    const expected = Array.from({ length: environments }, (_, i) => new Expected(games[i % 2], options, 20 + i));
    const random = new Random(1);
    const first = vector.reset({ seed: 20 });
    for (const [i, each] of expected.entries())
      each.same(first, i, each.environment.reset({ seed: each.seed }), 'reset');
    let ends = 0;
    let mustReset: number[] = [];
    for (let step = 0; step < 250; step++) {
      if (autoreset === 'disabled' && mustReset.length > 0) {
        const result = vector.reset({ environmentIds: mustReset });
        for (const id of mustReset) expected[id].check(0, result, id, autoreset, `reset before step ${step}`);
      }
      mustReset = [];
      const actions = draw(vector, random);
      const result = vector.step(actions);
      expected.forEach((each, i) => {
        if (each.check(actions[i], result, i, autoreset, `step ${step}, environment ${i}`)) mustReset.push(i);
      });
      ends += mustReset.length;
    }
    expect(ends).toBeGreaterThan(environments);
  });

  test.each(['rgb', 'gray', 'ram', 'screen', 'small42'] as const)('pipeline %s', pipeline => {
    const options = { pipeline, maxFramesPerEpisode: 120 };
    const vector = open('breakout', { ...options, environments: 2, threads: 1 });
    const expected = [0, 1].map(i => new Expected('breakout', options, 5 + i));
    const first = vector.reset({ seeds: [5, 6] });
    for (const [i, each] of expected.entries())
      each.same(first, i, each.environment.reset({ seed: each.seed }), 'reset');
    const random = new Random(2);
    for (let step = 0; step < 70; step++) {
      const actions = draw(vector, random);
      const result = vector.step(actions);
      expected.forEach((each, i) => {
        each.check(actions[i], result, i, 'nextStep', `step ${step}, environment ${i}`);
      });
    }
  });

  test("Gymnasium's ids bring their own settings, each game's its own", () => {
    const ids = ['ALE/Breakout-v5', 'PongNoFrameskip-v4'];
    const vector = open(ids, { pipeline: 'dqn', environments: 2, threads: 1 });
    const expected = ids.map(id => new Expected(id, { pipeline: 'dqn' }, 3));
    const first = vector.reset({ seeds: [3, 3] });
    for (const [i, each] of expected.entries())
      each.same(first, i, each.environment.reset({ seed: each.seed }), 'reset');
    for (let step = 0; step < 40; step++) {
      const result = vector.step([step % 4, step % 6]);
      expected.forEach((each, i) => {
        each.check([step % 4, step % 6][i], result, i, 'nextStep', `step ${step}, environment ${i}`);
      });
    }
    expect(expected.map(({ environment }) => environment.episodeFrameNumber)).toEqual([160, 40]);
  });

  test('without a seed, environments begin from seed + i, and a second reset goes on', () => {
    const vector = open('breakout', { ...dqn, environments: 3, threads: 1, seed: 40 });
    const expected = Array.from({ length: 3 }, (_, i) => new Expected('breakout', dqn, 40 + i));
    for (let time = 0; time < 2; time++) {
      const result = vector.reset();
      for (const [i, each] of expected.entries()) each.same(result, i, each.environment.reset(), `reset ${time}`);
    }
  });
});

describe('send and recv', () => {
  /** Every environment gets actions of its own stream, whenever its turn comes. */
  async function playAsynchronously(
    threads: number,
    receive: (vector: AtariVectorEnvironment) => VectorResult | Promise<VectorResult>,
  ): Promise<void> {
    const environments = 6;
    const options = { ...dqn, terminalOnLifeLoss: true };
    const vector = open('breakout', { ...options, environments, threads, batchSize: 2 });
    const expected = Array.from({ length: environments }, (_, i) => new Expected('breakout', options, 9 + i));
    const streams = expected.map(({ seed }) => new Random(seed));
    const counts = Array(environments).fill(0);
    const actions = Array(environments).fill(0);
    let result = vector.reset({ seed: 9 });
    for (let batch = 0; batch < 400; batch++) {
      const ids = [...result.environmentIds];
      for (const [i, id] of ids.entries()) {
        const each = expected[id];
        const where = `batch ${batch}, environment ${id}`;
        if (counts[id]++ === 0) each.same(result, i, each.environment.reset({ seed: each.seed }), where);
        else each.check(actions[id], result, i, 'nextStep', where);
        actions[id] = streams[id].integer(4);
      }
      const answers = ids.map(id => actions[id]);
      if (batch % 2) vector.send(answers);
      else vector.send([...answers].reverse(), [...ids].reverse());
      result = await receive(vector);
    }
    expect(Math.min(...counts), 'no environment starves').toBeGreaterThan(20);
  }

  test.each([0, 1, 2])('a batch of 2 out of 6, %d threads', threads =>
    playAsynchronously(threads, vector => vector.recv()),
  );

  test('the same, awaited', () => playAsynchronously(2, vector => vector.recvAsync()));

  test('where one thread plays, results come in the order in which actions were sent', () => {
    const vector = open('pong', { ...dqn, environments: 6, threads: 1, batchSize: 3 });
    expect([...vector.reset({ seed: 1 }).environmentIds]).toEqual([0, 1, 2]);
    vector.send([0, 0, 0], [2, 0, 1]);
    expect([...vector.recv().environmentIds]).toEqual([3, 4, 5]);
    vector.send([0], [4]);
    expect([...vector.recv().environmentIds]).toEqual([2, 0, 1]);
    vector.send([0, 0], [1, 5]);
    expect([...vector.recv().environmentIds]).toEqual([4, 1, 5]);
  });

  test('a batch of one is whoever is ready, and everybody gets a turn', () => {
    const vector = open('breakout', { ...dqn, environments: 4, threads: 2, batchSize: 1 });
    let result = vector.reset({ seed: 1 });
    const turns = Array(4).fill(0);
    for (let i = 0; i < 200; i++) {
      turns[result.environmentIds[0]]++;
      vector.send([0]);
      result = vector.recv();
    }
    expect(Math.min(...turns)).toBeGreaterThan(0);
  });

  test('the event loop goes on while a result is awaited', async () => {
    const vector = open('pong', { ...dqn, environments: 32, threads: 1 });
    vector.reset({ seed: 1 });
    let ticks = 0;
    const timer = setInterval(() => ticks++, 1);
    for (let i = 0; i < 10; i++) {
      vector.send(new Int32Array(32));
      await vector.recvAsync();
    }
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(3);
  });

  test('only one may wait, and close() ends the wait', async () => {
    const vector = open('pong', { ...dqn, environments: 2, threads: 1 });
    vector.reset({ seed: 1 });
    vector.send([0, 0]);
    const waiting = vector.recvAsync();
    expect(() => vector.recv()).toThrow(/await it first/);
    expect(() => vector.reset()).toThrow(/await it first/);
    await waiting;
    vector.send([0, 0]);
    const lost = expect(vector.recvAsync()).rejects.toThrow(/closed/);
    await vector.close();
    await lost;
  });

  test('a reset drops what was on its way', () => {
    const vector = open('breakout', { ...dqn, environments: 4, threads: 2, batchSize: 2 });
    const seen = (result: VectorResult) => [...result.environmentIds].map((id, i) => [id, [...row(result, i)]]);
    const begin = () => new Map([...seen(vector.reset({ seed: 3 })), ...seen(vector.recv())] as [number, number[]][]);
    const first = begin();
    vector.send([1, 1]);
    const second = begin();
    for (let id = 0; id < 4; id++) expect(differenceOf(second.get(id)!, first.get(id)!)).toBeUndefined();
  });
});

describe('views', () => {
  test('a result is readable until the step after the next', () => {
    const vector = open('breakout', { ...dqn, environments: 4, threads: 2 });
    const random = new Random(3);
    let previous = vector.reset({ seed: 1 });
    for (let step = 0; step < 50; step++) {
      const kept = previous.observations.slice();
      const next = vector.step(draw(vector, random));
      expect(differenceOf(previous.observations, kept)).toBeUndefined();
      expect(next.observations.byteOffset).not.toBe(previous.observations.byteOffset);
      previous = next;
    }
  });

  test('they say what spaces say', () => {
    const vector = open(['pong', 'breakout'], { ...dqn, environments: 5, threads: 2, batchSize: 3 });
    expect(vector.singleObservationSpace.shape).toEqual([4, 84, 84]);
    expect(vector.observationSpace.shape).toEqual([3, 4, 84, 84]);
    const result = vector.reset({ seed: 1 });
    expect(result.observations).toHaveLength(3 * 4 * 84 * 84);
    expect(result.rewards).toHaveLength(3);
    expect(vector.games).toEqual(['pong', 'breakout', 'pong', 'breakout', 'pong']);
    expect(vector.actionSpaces.map(({ n }) => n)).toEqual([6, 4, 6, 4, 6]);
    expect(vector.actionMeanings[1]).toEqual(['noop', 'fire', 'right', 'left']);
  });

  test('with the full action space every game has eighteen actions', () => {
    const vector = open(['pong', 'breakout'], { ...dqn, threads: 0, fullActionSpace: true });
    expect(vector.actionSpaces.map(({ n }) => n)).toEqual([18, 18]);
  });
});

describe('what goes wrong', () => {
  const small = { ...dqn, environments: 3, threads: 1 };

  test('actions and environments that are not there change nothing', () => {
    const vector = open('pong', small);
    expect(() => vector.step([0, 0, 0])).toThrow(/reset\(\) before/);
    expect(() => vector.reset({ environmentIds: [0] })).toThrow(/must reset every/);
    vector.reset({ seed: 1 });
    const other = open('pong', small);
    other.reset({ seed: 1 });
    for (const wrong of [-1, 6, 0.5, Number.NaN]) expect(() => vector.step([0, 0, wrong])).toThrow(RangeError);
    expect(() => vector.step([0, 0])).toThrow('2 actions for 3 environments');
    expect(() => vector.send([0], [3])).toThrow('there is no environment 3');
    expect(() => vector.send([0, 0], [1, 1])).toThrow('named twice');
    expect(() => vector.reset({ environmentIds: [1, 1] })).toThrow('named twice');
    expect(() => vector.reset({ seeds: [1] })).toThrow('1 seeds for 3 environments');
    expect(() => vector.reset({ seed: -1 })).toThrow('seed: -1');
    expect(differenceOf(vector.step([1, 2, 3]).observations, other.step([1, 2, 3]).observations)).toBeUndefined();
  });

  test('waiting for what never comes is an error', () => {
    const vector = open('pong', small);
    expect(() => vector.recv()).toThrow('0 environments are playing');
    vector.reset({ seed: 1 });
    vector.send([0, 0], [0, 2]);
    expect(() => vector.recv()).toThrow('2 environments are playing, and a batch holds 3');
    expect(() => vector.send([0], [0])).toThrow('environment 0 is playing');
    vector.send([0], [1]);
    expect([...vector.recv().environmentIds]).toEqual([0, 1, 2]);
  });

  test('without autoreset, an ended episode cannot be stepped', () => {
    const vector = open('breakout', { ...small, autoreset: 'disabled', maxFramesPerEpisode: 40 });
    vector.reset({ seed: 1 });
    while (!vector.step([0, 0, 0]).truncations[1]);
    expect(() => vector.step([0, 0, 0])).toThrow(/environment \d has ended: reset/);
    vector.reset({ environmentIds: [0, 1, 2] });
    vector.step([0, 0, 0]);
  });

  test.each<[string, string | string[], VectorOptions]>([
    ['no game: name', [], {}],
    ['unknown game "pacmann"', 'pacmann', {}],
    ['unknown pipeline "dpn": did you mean dqn', 'pong', { pipeline: 'dpn' as 'dqn' }],
    ['unknown autoreset "nextstep": did you mean nextStep', 'pong', { autoreset: 'nextstep' as 'nextStep' }],
    ['environments: 0', 'pong', { environments: 0 }],
    ['threads: 1.5', 'pong', { threads: 1.5 }],
    ['batchSize: 3 is more than 2 environments', 'pong', { environments: 2, batchSize: 3 }],
    ['2 seeds for 1 environments', 'pong', { seeds: [1, 2] }],
    ['seed: -1', 'pong', { seed: -1 }],
    ['pong has no mode 77', 'pong', { mode: 77 }],
  ])('%s', (message, game, options) => {
    expect(() => open(game, options)).toThrow(message);
  });

  test('a thread that is lost is reported by the call that waits for it, and by every later one', async () => {
    const vector = open('pong', { ...small, threads: 2 });
    vector.reset({ seed: 1 });
    vector.crew!.kill(1);
    expect(() => {
      for (;;) vector.step([0, 0, 0]);
    }).toThrow(/lost a thread: playing thread 1 ended/);
    expect(() => vector.recv()).toThrow(/lost a thread/);
    expect(() => vector.reset()).toThrow(/lost a thread/);
    await vector.close();
  });

  test('so it is where the loss is awaited', async () => {
    const vector = open('pong', { ...small, threads: 2 });
    vector.reset({ seed: 1 });
    vector.crew!.kill(0);
    const play = async () => {
      for (;;) {
        vector.send([0, 0, 0]);
        await vector.recvAsync();
      }
    };
    await expect(play()).rejects.toThrow(/lost a thread: playing thread 0 ended/);
  });

  test('what a thread throws is reported', () => {
    const vector = open('pong', small);
    vector.reset({ seed: 1 });
    vector.board.enqueue(0, 1234);
    expect(() => {
      for (;;) vector.step([0, 0, 0]);
    }).toThrow(/lost a thread: Cannot read/);
  });
});

describe('ends', () => {
  const threadsNow = () => readdirSync('/proc/self/task').length;

  test.skipIf(process.platform !== 'linux')('close() leaves no thread', async () => {
    const before = threadsNow();
    for (let time = 0; time < 3; time++) {
      const vector = openVector('pong', { ...dqn, environments: 4, threads: 2 });
      vector.reset({ seed: 1 });
      if (time > 0) vector.send([0, 0, 0, 0]);
      expect(threadsNow()).toBeGreaterThanOrEqual(before + 3);
      await vector.close();
      expect(() => vector.reset()).toThrow('closed');
      await vector.close();
    }
    // The system takes a moment to forget a thread that has ended.
    for (let i = 0; i < 100 && threadsNow() > before; i++) await sleep(20);
    expect(threadsNow()).toBeLessThanOrEqual(before);
  });

  test.each(['', 'vector.send([0, 0]);', 'await vector.close();'])('a program ends by itself: %s', end => {
    const path = join(packageRoot, 'dist/src/env/vector/index.js');
    const program = `
      import { makeVec } from ${JSON.stringify(path)};
      const vector = makeVec('pong', { environments: 2, threads: 2, pipeline: 'dqn' });
      vector.reset();
      for (let i = 0; i < 5; i++) { vector.send([0, 0]); await vector.recvAsync(); }
      ${end}
      console.log('done');`;
    const { stdout, stderr, status } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
      encoding: 'utf8',
      timeout: 60_000,
    });
    expect({ stdout, stderr, status }).toEqual({ stdout: 'done\n', stderr: '', status: 0 });
  });
});
