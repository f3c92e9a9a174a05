import { restoreCartridge } from './cartridge/cartridge';
import { execute } from './translated';
import { Machine } from './machine';
import { catchUpToLastTouch, greyOut, startFrame, updateInks } from './tia';

/**
 * Frames, and the few of them that are remembered.
 *
 * A frame that nobody looks at need not be drawn. But somebody may look later, and a *short* frame (one that ended
 * before the last visible line) keeps lines of the frame before the last, because two pictures take turns. So the
 * machine as it was before each of the last three frames is kept, a kilobyte each: a frame can be played again with
 * its picture drawn, and afterwards everything is as it was. Short frames are completed at once, and the frames that
 * follow one are drawn, since their like often comes again.
 */

/** Instructions after which a frame without VSYNC is given up. */
const FRAME_INSTRUCTIONS: i32 = 25000;

/** Frames kept. */
export const KEPT: i32 = 3;

/** Frames that are drawn after a short one, whether or not they are asked for. */
const CAUTION: i32 = 8;

/** Frames that are drawn, as palette indices, after one that was given up. */
const PALETTE_CAUTION: i32 = 32;

/** What is known of the picture of a kept frame, 16 bytes each: drawn, in grey levels, short, where. */
export const NOTE_BYTES: i32 = 16 * KEPT;

/** Bytes of one kept machine: all fields from RAM on, and the cartridge's RAM. */
export function keptBytes(cartridgeRam: i32): i32 {
  return (offsetof<Machine>() - offsetof<Machine>('ram0') + cartridgeRam + 15) & ~15;
}

// @ts-ignore: decorator
@inline
function note(m: Machine, frame: i32): usize {
  return m.notes + (<usize>(<u32>frame % KEPT) << 4);
}

// @ts-ignore: decorator
@inline
function slot(m: Machine, frame: i32): usize {
  return m.kept + <usize>(<u32>frame % KEPT) * <usize>m.keptSize;
}

/** Runs one frame: until VSYNC ends, or 25,000 instructions have passed. */
export function playFrame(m: Machine): void {
  const frame = m.frameIndex;
  keep(m, slot(m, frame));
  m.drawing = m.caution > 0 ? 1 : m.wanted & 1;
  if (m.caution > 0) m.caution--;
  setShades(m, m.paletteOnly > 0 ? 0 : m.wanted >> 1);
  if (m.paletteOnly > 0) m.paletteOnly--;
  m.frameIndex = frame + 1;
  run(m);
  const isShort = m.partialFrame | i32(m.drawnTo < m.displayStop);
  writeNote(m, frame, m.drawing, m.shades, isShort);
  if (isShort) {
    m.caution = CAUTION;
    if (m.partialFrame) {
      // What is left of a broken frame turns grey by a rule for palette indices.
      m.caution = PALETTE_CAUTION;
      m.paletteOnly = PALETTE_CAUTION;
      setShades(m, 0);
    }
    if (!isRight(m, frame, m.shades)) redraw(m, frame, m.shades);
  }
}

function setShades(m: Machine, shades: i32): void {
  if (m.shades == shades) return;
  m.shades = shades;
  updateInks(m);
}

function writeNote(m: Machine, frame: i32, drawn: i32, grey: i32, isShort: i32): void {
  const at = note(m, frame);
  store<i32>(at, drawn);
  store<i32>(at, grey, 4);
  store<i32>(at, isShort, 8);
  store<usize>(at, m.picture, 12);
}

// @ts-ignore: decorator
@inline
function isDrawn(m: Machine, frame: i32, grey: i32): bool {
  const at = note(m, frame);
  return load<i32>(at) != 0 && load<i32>(at, 4) == grey;
}

/** Whether a frame's picture is there as it should be, lines of an older one included. */
function isRight(m: Machine, frame: i32, grey: i32): bool {
  if (!isDrawn(m, frame, grey)) return false;
  return load<i32>(note(m, frame), 8) == 0 || frame < 2 || isDrawn(m, frame - 2, grey);
}

/**
 * The last frame's picture, drawn now if it has not been.
 * @param grey 0 palette indices, 1 grey levels or palette indices, as it comes (see `isGrey`)
 */
export function lastPicture(m: Machine, grey: i32): usize {
  const frame = m.frameIndex - 1;
  if (frame >= 0 && !isDrawn(m, frame, 0) && !(grey && isDrawn(m, frame, 1))) redraw(m, frame, grey & ~i32(m.paletteOnly > 0));
  return m.picture;
}

/** Whether the picture of the last frame (0) or the one before it (1) is of grey levels. */
export function isGrey(m: Machine, back: i32): i32 {
  const frame = m.frameIndex - 1 - back;
  return frame >= 0 ? load<i32>(note(m, frame), 4) : m.shades;
}

/**
 * The picture of the frame before the last, drawn now if it has not been. Of its lines those that a short frame keeps
 * of an older one may be wrong then: frames older than the kept ones cannot be played again.
 */
export function pictureBefore(m: Machine): usize {
  const frame = m.frameIndex - 2;
  if (frame >= 0 && !isDrawn(m, frame, 0) && load<usize>(note(m, frame), 12) == m.previous) {
    const shades = m.shades;
    const picture = m.picture;
    keep(m, m.after);
    m.shades = 0;
    replay(m, frame);
    recall(m, m.after);
    m.shades = shades;
    m.previous = m.picture;
    m.picture = picture;
    updateInks(m);
  }
  return m.previous;
}

