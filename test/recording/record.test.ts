import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ffmpeg from '@ffmpeg-installer/ffmpeg';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { episodeSeeds, playEpisode } from '../../src/evaluation/evaluate.ts';
import { playerNamed } from '../../src/evaluation/player.ts';
import { protocolNamed } from '../../src/evaluation/protocols.ts';
import { make } from '../../src/index.ts';
import { Random } from '../../src/random.ts';
import { readLog } from '../../src/recording/action-log.ts';
import { type RecordingOptions, record } from '../../src/recording/record.ts';
import { replay } from '../../src/recording/replay.ts';
import { makeConfigured } from '../../src/training/make-environment.ts';
import { temporaryFolder } from '../fixtures/folder.ts';

const protocol = protocolNamed('ale-v5');
const chance = playerNamed('random', { game: 'orchard', protocol });
/** The first seconds of an episode are enough where scores do not matter. */
const brief = playerNamed('random', { game: 'orchard', protocol: { ...protocol, maxFramesPerEpisode: 300 } });

/** Films chance on Orchard. */
const film = (out: string, options: Partial<RecordingOptions> = {}, player = brief) =>
  record(player, { protocol, seed: 5, out, ...options });

/** The scores of chance, as an evaluation finds them. */
async function scoresOf(seed: number, episodes: number, player = brief) {
  const environment = makeConfigured(player.game, player.environment);
  const random = new Random();
  const agent = player.create(environment, random);
  const scores = [];
  for (const one of episodeSeeds(seed, episodes)) {
    scores.push((await playEpisode(agent, environment, random, { seed: one }))!);
  }
  environment.close();
  return scores;
}

/** What ffmpeg finds in a film: its size, rate, and number of frames after decoding every one. */
function probe(path: string) {
  const { stderr } = spawnSync(ffmpeg.path, ['-hide_banner', '-i', path, '-f', 'null', '-'], { encoding: 'utf8' });
  const stream = /Video: (\w+).*?(yuv\w+).*?(\d+)x(\d+).*?([\d.]+) fps/.exec(stderr);
  const frames = [...stderr.matchAll(/frame=\s*(\d+)/g)].at(-1);
  if (!stream || !frames) throw new Error(stderr);
  const [, codec, pixels, width, height, rate] = stream;
  return { codec, pixels, width: Number(width), height: Number(height), rate: Number(rate), frames: Number(frames[1]) };
}

/** What ffmpeg makes of a film. */
function decoded(path: string, ...args: string[]): Buffer {
  return spawnSync(ffmpeg.path, ['-loglevel', 'error', '-i', path, ...args, '-'], { maxBuffer: 1e9 }).stdout;
}

test('films every emulated frame of the episodes that an evaluation with the same seed plays', async () => {
  const out = join(temporaryFolder(), 'films', 'orchard.mp4');
  const recording = await film(out, { episodes: 2 });
  const scores = await scoresOf(5, 2);

  expect(recording.scores).toEqual(scores.map(score => score.return));
  expect(recording.interrupted).toBe(false);
  const frames = scores[0].frames + scores[1].frames;
  expect(recording.frames).toBe(frames);
  // 160 x 210 pixels, each twice as wide as high: 4 x 2.
  expect(probe(out)).toEqual({ codec: 'h264', pixels: 'yuv420p', width: 640, height: 420, rate: 60, frames });

  const environment = make('orchard', { frameSkip: 1, repeatActionProbability: 0 });
  environment.reset({ seed: episodeSeeds(5, 1)[0] });
  environment.step(0);
  const picture = environment.screenRgb();
  environment.close();
  const first = decoded(out, '-frames:v', '1', '-f', 'rawvideo', '-pix_fmt', 'rgb24');
  for (const [x, y] of [
    [10, 150],
    [80, 35],
    [100, 205],
  ]) {
    for (let channel = 0; channel < 3; channel++) {
      const [seen, meant] = [first[3 * (2 * y * 640 + 4 * x) + channel], picture[3 * (160 * y + x) + channel]];
      expect(Math.abs(seen - meant), `pixel ${x}, ${y}: ${seen} for ${meant}`).toBeLessThan(12);
    }
  }

  // Twelve pictures of 320 x 210 in rows of four, 8 pixels between and around.
  const { width, height } = await sharp(recording.contactSheet).metadata();
  expect({ width, height }).toEqual({ width: 4 * 328 + 8, height: 3 * 218 + 8 });
  expect(readdirSync(join(out, '..')).sort()).toEqual(['orchard.mp4', 'orchard.mp4.actions.jsonl', 'orchard.png']);
}, 60_000);

