import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { loadRom } from '../../roms-fetch/index.ts';
import { gameNamed } from '../../src/ale/games/index.ts';
import { ReferenceEnvironment, ReferenceVectorEnvironment } from '../../src/ale/reference/index.ts';
import type { AtariEnvironment } from '../../src/env/atari.ts';
import { type MakeOptions, make } from '../../src/env/make.ts';
import type { Step } from '../../src/env/types.ts';
import { packageRoot } from '../../src/package-root.ts';
import { Random } from '../../src/random.ts';
import { temporaryFolder } from '../fixtures/folder.ts';
import { prepare, setUpTime } from '../parity/compare.ts';
import { bothOptions, differenceOf } from './reference.ts';

const games = ['pong', 'breakout', 'space_invaders', 'ms_pacman', 'montezuma_revenge', 'tennis'];

vi.setConfig({ testTimeout: 120_000 });
beforeAll(() => prepare(games), setUpTime);

const opened: { close(): void }[] = [];
afterEach(() => {
  for (const environment of opened.splice(0)) environment.close();
});

function open(game: string, options: MakeOptions): AtariEnvironment {
  const environment = make(game, options);
  opened.push(environment);
  return environment;
}

describe('dqn is what AtariVectorEnv shows', () => {
  /** The bound that this project sets itself, in case a processor rounds otherwise; here nothing differs at all. */
  const mostDiffering = 0.001;

  test.each(games)('%s', game => {
    const seed = 11;
    const steps = 500;
    const [theirs, ours] = bothOptions({ noop_max: 30, reward_clipping: true, episodic_life: true });
    const reference = new ReferenceVectorEnvironment(game, 1, theirs);
    opened.push(reference);
    const environment = open(game, ours);
    const random = new Random(seed);
    const actions = Int32Array.from({ length: steps }, () => random.integer(environment.actionSpace.n));

    let differing = 0;
    let largest = 0;
    const compare = (a: Uint8Array, b: Uint8Array) => {
      for (let i = 0; i < a.length; i++) {
        if (a[i] === b[i]) continue;
        differing++;
        largest = Math.max(largest, Math.abs(a[i] - b[i]));
      }
    };
    const first = reference.reset(seed);
    compare(environment.reset({ seed }).observation, first.observations);
    const all = reference.play(actions);
    const bytes = first.observations.length;
    let mustReset = false;
    for (let i = 0; i < steps; i++) {
      const nothing = { reward: 0, terminated: false, truncated: false };
      const now: Step<Uint8Array> = mustReset ? { ...environment.reset(), ...nothing } : environment.step(actions[i]);
      mustReset = now.terminated || now.truncated;
      compare(now.observation, all.observations.subarray(i * bytes, (i + 1) * bytes));
      expect([now.reward, Number(now.terminated), Number(now.truncated), now.info.lives], `step ${i}`).toEqual([
        all.rewards[i],
        all.terminations[i],
        all.truncations[i],
        all.lives[i],
      ]);
    }
    expect(largest).toBeLessThanOrEqual(1);
    expect(differing / (bytes * (steps + 1))).toBeLessThanOrEqual(mostDiffering);
  });
});

