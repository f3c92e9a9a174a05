import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { closeSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import ffmpeg from '@ffmpeg-installer/ffmpeg';
import { UserError } from '../errors.ts';
import { fileProblem, makeFolder } from '../files.ts';

export interface VideoFormat {
  /** Size of the pictures that are written. */
  width: number;
  height: number;
  framesPerSecond: number;
  /** Each pixel becomes a block of so many columns and rows, without smoothing. */
  scale: { x: number; y: number };
}

/**
 * A pixel of the 2600 is about twice as wide as it is high (160 across a television picture), so it becomes 4 x 2: a
 * picture of 160 x 210 fills 640 x 420. Even factors also keep the colours sharp, which H.264 stores for blocks of 2 x 2.
 */
export const atariScale = { x: 4, y: 2 };

/**
 * An MP4 that is being written: H.264 through the ffmpeg that comes in an npm package. The file has a temporary name
 * until it is complete; `finish` gives it its own.
 */
export class VideoWriter {
  private readonly path: string;
  private readonly temporary: string;
  private readonly encoder: ChildProcessByStdio<Writable, null, Readable>;
  private readonly ended: Promise<number | null>;
  private complaints = '';
  private failure: Error | undefined;

  /** @throws UserError where the place cannot be written */
  constructor(
    path: string,
    private readonly format: VideoFormat,
  ) {
    this.path = resolve(path);
    this.temporary = `${this.path}.${process.pid}.part`;
    try {
      // Tried out before anything is played: ffmpeg would complain only when the first frames reach it.
      makeFolder(dirname(this.path));
      closeSync(openSync(this.temporary, 'w'));
    } catch (error) {
      throw new UserError(`cannot write ${path}: ${fileProblem(error)}`);
    }
    // In a process group of its own: Ctrl-C on the terminal is for us, who then close the stream in good order.
    this.encoder = spawn(ffmpeg.path, this.arguments(), { stdio: ['pipe', 'ignore', 'pipe'], detached: true });
    this.encoder.stderr.on('data', data => {
      this.complaints += data;
    });
    this.encoder.stdin.on('error', () => {
      // A broken pipe means that ffmpeg has ended; its exit code and its words say why.
    });
    this.ended = new Promise(done => {
      this.encoder.once('close', done);
      this.encoder.once('error', error => {
        this.failure = error;
        done(null);
      });
    });
  }

  /** @param picture width x height pixels of red, green and blue */
  async write(picture: Uint8Array): Promise<void> {
    const { width, height } = this.format;
    if (picture.length !== 3 * width * height) throw new RangeError(`not a picture of ${width} x ${height} in RGB`);
    const { stdin } = this.encoder;
    if (this.encoder.exitCode !== null || this.failure) throw await this.problem();
    if (!stdin.write(picture)) await Promise.race([new Promise(done => stdin.once('drain', done)), this.ended]);
  }

  /** Completes the file and puts it under its name. */
  async finish(): Promise<void> {
    this.encoder.stdin.end();
    if ((await this.ended) !== 0) throw await this.problem();
    try {
      renameSync(this.temporary, this.path);
    } catch (error) {
      rmSync(this.temporary, { force: true });
      throw new UserError(`cannot write ${this.path}: ${fileProblem(error)}`);
    }
  }

  /** Gives up: nothing is left behind. */
  async abandon(): Promise<void> {
    this.encoder.kill('SIGKILL');
    await this.ended;
    rmSync(this.temporary, { force: true });
  }

  private async problem(): Promise<UserError> {
    await this.abandon();
    const reason = this.failure
      ? `ffmpeg does not start (${this.failure.message}); npm ci installs it`
      : this.complaints.trim().split('\n').at(-1) || 'ffmpeg ended early';
    return new UserError(`cannot write ${this.path}: ${reason.replace(`${this.temporary}: `, '')}`);
  }

  private arguments(): string[] {
    const { width, height, framesPerSecond, scale } = this.format;
    return [
      ...['-hide_banner', '-loglevel', 'error', '-y'],
      ...[
        '-f',
        'rawvideo',
        '-pix_fmt',
        'rgb24',
        '-s',
        `${width}x${height}`,
        '-r',
        `${framesPerSecond}`,
        '-i',
        'pipe:0',
      ],
      ...['-vf', `scale=${width * scale.x}:${height * scale.y}:flags=neighbor`],
      // 4:2:0 is what browsers and players know; the index at the front lets them start before the whole file is there.
      ...['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '18', '-pix_fmt', 'yuv420p', '-movflags', '+faststart'],
      ...['-f', 'mp4', this.temporary],
    ];
  }
}
