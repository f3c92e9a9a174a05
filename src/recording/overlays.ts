/**
 * What is drawn beside and below the picture of a film, never over it. Everything is drawn at the size of one picture
 * line a pixel (the console's pixels are then two wide and one high); the film is that, enlarged by a whole number.
 */
import type { Attention } from '../agents/types.ts';
import { attentionPicture } from '../attention-picture.ts';
import { Canvas, type Colour } from './canvas.ts';
import { letterHeight, letterWidth } from './glyphs.ts';
import { drawActionSign, drawJoystick, joystickSize } from './joystick.ts';

export const overlayNames = ['actions', 'q-values', 'score', 'features'] as const;
export type OverlayName = (typeof overlayNames)[number];

/** What a film shows at one moment. */
export interface Moment {
  /** height x 160 pixels of red, green and blue. */
  picture: Uint8Array;
  /** Place of the action that was chosen, among all. */
  chosen: number;
  /** Expected return of each action, where the agent has that. */
  values?: ArrayLike<number>;
  /** How much it is inclined to each action, of agents without values. */
  preferences?: ArrayLike<number>;
  /** What the agent looked at, where it can tell. */
  attention?: Attention;
  score: number;
  lives: number;
}

const paper: Colour = [16, 20, 24];
const ink: Colour = [230, 233, 236];
const faint: Colour = [120, 132, 144];
const accent: Colour = [240, 161, 58];

/** Width of the console's picture. */
const pictureWidth = 320;
const margin = 4;
const textRow = letterHeight + 6;
const chartHeight = 28;

/** Puts pictures and overlays together. */
export class Composer {
  readonly width: number;
  readonly height: number;
  private readonly shown: ReadonlySet<OverlayName>;
  private readonly pictureHeight: number;
  private readonly actions: readonly string[];

  /**
   * @param pictureHeight lines of the console's picture
   * @param actions names of the actions to choose from
   */
  constructor(overlays: readonly OverlayName[], pictureHeight: number, actions: readonly string[]) {
    this.shown = new Set(overlays);
    this.pictureHeight = pictureHeight;
    this.actions = actions;
    this.width = this.shown.has('features') ? 2 * pictureWidth : pictureWidth;
    const below = pictureHeight + (this.hasTextRow ? textRow : 0) + (this.hasDecisions ? joystickSize + 2 * margin : 0);
    // Films store colours for blocks of two by two.
    this.height = below + (below % 2);
  }

  private get hasTextRow(): boolean {
    return this.shown.has('score') || this.shown.has('features');
  }

  private get hasDecisions(): boolean {
    return this.shown.has('actions') || this.shown.has('q-values');
  }

  /** One picture of the film: width x height pixels of red, green and blue, newly made. */
  compose(moment: Moment): Uint8Array {
    const canvas = new Canvas(this.width, this.height);
    canvas.fill(0, 0, this.width, this.height, paper);
    canvas.television(0, 0, moment.picture);
    if (this.shown.has('features')) this.drawFeatures(canvas, moment);
    if (this.shown.has('score')) {
      const lives = moment.lives > 0 ? `   LIVES ${moment.lives}` : '';
      canvas.text(margin, this.pictureHeight + 4, `SCORE ${moment.score.toLocaleString('en-US')}${lives}`, ink);
    }
    if (this.hasDecisions) this.drawDecision(canvas, moment);
    return canvas.pixels;
  }

  private drawFeatures(canvas: Canvas, { picture, attention }: Moment): void {
    if (!attention) return;
    const { pictureHeight } = this;
    canvas.television(pictureWidth, 0, attentionPicture(picture, 160, pictureHeight, attention));
    canvas.text(pictureWidth + margin, pictureHeight + 4, attention.meaning, faint);
  }

  private drawDecision(canvas: Canvas, { chosen, values, preferences }: Moment): void {
    const top = this.pictureHeight + (this.hasTextRow ? textRow : 0) + margin;
    const name = this.actions[chosen];
    const hasJoystick = this.shown.has('actions');
    if (hasJoystick) drawJoystick(canvas, margin, top, name);
    const left = margin + (hasJoystick ? joystickSize + 2 * margin : 0);
    canvas.text(left, top, name, accent);
    const drawn = values ?? preferences;
    if (!this.shown.has('q-values') || !drawn) return;
    const text = `${values ? 'Q' : 'PREFERENCE'} ${shortNumber(drawn[chosen])}`;
    canvas.text(left + (name.length + 2) * letterWidth, top, text, ink);
    this.drawBars(canvas, left, top + letterHeight + 3, drawn, chosen);
  }

  /** One bar an action: from the lowest value to the highest, since their differences are what decides. */
  private drawBars(canvas: Canvas, left: number, top: number, values: ArrayLike<number>, chosen: number): void {
    const all = Array.from(values);
    const least = Math.min(...all);
    const range = Math.max(...all) - least;
    const step = Math.min(24, Math.floor((pictureWidth - margin - left) / all.length));
    all.forEach((value, i) => {
      const height = Math.round(2 + (chartHeight - 12) * (range > 0 ? (value - least) / range : 0));
      const colour = i === chosen ? accent : faint;
      canvas.fill(left + i * step, top + chartHeight - 10 - height, step - 3, height, colour);
      const middle = left + i * step + Math.floor((step - 3) / 2);
      drawActionSign(canvas, middle, top + chartHeight - 4, this.actions[i], colour);
    });
  }
}

/** Four digits that matter. */
function shortNumber(value: number): string {
  return Math.abs(value) >= 1000 ? Math.round(value).toLocaleString('en-US') : String(Number(value.toPrecision(4)));
}
