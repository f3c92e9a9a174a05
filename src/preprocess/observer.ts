import type { Emulator, Picture } from '../../emulator/console.ts';
import type { Palette } from '../../emulator/palettes.ts';
import { type Pipeline, pipelineShape } from './pipelines.ts';

/** Observations are written side by side into a strip of this many, so that a stack is one piece of memory. */
const stripLength = 16;

/**
 * Turns pictures into observations by a pipeline, inside the emulator's memory. The observation handed out is a view of
 * that memory which later ones overwrite.
 */
export class Observer {
  /** Shape of an observation, stack included. */
  readonly shape: readonly number[];
  /** Bytes of an observation, stack included. */
  readonly bytes: number;
  private readonly exports: Emulator['exports'];
  private readonly emulator: Emulator;
  private readonly pipeline: Pipeline;
  private readonly width: number;
  private readonly height: number;
  private readonly frameBytes: number;
  private readonly stack: number;
  private readonly strip: number;
  private readonly stripBytes: number;
  /** Pixels and channels of a picture in the pipeline's colours, rounded up to whole vectors. */
  private readonly pictureBytes: number;
  /** The last pooled picture; the next observation may need it. */
  private readonly pooled: number;
  /** Room for three pictures and sums of floats, which all observers of an emulator share: nothing in it lasts. */
  private readonly work: number;
  /** The size that everybody uses has a way of its own. */
  private readonly isFast: boolean;
  private readonly colourTable: number;
  private readonly greyTable: number;
  private readonly table84: number;
  private next = 0;
  private view: Uint8Array | undefined;
  private readonly forget: () => void;

  constructor(emulator: Emulator, pipeline: Pipeline, palette: Palette, width: number, height: number) {
    this.emulator = emulator;
    this.exports = emulator.exports;
    this.pipeline = pipeline;
    this.width = width;
    this.height = height;
    this.shape = pipelineShape(pipeline, width, height);
    this.bytes = this.shape.reduce((product, n) => product * n, 1);
    this.stack = pipeline.stack ?? 1;
    this.frameBytes = this.bytes / this.stack;
    checkPipeline(pipeline, width, height);
    this.stripBytes = this.frameBytes * (this.stack === 1 ? 1 : Math.max(stripLength, 2 * this.stack)) + 16;
    this.strip = emulator.allocate(this.stripBytes);
    const channels = pipeline.source === 'rgb' ? 3 : 1;
    this.pictureBytes = pipeline.source === 'ram' ? 0 : align(width * height * channels);
    this.pooled = emulator.allocate(this.pictureBytes);
    const workBytes = 3 * this.pictureBytes + 8 * width * channels + 1024;
    this.work = emulator.share(`work ${workBytes}`, new Uint8Array(workBytes));
    const { crop, resize, source } = pipeline;
    const isWhole = !crop && source === 'grey' && width === 160 && height === 210;
    this.isFast = isWhole && resize?.width === 84 && resize.height === 84;
    this.colourTable = emulator.share(`colours ${palette.name}`, withMargin(palette.rgb));
    this.greyTable = emulator.share(`greys ${palette.name}`, palette.grey);
    this.table84 = emulator.share('shrink84', new Uint8Array(Number(this.exports.SHRINK84_TABLE_BYTES.value)));
    this.exports.prepareShrink84(this.table84);
    this.forget = emulator.onMove(() => {
      this.view = undefined;
    });
  }

  /** Forgets the stack: it shows zeros before the next observation. */
  clear(): void {
    this.next = 0;
    this.memory(this.strip, this.stripBytes).fill(0);
    // The stack of the first observation is zeros and that observation.
    this.next = this.stack - 1;
    this.view = undefined;
  }

  /**
   * Adds an observation of a picture, or of the maximum of two where the pipeline takes it.
   * @param previous the picture of the frame before
   */
  observe(last: Picture, previous?: Picture): void {
    const { maxPool } = this.pipeline;
    const a = this.converted(last, 0);
    const b = maxPool && previous ? this.converted(previous, 1) : 0;
    if (this.isFast) this.observeFast(a, b);
    else {
      this.exports.pool(this.pooled, a, b, this.pictureBytes);
      this.observePooled();
    }
  }

  /** Adds an observation of 128 bytes of RAM. */
  observeRam(ram: Uint8Array): void {
    this.memory(this.place(), 128).set(ram);
  }

  /** A copy of a picture that the next frame overwrites. Good for one use. */
  hold(picture: Picture): Picture {
    const address = this.place3();
    this.exports.pool(address, picture.address, 0, this.width * this.height);
    return { address, grey: picture.grey };
  }

  /** Takes the maximum of the pooled picture and another one into the pooled picture. */
  poolMore(picture: Picture): void {
    this.exports.pool(this.pooled, this.pooled, this.converted(picture, 0), this.pictureBytes);
  }

  /** Address of the picture in the pipeline's colours; converted into one of two places of the work space where need be. */
  private converted(picture: Picture, place: 0 | 1): number {
    const { source } = this.pipeline;
    if (source === 'palette' || (source === 'grey' && picture.grey)) return picture.address;
    const to = this.work + place * this.pictureBytes;
    const pixels = this.width * this.height;
    if (source === 'rgb') this.exports.colours(to, picture.address, pixels, this.colourTable);
    else this.exports.greyLevels(to, picture.address, pixels, this.greyTable);
    return to;
  }

