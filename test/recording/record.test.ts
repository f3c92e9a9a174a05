import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ffmpeg from '@ffmpeg-installer/ffmpeg';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { RandomAgent } from '../../src/agents/random/agent.ts';
import { evaluate } from '../../src/evaluation/evaluate.ts';
import { Random } from '../../src/random.ts';
import { record } from '../../src/recording/record.ts';
import { Catch } from '../fixtures/catch.ts';
import { temporaryFolder } from '../fixtures/folder.ts';

/** What ffmpeg finds in a film: its size, rate, and number of frames after decoding every one. */
function probe(path: string) {
  const { stderr } = spawnSync(ffmpeg.path, ['-hide_banner', '-i', path, '-f', 'null', '-'], { encoding: 'utf8' });
  const stream = /Video: (\w+).*?(yuv\w+).*?(\d+)x(\d+).*?([\d.]+) fps/.exec(stderr);
  const frames = [...stderr.matchAll(/frame=\s*(\d+)/g)].at(-1);
  if (!stream || !frames) throw new Error(stderr);
  const [, codec, pixels, width, height, rate] = stream;
  return { codec, pixels, width: Number(width), height: Number(height), rate: Number(rate), frames: Number(frames[1]) };
}

/** The colour of one pixel of a film's first frame. */
async function firstFramePixel(path: string, x: number, y: number): Promise<number[]> {
  const args = ['-loglevel', 'error', '-i', path, '-frames:v', '1', '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'];
  const { stdout } = spawnSync(ffmpeg.path, args, { maxBuffer: 1e8 });
  return [...stdout.subarray(3 * (y * 640 + x), 3 * (y * 640 + x) + 3)];
}

test('films every emulated frame of the episodes that an evaluation with the same seed plays', async () => {
  const out = join(temporaryFolder(), 'films', 'catch.mp4');
  const random = new Random();
  const recording = await record(new RandomAgent(3, random), new Catch(), random, { episodes: 2, seed: 5, out });
  const scores = await evaluate(new RandomAgent(3, random), new Catch(), random, { episodes: 2, seed: 5 });

  expect(recording.returns).toEqual(scores.map(score => score.return));
  expect(recording.interrupted).toBe(false);
  const frames = scores[0].frames + scores[1].frames;
  expect(recording.frames).toBe(frames);
  // 160 x 210 pixels, each twice as wide as high: 4 x 2.
  expect(probe(out)).toEqual({ codec: 'h264', pixels: 'yuv420p', width: 640, height: 420, rate: 60, frames });

  // The wall at the top is palette index 0x44, gray 68 in this fixture; the field below it is black.
  for (const channel of await firstFramePixel(out, 300, 4)) expect(Math.abs(channel - 0x44)).toBeLessThan(4);
  for (const channel of await firstFramePixel(out, 300, 200)) expect(channel).toBeLessThan(4);

  // Twelve pictures of 320 x 210 in rows of four, 8 pixels between and around.
  const { width, height } = await sharp(recording.contactSheet).metadata();
  expect({ width, height }).toEqual({ width: 4 * 328 + 8, height: 3 * 218 + 8 });
  expect(readdirSync(join(out, '..')).sort()).toEqual(['catch.mp4', 'catch.png']);
}, 60_000);

test('a recording that is stopped is a whole film of what was played', async () => {
  const out = join(temporaryFolder(), 'stopped.mp4');
  const stop = new AbortController();
  const random = new Random();
  const recording = await record(new RandomAgent(3, random), new Catch(), random, {
    episodes: 1000,
    seed: 1,
    out,
    signal: stop.signal,
    onProgress: ({ frames }) => frames > 100 && stop.abort(),
  });
  expect(recording.interrupted).toBe(true);
  expect(recording.frames).toBeGreaterThan(100);
  expect(probe(out).frames).toBe(recording.frames);
}, 60_000);

test('where nothing can be written it says so in one line and leaves nothing behind', async () => {
  const folder = temporaryFolder();
  const film = (out: string, episodes = 1) => {
    const random = new Random();
    return record(new RandomAgent(3, random), new Catch(), random, { episodes, seed: 0, out });
  };
  await expect(film(join(folder, 'x.mp4'), 0)).rejects.toThrow('a recording needs at least one episode');
  writeFileSync(join(folder, 'file'), '');
  await expect(film(join(folder, 'file', 'x.mp4'))).rejects.toThrow(/^cannot write .*x\.mp4: [^\n]*file[^\n]*$/);
  mkdirSync(join(folder, 'taken.mp4'));
  await expect(film(join(folder, 'taken.mp4'))).rejects.toThrow(/^cannot write .*taken\.mp4: it is a folder$/);
  expect(readdirSync(folder).sort()).toEqual(['file', 'taken.mp4']);
}, 60_000);
