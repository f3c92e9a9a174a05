import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { loadRom, romPath } from '../../roms-fetch/index.ts';
import { gameNamed } from '../../src/ale/games/index.ts';
import { randomActions } from '../../src/ale/random-actions.ts';
import {
  installReference,
  ReferenceEnvironment,
  type ReferenceOptions,
  ReferenceVectorEnvironment,
} from '../../src/ale/reference/index.ts';
import { trace } from '../../src/ale/trace.ts';
import { UserError } from '../../src/errors.ts';
import { prepare, setUpTime } from './compare.ts';

/** The judge itself is judged: what it says is what a plain ale-py program says. */

vi.setConfig({ testTimeout: 60_000 });
beforeAll(() => prepare(['pong', 'breakout', 'space_invaders']), setUpTime);

const opened: { close(): void }[] = [];
afterEach(() => {
  for (const environment of opened.splice(0)) environment.close();
});

function open(name: string, options: ReferenceOptions = {}): ReferenceEnvironment {
  const environment = new ReferenceEnvironment(loadRom(name).bytes, gameNamed(name), options);
  opened.push(environment);
  return environment;
}

const sha1 = (bytes: Uint8Array): string => createHash('sha1').update(bytes).digest('hex');
const sixHundred = randomActions(7, [0, 1, 2, 3, 4, 5, 11, 12], 600);

/** The same game in a dozen lines of Python that share nothing with server.py. */
const plainProgram = `
import ale_py, hashlib, json, sys
rom, seed, sticky, skip, mode, difficulty, actions = json.load(sys.stdin)
ale_py.ALEInterface.setLoggerMode(ale_py.LoggerMode.Error)
ale = ale_py.ALEInterface()
ale.setInt("random_seed", seed)
ale.setFloat("repeat_action_probability", sticky)
ale.setInt("frame_skip", skip)
ale.loadROM(rom)
if mode or difficulty:
    ale.setMode(mode)
    ale.setDifficulty(difficulty)
    ale.reset_game()
def line(step, reward):
    sha1 = lambda array: hashlib.sha1(array.tobytes()).hexdigest()
    return {"step": step, "reward": reward, "lives": ale.lives(), "gameOver": ale.game_over(),
            "frame": ale.getEpisodeFrameNumber(), "ram": sha1(ale.getRAM()), "screen": sha1(ale.getScreen())}
lines = [line(-1, 0)]
for step, action in enumerate(actions):
    if ale.game_over():
        ale.reset_game()
    lines.append(line(step, ale.act(action)))
print(json.dumps(lines))
`;

test.each([
  ['pong', { seed: 0 }],
  ['pong', { seed: 5, repeatActionProbability: 0.25, mode: 1, difficulty: 3 }],
  ['breakout', { seed: 1, repeatActionProbability: 0.25, frameSkip: 4, mode: 8 }],
  ['space_invaders', { seed: 2, repeatActionProbability: 0.5, frameSkip: 2, difficulty: 1 }],
] as const)(
  '%s %o: a trace equals that of a plain ale-py program',
  { timeout: 60_000 },
  (name, options: ReferenceOptions) => {
    const { seed, repeatActionProbability: sticky = 0, frameSkip = 1, mode = 0, difficulty = 0 } = options;
    const input = JSON.stringify([romPath(name), seed, sticky, frameSkip, mode, difficulty, sixHundred]);
    const output = execFileSync(installReference(), ['-c', plainProgram], { input, maxBuffer: 1 << 26 }).toString();
    expect([...trace(open(name, options), sixHundred)]).toEqual(JSON.parse(output));
  },
);

describe('many actions in one call', () => {
  test('say the same as one action at a time', () => {
    const [one, many] = [open('breakout', { seed: 3 }), open('breakout', { seed: 3 })];
    for (const step of many.playMany(sixHundred)) {
      if (step.wasReset) one.reset();
      const reward = one.act(sixHundred[one.frameNumber]);
      const { lives, gameOver, terminal, truncated, episodeFrameNumber, frameNumber } = step;
      expect({ lives, gameOver, terminal, truncated, episodeFrameNumber, frameNumber, reward: step.reward }).toEqual({
        lives: one.lives(),
        gameOver: one.gameOver(),
        terminal: one.gameOver(false),
        truncated: one.gameTruncated(),
        episodeFrameNumber: one.episodeFrameNumber,
        frameNumber: one.frameNumber,
        reward,
      });
      expect(sha1(step.ram)).toBe(sha1(one.ram()));
      expect(sha1(step.screen!)).toBe(sha1(one.screen()));
    }
  });

  test('send screens as bytes, as hashes or not at all', () => {
    const [bytes, hashes, none] = (['bytes', 'sha1', 'none'] as const).map(screens =>
      open('pong').playMany([0, 1, 2], { screens }),
    );
    expect(hashes.map(({ screen }) => Buffer.from(screen!).toString('hex'))).toEqual(
      bytes.map(({ screen }) => sha1(screen!)),
    );
    expect(none.map(({ screen }) => screen)).toEqual([undefined, undefined, undefined]);
  });
});

