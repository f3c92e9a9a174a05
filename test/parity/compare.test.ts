import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { loadRom } from '../../roms-fetch/index.ts';
import { gameNamed } from '../../src/ale/games/index.ts';
import { randomActions } from '../../src/ale/random-actions.ts';
import { ReferenceEnvironment } from '../../src/ale/reference/index.ts';
import type { Ale, AleOptions } from '../../src/ale/types.ts';
import { compare, describeDifference } from '../../src/ale/verify.ts';
import { prepare, setUpTime } from './compare.ts';

/** A comparison that finds nothing is worth something only if it finds what is there. */

vi.setConfig({ testTimeout: 60_000 });
beforeAll(() => prepare(['breakout']), setUpTime);

const opened: ReferenceEnvironment[] = [];
afterEach(() => {
  for (const environment of opened.splice(0)) environment.close();
});

function open(options: AleOptions = {}): ReferenceEnvironment {
  const environment = new ReferenceEnvironment(loadRom('breakout').bytes, gameNamed('breakout'), options);
  opened.push(environment);
  return environment;
}

const actions = randomActions(1, [0, 1, 3, 4], 800);
const faultyStep = 612;

/** The same console, but for one thing it says after one step. */
function faulty(field: keyof Ale, change: (right: never) => unknown): Ale {
  const right = open();
  let acted = 0;
  return new Proxy<Ale>(right, {
    get(_, property) {
      if (property === 'act') {
        return (action: number) => {
          const reward = right.act(action);
          return acted++ === faultyStep && field === 'act' ? change(reward as never) : reward;
        };
      }
      const value = Reflect.get(right, property, right);
      const isWrong = property === field && acted === faultyStep + 1;
      if (typeof value !== 'function') return isWrong ? change(value as never) : value;
      return (...words: unknown[]) => {
        const result = value.apply(right, words);
        return isWrong ? change(result as never) : result;
      };
    },
  });
}

const flip = (index: number) => (bytes: Uint8Array) => bytes.map((byte, i) => (i === index ? byte ^ 2 : byte));

test('equal consoles are equal to the last step, over the ends of games', () => {
  const steps = 2000;
  const result = compare(open(), open(), randomActions(1, [0, 1, 3, 4], steps));
  expect(result.difference).toBeUndefined();
  expect(result).toMatchObject({ game: 'breakout', steps });
  expect(result.episodes).toBeGreaterThan(0);
});

test.each<[keyof Ale, (right: never) => unknown, string]>([
  ['ram', flip(127), 'ram[0x7f]'],
  ['screen', flip(209 * 160 + 159), 'screen[row 209, column 159]'],
  ['screen', (pixels: Uint8Array) => pixels.subarray(160), 'screen size'],
  ['act', (reward: number) => reward + 1, 'reward'],
  ['lives', (lives: number) => lives - 1, 'lives'],
  ['gameTruncated', (truncated: boolean) => !truncated, 'truncated'],
  ['episodeFrameNumber', (frame: number) => frame + 1, 'episodeFrameNumber'],
  ['frameNumber', (frame: number) => frame + 1, 'frameNumber'],
])('one wrong %s (%o) is found at its step: %s', (field, change, name) => {
  const { difference, steps } = compare(faulty(field, change), open(), actions);
  expect(difference).toMatchObject({ game: 'breakout', seed: 0, step: faultyStep, field: name });
  expect(steps).toBe(faultyStep);
  expect(describeDifference(difference!)).toMatch(`breakout, seed 0, step ${faultyStep}: ${name} is`);
});

test('other seeds lead to other sticky actions, and that is a difference', () => {
  const sticky = { repeatActionProbability: 0.25 };
  const { difference } = compare(open({ ...sticky, seed: 1 }), open({ ...sticky, seed: 2 }), actions);
  expect(difference).toBeDefined();
});

test('other modes differ before the first action', () => {
  expect(compare(open({ mode: 4 }), open(), actions).difference?.step).toBe(-1);
});
