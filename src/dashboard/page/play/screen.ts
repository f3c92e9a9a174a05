import type { Palette } from '../../../../emulator/palettes.ts';
import { h } from '../dom.ts';

/** A television: palette indices in, colours out. */
export class Screen {
  readonly element: HTMLCanvasElement;
  private readonly context: CanvasRenderingContext2D;
  private readonly image: ImageData;
  private readonly pixels: Uint32Array;
  private readonly colours: Uint32Array;

  constructor(height: number, palette: Palette, label: string) {
    this.element = h('canvas', { class: 'screen', width: 160, height, role: 'img', 'aria-label': label });
    this.context = this.element.getContext('2d', { alpha: false })!;
    this.image = this.context.createImageData(160, height);
    this.pixels = new Uint32Array(this.image.data.buffer);
    // Canvas pixels are R, G, B, A in memory; on the little-endian machines that browsers run on, A is on top.
    this.colours = Uint32Array.from(
      { length: 256 },
      (_, i) =>
        (0xff000000 | (palette.rgb[3 * i + 2] << 16) | (palette.rgb[3 * i + 1] << 8) | palette.rgb[3 * i]) >>> 0,
    );
  }

  draw(screen: Uint8Array): void {
    const { pixels, colours } = this;
    for (let i = 0; i < pixels.length; i++) pixels[i] = colours[screen[i]];
    this.context.putImageData(this.image, 0, 0);
  }
}