/**
 * Whether the pictures of this moment depend on frames older than the kept ones: a frame was short, or has been given
 * up. Whoever wants them right after a snapshot must keep them, too.
 */
export function picturesMatter(m: Machine): bool {
  if (m.partialFrame) return true;
  for (let i = 0; i < KEPT; i++) if (load<i32>(note(m, i), 8)) return true;
  return false;
}

/** Copies both pictures and what is known of them, without addresses. */
export function savePictures(m: Machine, to: usize): void {
  memory.copy(to, m.notes, NOTE_BYTES);
  for (let i: usize = 0; i < <usize>KEPT; i++) {
    store<usize>(to + i * 16, i32(load<usize>(m.notes + i * 16, 12) != m.picture), 12);
  }
  const bytes = m.pictureHeight * 160;
  memory.copy(to + NOTE_BYTES, m.picture, bytes);
  memory.copy(to + NOTE_BYTES + <usize>bytes, m.previous, bytes);
}

/** Call after a snapshot was copied in, with the pictures that were saved beside it. */
export function loadPictures(m: Machine, from: usize): void {
  memory.copy(m.notes, from, NOTE_BYTES);
  for (let i: usize = 0; i < <usize>KEPT; i++) {
    store<usize>(m.notes + i * 16, load<usize>(from + i * 16, 12) ? m.previous : m.picture, 12);
  }
  const bytes = m.pictureHeight * 160;
  memory.copy(m.picture, from + NOTE_BYTES, bytes);
  memory.copy(m.previous, from + NOTE_BYTES + <usize>bytes, bytes);
}

/** Plays a frame again, drawn, and before it the one whose lines it may keep. Everything else stays as it is. */
function redraw(m: Machine, frame: i32, grey: i32): void {
  const shades = m.shades;
  keep(m, m.after);
  m.shades = grey;
  if (load<i32>(note(m, frame), 8) != 0 && frame >= 2 && !isDrawn(m, frame - 2, grey)) replay(m, frame - 2);
  replay(m, frame);
  recall(m, m.after);
  m.shades = shades;
  updateInks(m);
}

function replay(m: Machine, frame: i32): void {
  const place = load<usize>(note(m, frame), 12);
  const other = m.picture == place ? m.previous : m.picture;
  recall(m, slot(m, frame));
  // A new frame begins by changing the pictures' places, the rest of a broken one does not.
  m.picture = m.partialFrame ? place : other;
  m.previous = m.partialFrame ? other : place;
  m.drawing = 1;
  updateInks(m);
  run(m);
  store<i32>(note(m, frame), 1);
  store<i32>(note(m, frame), m.shades, 4);
}

function run(m: Machine): void {
  if (!m.partialFrame) startFrame(m);
  m.partialFrame = 1;
  execute(m, FRAME_INSTRUCTIONS);
  m.lines = <i32>(<u32>(m.cycles * 3 - m.frameStart) / 228);
  if (m.partialFrame) {
    catchUpToLastTouch(m);
    if (!m.greyedOut) greyOut(m);
    m.greyedOut = 1;
  } else {
    m.lastFrameLines = m.lines;
    m.frames++;
    m.greyedOut = 0;
  }
}

function keep(m: Machine, place: usize): void {
  const start = changetype<usize>(m) + offsetof<Machine>('ram0');
  const bytes = offsetof<Machine>() - offsetof<Machine>('ram0');
  memory.copy(place, start, bytes);
  if (m.cartridgeRamSize) memory.copy(place + bytes, m.cartridgeRam, m.cartridgeRamSize);
}

function recall(m: Machine, place: usize): void {
  const start = changetype<usize>(m) + offsetof<Machine>('ram0');
  const bytes = offsetof<Machine>() - offsetof<Machine>('ram0');
  memory.copy(start, place, bytes);
  if (m.cartridgeRamSize) memory.copy(m.cartridgeRam, place + bytes, m.cartridgeRamSize);
  m.playfieldKey = -1;
  m.lineAbove = 0;
  restoreCartridge(m);
}

/** After a reset both pictures are black, and that is right. */
export function forgetFrames(m: Machine): void {
  m.frameIndex = 0;
  m.caution = 0;
  m.paletteOnly = 0;
  for (let i = 0; i < KEPT; i++) writeNote(m, i, 1, m.shades, 0);
}

/** After a snapshot was copied in, the kept frames' pictures are those of another time. */
export function distrustPictures(m: Machine): void {
  m.playfieldKey = -1;
  m.lineAbove = 0;
  restoreCartridge(m);
  updateInks(m);
  if (m.frameIndex < KEPT) {
    memory.fill(m.picture, 0, m.pictureHeight * 160);
    memory.fill(m.previous, 0, m.pictureHeight * 160);
  }
  // Pictures take turns: the last frame's is `picture`, the one before it `previous`.
  for (let back = 1; back <= KEPT && back <= m.frameIndex; back++) {
    const at = note(m, m.frameIndex - back);
    store<i32>(at, 0);
    store<usize>(at, back & 1 ? m.picture : m.previous, 12);
    // Whether they were short is not known any more: take the careful way.
    store<i32>(at, 1, 8);
  }
}