test('sound: the console’s samples, a block for every frame', async () => {
  const out = join(temporaryFolder(), 'loud.mp4');
  const { frames, actionLog } = await film(out, { sound: true, scale: 1 });

  // What the console sounded like, from the log.
  const { header, episodes } = readLog(actionLog);
  const environment = makeConfigured(header.game, header.environment, header.console, true);
  const blocks: Uint8Array[] = [];
  environment.reset({ seed: episodes[0].seed });
  environment.onFrame = () => blocks.push(environment.sound().slice());
  for (const action of episodes[0].actions) environment.step(action);
  environment.close();
  expect(blocks).toHaveLength(frames);
  const meant = Float64Array.from(Buffer.concat(blocks), sample => sample - 128);
  const bytes = decoded(out, '-vn', '-f', 'f32le', '-ar', '30720', '-ac', '1');
  const heard = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  expect(Math.abs(heard.length - meant.length)).toBeLessThan(2500);

  /** How alike they are, the film heard so many samples later. */
  const likeness = (delay: number): number => {
    let [both, one, other] = [0, 0, 0];
    for (let i = 2000; i < meant.length - 4000; i++) {
      both += meant[i] * heard[i + delay];
      one += meant[i] ** 2;
      other += heard[i + delay] ** 2;
    }
    return both / Math.sqrt(one * other);
  };
  // AAC may add up to two of its frames of 1024 samples at 48 kHz; half a picture is 256 samples.
  const best = Array.from({ length: 400 }, (_, i) => likeness(4 * i - 800)).reduce((a, b) => Math.max(a, b));
  expect(best).toBeGreaterThan(0.8);
}, 60_000);

test.each(['webp', 'gif'] as const)(
  'an animated %s with overlays shows the whole episode at its speed',
  async kind => {
    const out = join(temporaryFolder(), `orchard.${kind}`);
    const { frames } = await film(out, { scale: 1, overlays: ['actions', 'score'] });
    const { delay, width, pageHeight, loop } = await sharp(out, { animated: true }).metadata();
    expect({ width, pageHeight, loop }).toEqual({ width: 320, pageHeight: 210 + 13 + 48 + 1, loop: 0 });
    const milliseconds = delay!.reduce((sum, one) => sum + one, 0);
    expect(Math.abs(milliseconds - (1000 * frames) / 60)).toBeLessThanOrEqual(20);
  },
  60_000,
);

test('the best of several are in the film, the best first, and each as evaluation plays it', async () => {
  const out = join(temporaryFolder(), 'best.mp4');
  const { scores, actionLog } = await film(out, { episodes: 2, bestOf: 5, seed: 11, scale: 1 }, chance);
  const all = (await scoresOf(11, 5, chance)).sort((a, b) => b.return - a.return);
  expect(scores).toEqual(all.slice(0, 2).map(score => score.return));
  expect(scores[0]).toBeGreaterThan(all[4].return);
  expect(readLog(actionLog).episodes.map(({ seed }) => seed)).toEqual(all.slice(0, 2).map(({ seed }) => seed));
}, 60_000);

test('a recording that is stopped is a whole film of what was played, and its log plays that again', async () => {
  const out = join(temporaryFolder(), 'stopped.mp4');
  const stop = new AbortController();
  const recording = await film(out, {
    episodes: 1000,
    scale: 1,
    signal: stop.signal,
    onProgress: ({ episode, frames }) => episode === 1 && frames > 10 && stop.abort(),
  });
  expect(recording.interrupted).toBe(true);
  expect(recording.scores).toHaveLength(1);
  expect(probe(out).frames).toBe(recording.frames);
  const again = await replay(recording.actionLog);
  expect(again).toMatchObject({ frames: recording.frames, interrupted: false });
}, 60_000);

test('a log plays the recording again, into a film of another kind, too', async () => {
  const folder = temporaryFolder();
  const { actionLog, frames, scores } = await film(join(folder, 'one.mp4'), { scale: 1 });
  const out = join(folder, 'other.webp');
  const again = await replay(actionLog, { out, scale: 1, overlays: ['actions', 'score'] });
  expect(again).toMatchObject({ game: 'orchard', frames, scores, interrupted: false });
  const { delay } = await sharp(out, { animated: true }).metadata();
  const milliseconds = delay!.reduce((sum, one) => sum + one, 0);
  expect(milliseconds).toBe(Math.round((1000 * frames) / 60));
  expect(readLog(`${out}.actions.jsonl`)).toEqual(readLog(actionLog));
}, 60_000);