describe('plain pipelines are what ALEInterface shows after a step', () => {
  const pictures = {
    rgb: (ale: ReferenceEnvironment) => ale.screenRgb(),
    gray: (ale: ReferenceEnvironment) => ale.screenGray(),
    screen: (ale: ReferenceEnvironment) => ale.screen(),
    ram: (ale: ReferenceEnvironment) => ale.ram(),
  };

  test.each(
    (['rgb', 'gray', 'screen', 'ram'] as const).flatMap(pipeline =>
      ['breakout', 'tennis'].map(game => [pipeline, game] as const),
    ),
  )('%s of %s', (pipeline, game) => {
    const seed = 4;
    const environment = open(game, { pipeline, maxFramesPerEpisode: 1200 });
    const ale = new ReferenceEnvironment(loadRom(game).bytes, gameNamed(game), { seed, repeatActionProbability: 0.25 });
    opened.push(ale);
    ale.reset();
    const random = new Random(seed);
    expect(differenceOf(environment.reset({ seed }).observation, pictures[pipeline](ale))).toBeUndefined();
    let ends = 0;
    for (let step = 0; step < 400; step++) {
      const action = random.integer(environment.actionSpace.n);
      let reward = 0;
      for (let frame = 0; frame < 4; frame++) reward += ale.act(environment.actions[action]);
      const now = environment.step(action);
      const where = `step ${step}`;
      expect(differenceOf(now.observation, pictures[pipeline](ale)), where).toBeUndefined();
      expect([now.reward, now.terminated, now.info], where).toEqual([
        reward,
        ale.gameOver(),
        { lives: ale.lives(), episodeFrameNumber: ale.episodeFrameNumber, frameNumber: ale.frameNumber },
      ]);
      expect(now.truncated, where).toBe(!now.terminated && ale.episodeFrameNumber >= 1200);
      if (!now.terminated && !now.truncated) continue;
      ends++;
      ale.reset();
      expect(differenceOf(environment.reset().observation, pictures[pipeline](ale)), where).toBeUndefined();
    }
    expect(ends).toBeGreaterThan(0);
  });

  test('the same game on the reference console gives the same steps', () => {
    const options: MakeOptions = { pipeline: 'small42', noopMax: 30, terminalOnLifeLoss: true, seed: 3 };
    const [ours, theirs] = [open('breakout', options), open('breakout', { ...options, console: 'reference' })];
    expect(differenceOf(ours.reset().observation, theirs.reset().observation)).toBeUndefined();
    const random = new Random(1);
    for (let step = 0; step < 150; step++) {
      const action = random.integer(4);
      const [a, b] = [ours.step(action), theirs.step(action)];
      expect(differenceOf(a.observation, b.observation), `step ${step}`).toBeUndefined();
      expect({ ...a, observation: 0 }).toEqual({ ...b, observation: 0 });
      if (a.terminated) expect(ours.reset().info).toEqual(theirs.reset().info);
    }
  });
});

/** Plays steps, resets where episodes end, and writes down everything that was seen. */
function play(environment: AtariEnvironment, seed: number, steps: number): string[] {
  const random = new Random(seed);
  const seen: string[] = [];
  for (let step = 0; step < steps; step++) {
    const { observation, ...rest } = environment.step(random.integer(environment.actionSpace.n));
    seen.push(`${sumOf(observation)} ${JSON.stringify(rest)}`);
    if (rest.terminated || rest.truncated) seen.push(String(sumOf(environment.reset().observation)));
  }
  return seen;
}

/** A number that any changed byte changes. */
function sumOf(bytes: Uint8Array): number {
  let sum = 0;
  for (const byte of bytes) sum = (Math.imul(sum, 31) + byte) >>> 0;
  return sum;
}

