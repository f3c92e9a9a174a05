import sharp from 'sharp';
import { writeWhole } from '../files.ts';

const columns = 4;
const rows = 3;
const gap = 8;

/**
 * Keeps pictures spread evenly over a film whose length nobody knows beforehand: every n-th, and whenever there are too
 * many, every other one is dropped and n doubles.
 */
export class Stills {
  private kept: Uint8Array[] = [];
  private every = 1;
  private seen = 0;

  offer(picture: Uint8Array): void {
    if (this.seen++ % this.every !== 0) return;
    this.kept.push(picture);
    if (this.kept.length < 2 * columns * rows) return;
    this.kept = this.kept.filter((_, i) => i % 2 === 0);
    this.every *= 2;
  }

  /** At most `count` pictures, evenly spread, the first and the last kept among them. */
  spread(count = columns * rows): Uint8Array[] {
    if (this.kept.length <= count) return this.kept;
    return Array.from({ length: count }, (_, i) => this.kept[Math.round((i * (this.kept.length - 1)) / (count - 1))]);
  }
}

/**
 * Writes one PNG with pictures in rows, to see a recording at a glance.
 * @param pictures width x height pixels of red, green and blue each
 */
export async function writeContactSheet(
  path: string,
  pictures: readonly Uint8Array[],
  width: number,
  height: number,
): Promise<void> {
  const tiles = pictures.map((input, i) => ({
    input: Buffer.from(input.buffer, input.byteOffset, input.byteLength),
    raw: { width, height, channels: 3 as const },
    left: gap + (i % columns) * (width + gap),
    top: gap + Math.floor(i / columns) * (height + gap),
  }));
  const across = Math.min(columns, pictures.length);
  const down = Math.ceil(pictures.length / columns);
  const sheet = sharp({
    create: {
      width: gap + across * (width + gap),
      height: gap + down * (height + gap),
      channels: 3,
      background: '#202020',
    },
  });
  writeWhole(path, await sheet.composite(tiles).png().toBuffer());
}
