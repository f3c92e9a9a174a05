import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { AleEnvironment } from '../../src/ale/environment.ts';
import { orchard } from '../../src/ale/games/orchard.ts';
import { Timeline } from '../../src/dashboard/page/play/timeline.ts';
import { packageRoot } from '../../src/package-root.ts';
import { Random } from '../../src/random.ts';

const rom = readFileSync(join(packageRoot, 'build', 'orchard.bin'));
const started = () => new AleEnvironment(rom, orchard, { seed: 1, repeatActionProbability: 0.25, sound: true });

/** Plays 400 frames and keeps what RAM, screen and sound were after each. */
function played() {
  const ale = started();
  const timeline = new Timeline(ale);
  const random = new Random(3);
  const look = () => [ale.ram(), ale.screen(), ale.sound()].map(view => Array.from(view).join()).join(';');
  const seen = [look()];
  for (let i = 0; i < 400; i++) {
    timeline.play([0, 3, 4][random.integer(3)]);
    seen.push(look());
  }
  return { ale, timeline, seen, look };
}

test('every frame can be seen again, RAM, picture and sound, sticky actions included', () => {
  const { timeline, seen, look } = played();
  // Not those that stand on a snapshot: no frame is played to get there, so no sound is made anew.
  for (const frame of [399, 17, 18, 61, 119, 301, 1, 400]) {
    timeline.seek(frame);
    expect(timeline.frame).toBe(frame);
    expect(look() === seen[frame], `frame ${frame}`).toBe(true);
  }
  timeline.seek(-5);
  expect(timeline.frame).toBe(0);
  timeline.seek(4000);
  expect(timeline.frame).toBe(400);
});

test('who plays on from the past changes the future', () => {
  const { timeline, seen, look } = played();
  timeline.seek(100);
  expect(timeline.length).toBe(400);
  timeline.play(3);
  expect([timeline.frame, timeline.length]).toEqual([101, 101]);
  for (let i = 0; i < 100; i++) timeline.play(3);
  const other = look();
  timeline.seek(90);
  expect(look() === seen[90]).toBe(true);
  timeline.seek(201);
  expect(look() === other).toBe(true);
});

test('a restored state is where the story goes on, and what was before can still be seen', () => {
  const { ale, timeline, seen, look } = played();
  timeline.seek(30);
  const state = ale.cloneState();
  timeline.seek(200);
  ale.restoreState(state);
  timeline.jump();
  const restored = Array.from(ale.ram());
  for (let i = 0; i < 30; i++) timeline.play(0);
  timeline.seek(200);
  expect(Array.from(ale.ram())).toEqual(restored);
  timeline.seek(199);
  expect(look() === seen[199]).toBe(true);
});