test('a log is refused with one line where anything differs', async () => {
  const folder = temporaryFolder();
  const { actionLog } = await film(join(folder, 'one.mp4'), { scale: 1 });
  const lines = readFileSync(actionLog, 'utf8').trimEnd().split('\n');
  const changed = (name: string, change: (header: Record<string, unknown>, episode: never) => void): string => {
    const [header, episode] = lines.map(line => JSON.parse(line));
    change(header, episode as never);
    const path = join(folder, name);
    writeFileSync(path, `${JSON.stringify(header)}\n${JSON.stringify(episode)}\n`);
    return path;
  };
  interface Episode {
    actions: number[];
    score: number;
    checksums: [number, string][];
  }

  const rom = changed('rom', header => {
    header.romMd5 = '0'.repeat(32);
  });
  await expect(replay(rom)).rejects.toThrow(/another ROM of orchard: MD5 0{32}, this one has [0-9a-f]{32}$/);
  const emulator = changed('emulator', header => {
    header.emulator = 'openbrain 0.0.1 console abc';
  });
  await expect(replay(emulator)).rejects.toThrow(/was recorded on openbrain 0\.0\.1 console abc, this is openbrain/);
  expect((await replay(emulator, { onAnyEmulator: true })).frames).toBeGreaterThan(100);

  // Without the random draws of sticky actions another action at the start shows at once.
  const action = changed('action', (_, episode: Episode) => {
    for (let i = 20; i < 30; i++) episode.actions[i] = (episode.actions[i] + 1) % 3;
  });
  await expect(replay(action)).rejects.toThrow(/episode 1 differs from the recording by frame 120$/);
  const unknown = changed('unknown', (_, episode: Episode) => {
    episode.actions[5] = 99;
  });
  await expect(replay(unknown)).rejects.toThrow(/episode 1: there is no action 99 among its \d+$/);
  const score = changed('score', (_, episode: Episode) => {
    episode.score++;
  });
  await expect(replay(score)).rejects.toThrow(/episode 1 differs from the recording: score \d+, not \d+$/);
  const checksums = changed('checksums', (_, episode: Episode) => {
    episode.checksums.pop();
  });
  await expect(replay(checksums)).rejects.toThrow(/episode 1 lacks checksums/);

  writeFileSync(join(folder, 'text'), 'hello\n');
  await expect(replay(join(folder, 'text'))).rejects.toThrow(/text is no action log: its lines are not JSON$/);
  writeFileSync(join(folder, 'json'), '{"frames": 3}\n');
  await expect(replay(join(folder, 'json'))).rejects.toThrow(/json is no action log: it does not begin with/);
  writeFileSync(join(folder, 'short'), `${lines[0]}\n`);
  await expect(replay(join(folder, 'short'))).rejects.toThrow(/short holds no episode$/);
  await expect(replay(join(folder, 'nothing'))).rejects.toThrow(/^cannot read .*nothing: no such file or folder$/);
  await expect(replay(actionLog, { out: 'x.mp4', overlays: ['q-values'] })).rejects.toThrow(/leave q-values out/);
}, 60_000);

test('where nothing can be filmed it says so in one line and leaves nothing behind', async () => {
  const folder = temporaryFolder();
  await expect(film(join(folder, 'x.mp4'), { episodes: 0 })).rejects.toThrow('a recording needs at least one episode');
  await expect(film(join(folder, 'x.mp4'), { episodes: 3, bestOf: 2 })).rejects.toThrow(/--best-of has to be at least/);
  await expect(film(join(folder, 'x.avi'))).rejects.toThrow(
    /x\.avi: the name of a film ends in \.mp4, \.webp or \.gif/,
  );
  await expect(film(join(folder, 'x.gif'), { sound: true })).rejects.toThrow(/x\.gif can have none, only MP4 has$/);
  for (const overlay of ['q-values', 'features'] as const) {
    await expect(film(join(folder, 'x.mp4'), { overlays: [overlay] })).rejects.toThrow(
      new RegExp(`^random .*: leave ${overlay} out of --overlay$`),
    );
  }
  writeFileSync(join(folder, 'file'), '');
  for (const kind of ['mp4', 'webp', 'gif']) {
    await expect(film(join(folder, 'file', `x.${kind}`))).rejects.toThrow(/^cannot write .*x\.\w+: [^\n]*file[^\n]*$/);
    mkdirSync(join(folder, `taken.${kind}`));
    const options = { scale: 1, signal: AbortSignal.timeout(300) };
    await expect(film(join(folder, `taken.${kind}`), options)).rejects.toThrow(
      /^cannot write .*taken\.\w+: it is a folder$/,
    );
  }
  expect(readdirSync(folder).sort()).toEqual(['file', 'taken.gif', 'taken.mp4', 'taken.webp']);
}, 60_000);