test('an episode is truncated by its frame limit, and by a lost life where that is asked for', () => {
  const limited = open('breakout', { maxFramesPerEpisode: 10 });
  const steps = limited.playMany(Array(25).fill(0));
  expect(steps.flatMap(({ truncated }, index) => (truncated ? index : []))).toEqual([9, 19]);
  expect(steps.flatMap(({ wasReset }, index) => (wasReset ? index : []))).toEqual([10, 20]);
  expect(limited.gameOver(false)).toBe(false);

  const careful = open('breakout', { truncateOnLossOfLife: true });
  const end = careful.playMany(Array(1000).fill(1)).find(({ gameOver }) => gameOver);
  expect(end).toMatchObject({ lives: 4, terminal: false, truncated: true });
});

test('rewards are clipped to bounds', () => {
  const plain = open('space_invaders').playMany(sixHundred, { screens: 'none' });
  const clipped = open('space_invaders', { rewardMin: -1, rewardMax: 1 }).playMany(sixHundred, { screens: 'none' });
  expect(Math.max(...plain.map(({ reward }) => reward))).toBeGreaterThan(1);
  expect(clipped.map(({ reward }) => reward)).toEqual(plain.map(({ reward }) => Math.min(1, reward)));
});

test('a state goes on alike after it is restored, sticky actions included', () => {
  const environment = open('pong', { repeatActionProbability: 0.25 });
  environment.playMany(sixHundred, { screens: 'none' });
  const state = environment.cloneState();
  const rams = () => environment.playMany(sixHundred, { screens: 'sha1' }).map(({ ram, screen }) => sha1(ram) + screen);
  const first = rams();
  environment.restoreState(state);
  expect(rams()).toEqual(first);
});

test('seeding again is like a new console', () => {
  const [again, fresh] = [
    open('pong', { repeatActionProbability: 0.25 }),
    open('pong', { seed: 9, repeatActionProbability: 0.25 }),
  ];
  again.playMany(sixHundred, { screens: 'none' });
  again.seed(9);
  expect([...trace(again, sixHundred)]).toEqual([...trace(fresh, sixHundred)]);
});

test('colours, gray levels and sound come as ALE gives them', () => {
  const environment = open('pong', { sound: true });
  environment.playMany(Array(200).fill(0), { screens: 'none' });
  expect(environment.screenRgb()).toHaveLength(160 * 210 * 3);
  expect(environment.screenGray()).toHaveLength(160 * 210);
  expect(environment.sound()).toHaveLength(512);
});

test('the vector environment gives observations, rewards and ends for every step and environment', () => {
  const vector = new ReferenceVectorEnvironment('breakout', 2, { noop_max: 0, stack_num: 4, episodic_life: true });
  opened.push(vector);
  expect(vector.observationShape).toEqual([4, 84, 84]);
  expect(vector.reset(1).observations).toHaveLength(2 * 4 * 84 * 84);
  const steps = vector.play(Int32Array.from({ length: 2 * 100 }, () => 0));
  expect(steps.observations).toHaveLength(100 * 2 * 4 * 84 * 84);
  expect([steps.rewards.length, steps.terminations.length, steps.truncations.length, steps.lives.length]).toEqual(
    Array(4).fill(200),
  );
  expect(() => vector.play(new Int32Array(3))).toThrow(RangeError);
});

describe('what goes wrong', () => {
  test('a number that is no action is a RangeError', () => {
    const environment = open('pong');
    for (const action of [-1, 18, 0.5, Number.NaN]) {
      expect(() => environment.act(action)).toThrow(RangeError);
      expect(() => environment.playMany([0, action])).toThrow(RangeError);
    }
    expect(environment.frameNumber).toBe(0);
  });

  test('modes, difficulties, seeds and games that ALE does not have are refused in one line', () => {
    expect(() => open('pong', { mode: 7 })).toThrow('pong has no mode 7 (it has 0, 1)');
    expect(() => open('pong', { difficulty: 9 })).toThrow('pong has no difficulty 9 (it has 0, 1, 2, 3)');
    expect(() => open('pong', { seed: -1 })).toThrow(UserError);
    const foreign = { ...gameNamed('pong'), name: 'no_such_game' };
    expect(() => new ReferenceEnvironment(new Uint8Array(4096), foreign)).toThrow(/no_such_game is not one of them/);
  });

  test('an empty ROM ends in an error, not in a wait', () => {
    expect(() => new ReferenceEnvironment(new Uint8Array(0), gameNamed('pong'))).toThrow(/reference console stopped/);
  });

  test('a process that dies is one clear error, now and later, and close still works', () => {
    const environment = open('pong');
    for (const pid of children()) process.kill(pid, 'SIGKILL');
    expect(() => environment.act(0)).toThrow(/the reference console stopped \(ended by SIGKILL\)/);
    expect(() => environment.screen()).toThrow(UserError);
    environment.close();
  });

  test('close leaves no process, and may be called twice', () => {
    const before = children();
    const environment = open('pong');
    expect(children()).toHaveLength(before.length + 1);
    environment.close();
    environment.close();
    expect(children()).toEqual(before);
    expect(() => environment.act(0)).toThrow(/it was closed/);
  });
});

/** Processes that run server.py for this one. */
function children(): number[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(Number)
    .filter(pid => {
      try {
        const parent = Number(/^\d+ \(.*\) \S (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1]);
        return parent === process.pid && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('server.py');
      } catch {
        return false;
      }
    });
}