  /** Adds an observation of the pooled picture as it is. */
  observePooled(): void {
    if (this.isFast) {
      this.observeFast(this.pooled, 0);
      return;
    }
    const { exports, pipeline, width, height } = this;
    const channels = pipeline.source === 'rgb' ? 3 : 1;
    const to = this.place();
    let from = this.pooled;
    let fromWidth = width;
    let fromHeight = height;
    if (pipeline.crop) {
      const { top = 0, bottom = 0, left = 0, right = 0 } = pipeline.crop;
      fromWidth = width - left - right;
      fromHeight = height - top - bottom;
      from = this.place3();
      this.crop(from, this.pooled, top, left, fromWidth * channels, fromHeight, width * channels, channels);
    }
    if (!pipeline.resize || (pipeline.resize.width === fromWidth && pipeline.resize.height === fromHeight)) {
      this.memory(to, this.frameBytes).set(this.memory(from, this.frameBytes));
    } else {
      const { width: toWidth, height: toHeight } = pipeline.resize;
      const sums = this.work + 3 * this.pictureBytes;
      exports.shrink(to, toWidth, toHeight, from, fromWidth, fromHeight, channels, sums);
    }
  }

  private observeFast(a: number, b: number): void {
    const sums = this.work + 3 * this.pictureBytes;
    this.exports.poolShrink84(this.place(), this.pooled, a, b, this.table84, sums);
  }

  /** The third place of the work space, for a picture that is held or cropped. */
  private place3(): number {
    return this.work + 2 * this.pictureBytes;
  }

  private crop(
    to: number,
    from: number,
    top: number,
    left: number,
    rowBytes: number,
    rows: number,
    fromRowBytes: number,
    channels: number,
  ): void {
    const memory = new Uint8Array(this.emulator.memory.buffer);
    for (let y = 0; y < rows; y++) {
      const start = from + (top + y) * fromRowBytes + left * channels;
      memory.copyWithin(to + y * rowBytes, start, start + rowBytes);
    }
  }

  /** Where the next observation goes; the stack ends with it. */
  private place(): number {
    if (this.stack === 1) return this.strip;
    if ((this.next + 1) * this.frameBytes > this.stripBytes - 16) {
      // The strip is full: the newest of the stack begin a new one.
      const kept = (this.stack - 1) * this.frameBytes;
      const end = this.strip + this.next * this.frameBytes;
      new Uint8Array(this.emulator.memory.buffer).copyWithin(this.strip, end - kept, end);
      this.next = this.stack - 1;
    }
    const place = this.strip + this.next * this.frameBytes;
    this.next++;
    this.view = undefined;
    return place;
  }

  /** The newest observation, stack included. */
  get observation(): Uint8Array {
    if (!this.view) {
      const start = this.stack === 1 ? this.strip : this.strip + (this.next - this.stack) * this.frameBytes;
      this.view = this.memory(start, this.bytes);
    }
    return this.view;
  }

  /** Bytes of `save`. */
  get savedBytes(): number {
    return this.bytes + this.pictureBytes;
  }

  /** What later observations depend on: the stack, and the pooled picture. */
  save(): Uint8Array {
    const saved = new Uint8Array(this.savedBytes);
    saved.set(this.observation);
    saved.set(this.memory(this.pooled, this.pictureBytes), this.bytes);
    return saved;
  }

  load(saved: Uint8Array): void {
    if (saved.length !== this.savedBytes) throw new RangeError('saved observations of another pipeline');
    this.next = this.stack;
    this.view = undefined;
    this.memory(this.strip, this.bytes).set(saved.subarray(0, this.bytes));
    this.memory(this.pooled, this.pictureBytes).set(saved.subarray(this.bytes));
  }

  private memory(address: number, bytes: number): Uint8Array {
    return new Uint8Array(this.emulator.memory.buffer, address, bytes);
  }

  close(): void {
    this.forget();
    this.emulator.release(this.strip, this.stripBytes);
    this.emulator.release(this.pooled, this.pictureBytes);
  }
}

function align(bytes: number): number {
  return (bytes + 15) & ~15;
}

/** The RGB table is read two bytes and one byte at a time; no read passes its end. */
function withMargin(table: Uint8Array): Uint8Array {
  const padded = new Uint8Array(table.length + 16);
  padded.set(table);
  return padded;
}

function checkPipeline(pipeline: Pipeline, width: number, height: number): void {
  const { resize, source, maxPool, crop = {} } = pipeline;
  const { top = 0, bottom = 0, left = 0, right = 0 } = crop;
  const columns = width - left - right;
  const rows = height - top - bottom;
  if (columns < 1 || rows < 1) throw new RangeError(`nothing is left of a ${width} x ${height} picture after cropping`);
  if (source === 'palette' && (resize || maxPool)) {
    throw new RangeError('palette indices can be neither resized nor compared: use grey or rgb');
  }
  if (resize && (resize.width > columns || resize.height > rows || resize.width < 1 || resize.height < 1)) {
    throw new RangeError(`resize to ${resize.width} x ${resize.height}: the picture has ${columns} x ${rows} pixels`);
  }
}
