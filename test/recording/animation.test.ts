import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { Random } from '../../src/random.ts';
import { AnimationWriter } from '../../src/recording/animation.ts';
import { temporaryFolder } from '../fixtures/folder.ts';

const [width, height] = [40, 30];

/** Coloured boxes that move, 256 colours in all, with a stretch in which nothing does. */
function pictures(count: number): Uint8Array[] {
  const random = new Random(1);
  const colours = Array.from({ length: 100 }, () => [random.integer(256), random.integer(256), random.integer(256)]);
  return Array.from({ length: count }, (_, frame) => {
    const moved = frame < 30 ? frame : Math.max(30, frame - 130);
    const picture = new Uint8Array(3 * width * height).fill(20);
    for (let box = 0; box < 10; box++) {
      const x = (7 * box + moved * (1 + (box % 3))) % (width - 4);
      const y = (11 * box + moved) % (height - 4);
      for (let row = y; row < y + 4; row++) {
        for (let column = x; column < x + 4; column++)
          picture.set(colours[(box + moved) % 100], 3 * (row * width + column));
      }
    }
    return picture;
  });
}

/** What a person sees every `step` milliseconds: every pixel of the pages, each for as long as it is shown. */
async function seen(path: string, step: number): Promise<{ size: number[]; pages: string[] }> {
  const { delay, pageHeight = 0, width: across = 0 } = await sharp(path, { animated: true }).metadata();
  const raw = await sharp(path, { animated: true }).removeAlpha().raw().toBuffer();
  const bytes = 3 * across * pageHeight;
  const pages: string[] = [];
  let time = 0;
  delay!.forEach((milliseconds, page) => {
    const picture = raw.toString('latin1', page * bytes, (page + 1) * bytes);
    for (time += milliseconds; pages.length * step < time - step / 2; ) pages.push(picture);
  });
  return { size: [across, pageHeight], pages };
}

function enlarged(picture: Uint8Array, scale: number): string {
  const large = Buffer.alloc(picture.length * scale * scale);
  for (let y = 0; y < height * scale; y++) {
    for (let x = 0; x < width * scale; x++) {
      const from = 3 * (Math.floor(y / scale) * width + Math.floor(x / scale));
      large.set(picture.subarray(from, from + 3), 3 * (y * width * scale + x));
    }
  }
  return large.toString('latin1');
}

test.each([
  ['webp', 120, 1],
  ['webp', 241, 3],
  ['webp', 301, 2],
  ['gif', 144, 1],
  ['gif', 290, 3],
] as const)(
  '%s of %i pictures: every one is there, pixel by pixel, for as long as it should be',
  async (kind, count, scale) => {
    const folder = temporaryFolder();
    const path = join(folder, `film.${kind}`);
    const writer = new AnimationWriter(path, kind, { width, height, framesPerSecond: 60, scale });
    const all = pictures(count);
    for (const picture of all) await writer.write(picture);
    await writer.finish();
    expect(readdirSync(folder)).toEqual([`film.${kind}`]);

    // GIF leaves out the last of every six pictures and shows the others for 20 milliseconds each.
    const kept = kind === 'webp' ? all : all.filter((_, i) => i % 6 !== 5);
    const { size, pages } = await seen(path, kind === 'webp' ? 1000 / 60 : 20);
    expect(size).toEqual([width * scale, height * scale]);
    expect(pages.length).toBe(kept.length);
    const wrong = kept.findIndex((picture, i) => pages[i] !== enlarged(picture, scale));
    expect(wrong, 'the first picture that differs').toBe(-1);
  },
  30_000,
);

test('what is given up leaves nothing behind', async () => {
  const folder = temporaryFolder();
  const writer = new AnimationWriter(join(folder, 'film.webp'), 'webp', {
    width,
    height,
    framesPerSecond: 60,
    scale: 1,
  });
  for (const picture of pictures(130)) await writer.write(picture);
  await writer.abandon();
  expect(readdirSync(folder)).toEqual([]);
});
