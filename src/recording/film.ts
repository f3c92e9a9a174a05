import { UserError } from '../errors.ts';
import { AnimationWriter } from './animation.ts';
import { Stills, writeContactSheet } from './contact-sheet.ts';
import { type FilmKind, type FilmWriter, filmKinds } from './film-writer.ts';
import { Composer, type Moment, type OverlayName } from './overlays.ts';
import { VideoWriter } from './video.ts';

/** How a film is to look and sound. */
export interface FilmOptions {
  /** Path of the film; its ending says what kind it is. A contact sheet is put beside it, with the ending .png. */
  out: string;
  /** Lines of the picture become so many pixels high, columns twice as many wide. Default 2. */
  scale?: number;
  /** What is drawn beside and below the picture. Default: nothing. */
  overlays?: readonly OverlayName[];
  /** With sound; only MP4 has it. Default false. */
  sound?: boolean;
}

/** Frames of the console a second. */
export const framesPerSecond = 60;

/** A film that grows frame by frame, and a sheet of stills from it. */
export class Film {
  readonly path: string;
  readonly contactSheet: string;
  frames = 0;
  private readonly composer: Composer;
  private readonly writer: FilmWriter;
  private readonly stills = new Stills();

  /**
   * @param pictureHeight lines of the console's picture
   * @param actions names of the actions to choose from
   * @throws UserError where the film cannot be written
   */
  constructor(
    { out, scale = 2, overlays = [], sound = false }: FilmOptions,
    pictureHeight: number,
    actions: readonly string[],
  ) {
    const kind = kindOf(out);
    if (sound && kind !== 'mp4') throw new UserError(`--sound: ${out} can have none, only MP4 has`);
    this.path = out;
    this.contactSheet = `${out.slice(0, -kind.length)}png`;
    this.composer = new Composer(overlays, pictureHeight, actions);
    const { width, height } = this.composer;
    const format = { width, height, framesPerSecond, scale, sound };
    this.writer = kind === 'mp4' ? new VideoWriter(out, format) : new AnimationWriter(out, kind, format);
  }

  /**
   * @param sound 512 samples, where the film has sound
   * @throws UserError where nothing more can be written; nothing is left behind then
   */
  async add(moment: Moment, sound?: Uint8Array): Promise<void> {
    const picture = this.composer.compose(moment);
    this.stills.offer(picture);
    this.frames++;
    await this.writer.write(picture, sound);
  }

  /** Completes the film and puts it under its name. */
  finish(): Promise<void> {
    return this.writer.finish();
  }

  async writeStills(): Promise<void> {
    const { width, height } = this.composer;
    await writeContactSheet(this.contactSheet, this.stills.spread(), width, height);
  }

  /** Gives up: nothing is left behind. */
  abandon(): Promise<void> {
    return this.writer.abandon();
  }
}

/** @throws UserError where the name does not end as a film's does */
export function kindOf(path: string): FilmKind {
  const kind = filmKinds.find(name => path.toLowerCase().endsWith(`.${name}`));
  if (kind) return kind;
  throw new UserError(`${path}: the name of a film ends in .mp4, .webp or .gif`);
}