describe('restore then play equals play', () => {
  const options: Record<string, MakeOptions> = {
    dqn: { pipeline: 'dqn', noopMax: 30, fireReset: true, terminalOnLifeLoss: true, repeatActionProbability: 0.25 },
    'dqn with every frame': { pipeline: 'dqn', frameSkip: 1, maxFramesPerEpisode: 100 },
    rgb: { pipeline: 'rgb', maxFramesPerEpisode: 600 },
    ram: { pipeline: 'ram', frameSkip: 7 },
    'own pipeline': {
      pipeline: { source: 'grey', crop: { top: 34, bottom: 16 }, maxPool: true, stack: 2 },
      maxFramesPerEpisode: 600,
    },
  };
  const cases = Object.keys(options).flatMap(name => ['breakout', 'space_invaders'].map(game => [name, game] as const));

  test.each(cases)('%s, %s', (name, game) => {
    const environment = open(game, options[name]);
    environment.reset({ seed: 8 });
    play(environment, 1, 60);
    const snapshot = environment.snapshot();
    const played = play(environment, 2, 200);
    expect(played.some(line => line.includes('"terminated":true') || line.includes('"truncated":true'))).toBe(true);
    environment.restore(snapshot);
    expect(play(environment, 2, 200), 'in the same environment').toEqual(played);
    const other = open(game, options[name]);
    other.reset({ seed: 99 });
    play(other, 5, 30);
    other.restore(snapshot);
    expect(play(other, 2, 200), 'in another one').toEqual(played);
  });

  test('in another process', () => {
    const environment = open('breakout', options.dqn);
    environment.reset({ seed: 8 });
    play(environment, 1, 60);
    const file = join(temporaryFolder(), 'snapshot');
    writeFileSync(file, environment.snapshot());
    const program = `
      import { readFileSync } from 'node:fs';
      import { make } from ${JSON.stringify(join(packageRoot, 'dist/src/env/make.js'))};
      const environment = make('breakout', ${JSON.stringify(options.dqn)});
      environment.restore(new Uint8Array(readFileSync(${JSON.stringify(file)})));
      const seen = [];
      for (let step = 0; step < 200; step++) {
        const now = environment.step(step % 4);
        seen.push([now.reward, now.info, Buffer.from(now.observation).toString('base64')]);
        if (now.terminated) environment.reset();
      }
      console.log(JSON.stringify(seen));`;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
    });
    expect(stderr).toBe('');
    for (const [step, seen] of JSON.parse(stdout).entries()) {
      const now = environment.step(step % 4);
      expect([now.reward, now.info, Buffer.from(now.observation).toString('base64')], `step ${step}`).toEqual(seen);
      if (now.terminated) environment.reset();
    }
  });

  test('the end of an episode is kept, too', () => {
    const environment = open('breakout', { pipeline: 'ram', maxFramesPerEpisode: 8 });
    environment.reset();
    environment.step(0);
    const before = environment.snapshot();
    expect(environment.step(0).truncated).toBe(true);
    const after = environment.snapshot();
    environment.restore(before);
    expect(environment.step(0).truncated).toBe(true);
    environment.restore(after);
    expect(() => environment.step(0)).toThrow(/has ended/);
  });

  test('a snapshot of something else is refused', () => {
    const snapshot = open('breakout', { pipeline: 'dqn' }).snapshot();
    expect(() => open('breakout', { pipeline: 'small42' }).restore(snapshot)).toThrow('another pipeline');
    expect(() => open('breakout', { pipeline: 'dqn' }).restore(snapshot.subarray(1))).toThrow('not a saved state');
  });
});

describe('what goes wrong', () => {
  test('a step before the first reset and after the end of an episode', () => {
    const environment = open('breakout', { pipeline: 'dqn', maxFramesPerEpisode: 8 });
    expect(() => environment.step(0)).toThrow(/reset\(\) before/);
    environment.reset();
    environment.step(0);
    expect(environment.step(0)).toMatchObject({ terminated: false, truncated: true });
    expect(() => environment.step(0)).toThrow(/has ended/);
    environment.reset();
    expect(environment.step(0).truncated).toBe(false);
  });

  test.each([-1, 4, 0.5, Number.NaN, Infinity])('%d is no action of breakout, and changes nothing', wrong => {
    const environment = open('breakout', { pipeline: 'ram' });
    environment.reset();
    const ram = environment.ram().slice();
    expect(() => environment.step(wrong)).toThrow(RangeError);
    expect(environment.ram()).toEqual(ram);
  });

  test.each<[string, string, MakeOptions]>([
    ['unknown pipeline "dnq": did you mean dqn', 'pong', { pipeline: 'dnq' as 'dqn' }],
    ['frame skip: 0', 'pong', { frameSkip: 0 }],
    ['noopMax: -1', 'pong', { noopMax: -1 }],
    ['maxFramesPerEpisode: 0.5', 'pong', { maxFramesPerEpisode: 0.5 }],
    ['sticky actions: 2', 'pong', { repeatActionProbability: 2 }],
    ['pong has no mode 9', 'pong', { mode: 9 }],
    ['seed: -1', 'pong', { seed: -1 }],
    ['unknown game "pongg": did you mean pong', 'pongg', {}],
  ])('%s', (message, game, options) => {
    expect(() => open(game, options)).toThrow(message);
  });
});
