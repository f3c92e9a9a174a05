import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a training looks like at the moment: pixels of red, green and blue. */
export interface Picture {
  width: number;
  height: number;
  rgb: Uint8Array;
}

/** Name of the file in a run folder. */
export const latestPictureName = 'latest.png';

/**
 * Keeps the newest picture of a training in its run folder, for those who watch. Encoding and writing happen beside the
 * training, a few milliseconds of another thread; a picture that comes while one is being written is left out.
 */
export class LatestPicture {
  private readonly path: string;
  private writing: Promise<void> | undefined;

  constructor(runFolder: string) {
    this.path = join(runFolder, latestPictureName);
  }

  /** @param picture what there is to see, if anything; asked only where it will be written */
  update(picture: () => Picture | undefined): void {
    if (this.writing) return;
    const latest = picture();
    if (!latest) return;
    this.writing = this.write(latest)
      // A picture that is missing is no reason to trouble anybody: whatever fills the disk is reported with the metrics.
      .catch(() => rm(this.part, { force: true }))
      .catch(() => {})
      .finally(() => {
        this.writing = undefined;
      });
  }

  /** Waits for what is being written. */
  async settle(): Promise<void> {
    await this.writing;
  }

  private get part(): string {
    return `${this.path}.${process.pid}.part`;
  }

  private async write({ rgb, width, height }: Picture): Promise<void> {
    // Loaded when first needed: who trains without a picture does not wait for it.
    const { default: sharp } = await import('sharp');
    const png = await sharp(rgb, { raw: { width, height, channels: 3 } })
      // The console's pixels are twice as wide as high.
      .resize(2 * width, height, { kernel: 'nearest', fit: 'fill' })
      .png()
      .toBuffer();
    await writeFile(this.part, png);
    await rename(this.part, this.path);
  }
}
