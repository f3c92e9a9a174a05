import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { parseActions, trace } from '../../src/ale/trace.ts';
import type { Ale } from '../../src/ale/types.ts';
import { UserError } from '../../src/errors.ts';

/** A game of three frames an episode: RAM and screen hold the frame number, and every action is its own reward. */
class ThreeFrames {
  resets = 0;
  episodeFrameNumber = 0;
  act(action: number): number {
    this.episodeFrameNumber++;
    return action;
  }
  reset(): void {
    this.resets++;
    this.episodeFrameNumber = 0;
  }
  gameOver = (): boolean => this.episodeFrameNumber === 3;
  lives = (): number => 3 - this.episodeFrameNumber;
  ram = (): Uint8Array => new Uint8Array(128).fill(this.episodeFrameNumber);
  screen = (): Uint8Array => new Uint8Array(160 * 210).fill(this.episodeFrameNumber);
}

const sha1 = (length: number, value: number): string =>
  createHash('sha1').update(Buffer.alloc(length, value)).digest('hex');

test('a trace begins with the state after loading, then has one line an action, resetting ended games first', () => {
  const game = new ThreeFrames();
  const lines = [...trace(game as unknown as Ale, [5, 0, 17, 2])];
  expect(lines.map(({ step }) => step)).toEqual([-1, 0, 1, 2, 3]);
  expect(lines.map(({ reward }) => reward)).toEqual([0, 5, 0, 17, 2]);
  expect(lines.map(({ frame }) => frame)).toEqual([0, 1, 2, 3, 1]);
  expect(lines.map(({ gameOver }) => gameOver)).toEqual([false, false, false, true, false]);
  expect(lines.map(({ lives }) => lives)).toEqual([3, 2, 1, 0, 2]);
  expect(lines[3]).toMatchObject({ ram: sha1(128, 3), screen: sha1(160 * 210, 3) });
  expect(game.resets).toBe(1);
  expect(JSON.stringify(lines[0])).toMatch(
    /^\{"step":-1,"reward":0,"lives":3,"gameOver":false,"frame":0,"ram":"[0-9a-f]{40}","screen":"[0-9a-f]{40}"\}$/,
  );
});

test('actions are a JSON array of 0..17', () => {
  expect(parseActions(' [0, 17,3]\n', 'a.json')).toEqual([0, 17, 3]);
  expect(parseActions('[]', 'a.json')).toEqual([]);
});

test.each([
  ['[0, 1', 'a.json: not JSON (wanted: an array of action numbers, such as [0, 1, 3])'],
  ['', 'a.json: not JSON (wanted: an array of action numbers, such as [0, 1, 3])'],
  ['{"actions": [1]}', 'a.json: not an array of action numbers, such as [0, 1, 3]'],
  ['[0, 1, 18]', 'a.json: element 2 is 18, not an ALE action number (0..17)'],
  ['[-1]', 'a.json: element 0 is -1, not an ALE action number (0..17)'],
  ['[0, 1.5]', 'a.json: element 1 is 1.5, not an ALE action number (0..17)'],
  ['[0, "fire"]', 'a.json: element 1 is "fire", not an ALE action number (0..17)'],
  ['[0, null]', 'a.json: element 1 is null, not an ALE action number (0..17)'],
])('wrong actions are told by index and value: %s', (text, message) => {
  expect(() => parseActions(text, 'a.json')).toThrow(new UserError(message));
});
