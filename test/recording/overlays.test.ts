import { expect, test } from 'vitest';
import { actionNames } from '../../src/ale/actions.ts';
import { Random } from '../../src/random.ts';
import { Canvas } from '../../src/recording/canvas.ts';
import { glyphOf } from '../../src/recording/glyphs.ts';
import { pushOf } from '../../src/recording/joystick.ts';
import { Composer, type Moment, type OverlayName, overlayNames } from '../../src/recording/overlays.ts';

const height = 210;
const random = new Random(1);
const moment: Moment = {
  picture: Uint8Array.from({ length: 3 * 160 * height }, () => random.integer(256)),
  chosen: 17,
  values: Array.from({ length: 18 }, (_, i) => Math.sin(i)),
  attention: { rows: 12, columns: 12, weights: Float32Array.from({ length: 144 }, (_, i) => i - 70), meaning: 'all' },
  score: 1234,
  lives: 3,
};

/** Every choice of overlays. */
const choices = Array.from({ length: 16 }, (_, bits) => overlayNames.filter((_, i) => bits & (1 << i)));

test.each(choices.map(choice => [choice]))('%j: beside and below the picture, never over it', choice => {
  const composer = new Composer(choice, height, actionNames);
  const { width, height: whole } = composer;
  expect([width % 2, whole % 2], 'films want even numbers').toEqual([0, 0]);
  const film = composer.compose(moment);
  expect(film).toHaveLength(3 * width * whole);
  const play = new Canvas(320, height);
  play.television(0, 0, moment.picture);
  for (let y = 0; y < height; y++) {
    const row = film.subarray(3 * y * width, 3 * (y * width + 320));
    expect(Buffer.compare(row, play.pixels.subarray(3 * y * 320, 3 * (y + 1) * 320)), `line ${y}`).toBe(0);
  }
  if (choice.length === 0) expect(film).toHaveLength(play.pixels.length);
});

test('what changes is seen: each overlay by itself', () => {
  const pictureOf = (overlay: OverlayName, change: Partial<Moment> = {}): string =>
    Buffer.from(new Composer([overlay], height, actionNames).compose({ ...moment, ...change })).toString('latin1');
  const others: Record<OverlayName, Partial<Moment>[]> = {
    actions: actionNames.slice(0, 17).map((_, chosen) => ({ chosen })),
    'q-values': [{ chosen: 3 }, { values: Array.from({ length: 18 }, (_, i) => Math.cos(i)) }],
    score: [{ score: 1235 }, { lives: 2 }],
    features: [{ attention: { ...moment.attention!, weights: new Float32Array(144).fill(1) } }],
  };
  for (const overlay of overlayNames) {
    const pictures = [pictureOf(overlay), ...others[overlay].map(change => pictureOf(overlay, change))];
    expect(new Set(pictures).size, overlay).toBe(pictures.length);
  }
});

test('a joystick goes where the action’s name says', () => {
  const pushes = Object.fromEntries(actionNames.map(name => [name, pushOf(name)]));
  expect(pushes.noop).toEqual({ x: 0, y: 0, fire: false });
  expect(pushes.upright).toEqual({ x: 1, y: -1, fire: false });
  expect(pushes.downleftfire).toEqual({ x: -1, y: 1, fire: true });
  expect(pushes.rightfire).toEqual({ x: 1, y: 0, fire: true });
  expect(new Set(Object.values(pushes).map(push => JSON.stringify(push))).size).toBe(18);
});

test('every letter is five by seven and unlike the others', () => {
  const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ.,:;0123456789-+%()/'=_?"];
  const glyphs = letters.map(letter => glyphOf(letter));
  for (const [i, glyph] of glyphs.entries()) {
    expect([glyph.length, ...glyph.map(line => line.length)], letters[i]).toEqual([7, 5, 5, 5, 5, 5, 5, 5]);
    expect(glyph.join('').includes('#'), letters[i]).toBe(true);
  }
  expect(new Set(glyphs.map(glyph => glyph.join())).size).toBe(letters.length);
  expect(glyphOf('a')).toBe(glyphOf('A'));
});
