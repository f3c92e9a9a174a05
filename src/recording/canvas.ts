import { glyphOf, letterWidth } from './glyphs.ts';

/** Red, green, blue. */
export type Colour = readonly [number, number, number];

/** A picture to draw on, three bytes a pixel. */
export class Canvas {
  readonly pixels: Uint8Array;

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.pixels = new Uint8Array(3 * width * height);
  }

  fill(x: number, y: number, width: number, height: number, [red, green, blue]: Colour): void {
    for (let row = Math.max(0, y); row < Math.min(this.height, y + height); row++) {
      const end = 3 * (row * this.width + Math.min(this.width, x + width));
      for (let at = 3 * (row * this.width + Math.max(0, x)); at < end; at += 3) {
        this.pixels[at] = red;
        this.pixels[at + 1] = green;
        this.pixels[at + 2] = blue;
      }
    }
  }

  disc(x: number, y: number, radius: number, colour: Colour): void {
    for (let dy = -radius; dy <= radius; dy++) {
      const half = Math.floor(Math.sqrt((radius + 0.4) ** 2 - dy * dy));
      this.fill(x - half, y + dy, 2 * half + 1, 1, colour);
    }
  }

  /** A line of text, its left upper corner at (x, y). */
  text(x: number, y: number, text: string, colour: Colour): void {
    [...text].forEach((letter, i) => {
      this.pattern(x + i * letterWidth, y, glyphOf(letter), colour);
    });
  }

  /** Ink wherever there is a '#'. */
  pattern(x: number, y: number, lines: readonly string[], colour: Colour): void {
    lines.forEach((line, dy) => {
      for (let dx = 0; dx < line.length; dx++) if (line[dx] === '#') this.fill(x + dx, y + dy, 1, 1, colour);
    });
  }

  /** A picture of the console's, whose pixels are twice as wide as high. `picture` is height x 160 pixels in RGB. */
  television(x: number, y: number, picture: Uint8Array): void {
    for (let from = 0, row = y; from < picture.length; row++) {
      let to = 3 * (row * this.width + x);
      for (const end = from + 3 * 160; from < end; from += 3) {
        for (let twice = 0; twice < 2; twice++) {
          this.pixels[to++] = picture[from];
          this.pixels[to++] = picture[from + 1];
          this.pixels[to++] = picture[from + 2];
        }
      }
    }
  }
}
