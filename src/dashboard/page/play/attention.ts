import { type Palette, rgbOf } from '../../../../emulator/palettes.ts';
import { attentionPicture } from '../../../attention-picture.ts';
import { h } from '../dom.ts';
import type { Pilot } from './pilot.ts';

/** Networks look at so many places of the picture anew each time, in turn: a whole picture is gathered within a second. */
const placesAtOnce = 12;

/** Looking may take this share of the time; the rest is the game's. */
const shareOfTime = 1 / 8;

/** What the agent looks at when it chooses, as a glow on the picture in grey. */
export class AttentionView {
  readonly element: HTMLDetailsElement;
  private readonly pilot: Pilot;
  private readonly palette: Palette;
  private readonly context: CanvasRenderingContext2D;
  private readonly image: ImageData;
  private readonly meaning = h('p', { class: 'faint' });
  private shownDecision = 0;
  private next = 0;

  constructor(pilot: Pilot, height: number, palette: Palette) {
    this.pilot = pilot;
    this.palette = palette;
    const canvas = h('canvas', { class: 'screen', width: 160, height, role: 'img', 'aria-label': 'what it looks at' });
    this.context = canvas.getContext('2d', { alpha: false })!;
    this.image = this.context.createImageData(160, height);
    this.image.data.fill(255);
    this.element = h(
      'details',
      { class: 'attention', open: true },
      h('summary', {}, 'What it looks at'),
      canvas,
      this.meaning,
    );
  }

  /** @param screen the picture, as palette indices */
  show(screen: Uint8Array): void {
    const { pilot, image } = this;
    const start = performance.now();
    if (!this.element.open || pilot.decisions === this.shownDecision || start < this.next) return;
    const attention = pilot.attention(placesAtOnce);
    if (!attention) return;
    this.shownDecision = pilot.decisions;
    const glowing = attentionPicture(rgbOf(screen, this.palette), 160, image.height, attention);
    for (let from = 0, to = 0; from < glowing.length; from += 3, to += 4) {
      image.data[to] = glowing[from];
      image.data[to + 1] = glowing[from + 1];
      image.data[to + 2] = glowing[from + 2];
    }
    this.context.putImageData(image, 0, 0);
    if (this.meaning.textContent !== attention.meaning) this.meaning.textContent = attention.meaning;
    const end = performance.now();
    this.next = end + (end - start) * (1 / shareOfTime - 1);
  }
}
