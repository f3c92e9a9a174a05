import { type ChildProcess, spawn } from 'node:child_process';
import { renameSync, rmSync, statSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { UserError } from '../errors.ts';
import { fileProblem } from '../files.ts';
import { ffmpegPath } from './ffmpeg.ts';
import { type FilmFormat, type FilmWriter, soundRate, temporaryFor } from './film-writer.ts';

/** How many pictures may wait for the encoder: a second of them, so that it never waits for the sound of those. */
const mostWaiting = 60;

/**
 * An MP4 that is being written: H.264, and AAC where there is sound, through the ffmpeg that comes in an npm package.
 */
export class VideoWriter implements FilmWriter {
  private readonly path: string;
  private readonly temporary: string;
  private readonly encoder: ChildProcess;
  private readonly pictures: Writable;
  private readonly samples: Writable | undefined;
  private readonly ended: Promise<number | null>;
  /** Pictures that the encoder has not taken yet. */
  private waiting = 0;
  /** Called with every one that it takes. */
  private taken: () => void = () => {};
  private complaints = '';
  private failure: Error | undefined;

  /** @throws UserError where the place cannot be written, or there is no ffmpeg */
  constructor(
    path: string,
    private readonly format: FilmFormat,
  ) {
    const ffmpeg = ffmpegPath();
    if (!ffmpeg) {
      throw new UserError('there is no ffmpeg here for MP4: npm ci --include=optional, or film with --format webp');
    }
    this.path = path;
    // Tried out before anything is played: ffmpeg would complain only when the first frames reach it.
    this.temporary = temporaryFor(path);
    // In a process group of its own: Ctrl-C on the terminal is for us, who then close the stream in good order.
    this.encoder = spawn(ffmpeg, this.arguments(), {
      stdio: ['pipe', 'ignore', 'pipe', format.sound ? 'pipe' : 'ignore'],
      detached: true,
    });
    this.pictures = this.encoder.stdin!;
    this.samples = format.sound ? (this.encoder.stdio[3] as Writable) : undefined;
    (this.encoder.stderr as Readable).on('data', data => {
      this.complaints += data;
    });
    for (const stream of [this.pictures, this.samples]) {
      // A broken pipe means that ffmpeg has ended; its exit code and its words say why.
      stream?.on('error', () => {});
    }
    this.ended = new Promise(done => {
      this.encoder.once('close', done);
      this.encoder.once('error', error => {
        this.failure = error;
        done(null);
      });
    });
  }

  async write(picture: Uint8Array, sound?: Uint8Array): Promise<void> {
    if (this.encoder.exitCode !== null || this.failure) throw await this.problem();
    if (sound) this.samples?.write(sound);
    this.waiting++;
    this.pictures.write(picture, () => {
      this.waiting--;
      this.taken();
    });
    if (this.waiting < mostWaiting) return;
    const taken = new Promise<void>(resolve => {
      this.taken = resolve;
    });
    await Promise.race([taken, this.ended]);
  }

  async finish(): Promise<void> {
    this.samples?.end();
    this.pictures.end();
    const code = await this.ended;
    // Of a disk that was full at the very end this ffmpeg complains and still says that all is well.
    if (code !== 0 || this.complaints.trim() !== '') throw await this.problem();
    try {
      if (statSync(this.temporary).size === 0) throw new Error('ffmpeg wrote nothing');
      renameSync(this.temporary, this.path);
    } catch (error) {
      rmSync(this.temporary, { force: true });
      throw new UserError(`cannot write ${this.path}: ${fileProblem(error)}`);
    }
  }

  async abandon(): Promise<void> {
    this.encoder.kill('SIGKILL');
    await this.ended;
    rmSync(this.temporary, { force: true });
  }

  private async problem(): Promise<UserError> {
    // It says why it ends while it ends.
    await Promise.race([this.ended, tick(2000)]);
    await this.abandon();
    const reason = this.failure
      ? `ffmpeg does not start (${this.failure.message}); npm ci installs it`
      : reasonIn(this.complaints);
    return new UserError(`cannot write ${this.path}: ${reason.replaceAll(`${this.temporary}: `, '')}`);
  }

  private arguments(): string[] {
    const { width, height, framesPerSecond, scale, sound } = this.format;
    const size = ['-pix_fmt', 'rgb24', '-s', `${width}x${height}`, '-r', `${framesPerSecond}`];
    // What comes through the pipes is known: it need not be looked into first, which would wait for seconds of sound.
    const known = ['-probesize', '32', '-analyzeduration', '0', '-thread_queue_size', '512'];
    return [
      ...['-hide_banner', '-loglevel', 'error', '-y'],
      ...[...known, '-f', 'rawvideo', ...size, '-i', 'pipe:0'],
      ...(sound ? [...known, '-f', 'u8', '-ar', `${soundRate(framesPerSecond)}`, '-ac', '1', '-i', 'pipe:3'] : []),
      ...['-vf', `scale=${width * scale}:${height * scale}:flags=neighbor`],
      // 4:2:0 is what browsers and players know; the index at the front lets them start before the whole file is there.
      ...['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '18', '-pix_fmt', 'yuv420p', '-movflags', '+faststart'],
      ...(sound ? ['-c:a', 'aac', '-b:a', '128k', '-ar', '48000'] : []),
      ...['-f', 'mp4', this.temporary],
    ];
  }
}

/** The line of ffmpeg's complaints that says what is wrong rather than what it led to. */
function reasonIn(complaints: string): string {
  const lines = complaints
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '');
  if (lines.some(line => line.includes('No space left on device'))) return fileProblem({ code: 'ENOSPC', message: '' });
  if (lines.some(line => line.includes('File too large'))) return fileProblem({ code: 'EFBIG', message: '' });
  return lines.at(-1) ?? 'ffmpeg ended early';
}

function tick(milliseconds: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, milliseconds).unref());
}
