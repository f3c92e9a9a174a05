import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import sharp from 'sharp';
import { UserError } from '../errors.ts';
import { fileProblem } from '../files.ts';
import { type FilmFormat, type FilmWriter, temporaryFor } from './film-writer.ts';
import { gifHead, gifPictures, gifTail } from './join-gif.ts';
import { webpHead, webpLength, webpPictures } from './join-webp.ts';

/** Pictures are encoded in pieces of about this size, of which two may be in memory. */
const pieceBytes = 48 * 2 ** 20;
const mostInPiece = 120;

/**
 * An animated WebP or GIF that is being written, by sharp. WebP is lossless, and times each picture to the millisecond:
 * all sixty a second are there. GIF counts in hundredths of a second and players show no more than fifty a second, so of
 * six pictures it leaves one out and keeps the speed.
 */
export class AnimationWriter implements FilmWriter {
  private readonly path: string;
  private readonly temporary: string;
  private readonly kind: 'webp' | 'gif';
  private readonly format: FilmFormat;
  private readonly perPiece: number;
  private file: number | undefined;
  private written = 0;
  private seen = 0;
  /** Pictures of the piece that is being gathered, and how long each is shown. */
  private pictures: Uint8Array[] = [];
  private milliseconds: number[] = [];
  private encoding: Promise<void> = Promise.resolve();
  private failure: unknown;

  /** @throws UserError where the place cannot be written */
  constructor(path: string, kind: 'webp' | 'gif', format: FilmFormat) {
    this.path = path;
    this.kind = kind;
    this.format = format;
    const { width, height, scale } = format;
    this.perPiece = Math.max(2, Math.min(mostInPiece, Math.floor(pieceBytes / (3 * width * height * scale ** 2))));
    this.temporary = temporaryFor(path);
    this.file = openSync(this.temporary, 'w');
    const [filmWidth, filmHeight] = [width * scale, height * scale];
    this.append(kind === 'webp' ? webpHead(filmWidth, filmHeight) : gifHead(filmWidth, filmHeight));
  }

  async write(picture: Uint8Array): Promise<void> {
    if (this.failure) await this.fail(this.failure);
    const frame = this.seen++;
    const [from, to] = [this.timeOf(frame), this.timeOf(frame + 1)];
    if (from === to) return;
    this.pictures.push(picture);
    this.milliseconds.push(to - from);
    if (this.pictures.length === this.perPiece) await this.encodePiece();
  }

  /** When a frame begins, in milliseconds of the film; the same as the next where it is left out. */
  private timeOf(frame: number): number {
    const { framesPerSecond } = this.format;
    if (this.kind === 'webp') return Math.round((1000 * frame) / framesPerSecond);
    return 20 * Math.ceil((50 * frame) / framesPerSecond);
  }

  /** Hands the piece to sharp's threads, once they are done with the one before. */
  private async encodePiece(): Promise<void> {
    await this.encoding;
    const { pictures, milliseconds } = this;
    this.pictures = [];
    this.milliseconds = [];
    this.encoding = this.encode(pictures, milliseconds).catch(error => {
      this.failure = error;
    });
  }

  private async encode(pictures: readonly Uint8Array[], milliseconds: readonly number[]): Promise<void> {
    const { width, height, scale } = this.format;
    const [filmWidth, filmHeight] = [width * scale, height * scale];
    // All pictures one below the other, enlarged; then cut into pages.
    const raw = { width, height: height * pictures.length, channels: 3 as const };
    const roll = await sharp(Buffer.concat(pictures), { raw })
      .resize(filmWidth, filmHeight * pictures.length, { kernel: 'nearest', fit: 'fill' })
      .raw()
      .toBuffer();
    const pages = { width: filmWidth, height: filmHeight * pictures.length, channels: 3 as const };
    const film = sharp(roll, { raw: { ...pages, pageHeight: filmHeight }, limitInputPixels: false });
    const delay = [...milliseconds];
    if (this.kind === 'gif') {
      // The console has few colours, all of which fit: each is to stay as it is. (A glow over the picture has more.)
      const exact = { dither: 0, interFrameMaxError: 0, interPaletteMaxError: 0 };
      return this.append(gifPictures(await film.gif({ delay, ...exact }).toBuffer()));
    }
    const piece = await film.webp({ delay, lossless: true, effort: 2 }).toBuffer();
    const total = milliseconds.reduce((sum, one) => sum + one, 0);
    this.append(webpPictures(piece, filmWidth, filmHeight, total));
  }

  private append(bytes: Uint8Array): void {
    if (this.file === undefined) return;
    for (let done = 0; done < bytes.length; ) done += writeSync(this.file, bytes, done);
    this.written += bytes.length;
  }

  async finish(): Promise<void> {
    if (this.pictures.length > 0) await this.encodePiece();
    await this.encoding;
    if (this.failure) await this.fail(this.failure);
    try {
      if (this.kind === 'gif') this.append(gifTail);
      else writeSync(this.file!, webpLength(this.written), 0, 4, 4);
      fsyncSync(this.file!);
      this.close();
      renameSync(this.temporary, this.path);
    } catch (error) {
      await this.fail(error);
    }
  }

  async abandon(): Promise<void> {
    await this.encoding;
    this.close();
    rmSync(this.temporary, { force: true });
  }

  private close(): void {
    if (this.file !== undefined) closeSync(this.file);
    this.file = undefined;
  }

  private async fail(error: unknown): Promise<never> {
    await this.abandon();
    throw new UserError(`cannot write ${this.path}: ${fileProblem(error)}`, { cause: error });
  }
}
