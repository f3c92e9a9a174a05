import { restoreCartridge } from './cartridge/cartridge';
import { execute } from './translated';
import { lend, takeBack } from './host';
import { KEPT, Machine, NOTE_BYTES, ownPicture, pictureBytes, pictureRoom } from './machine';
import { blacken, catchUpToLastTouch, changePlaces, greyOut, startFrame, updateInks } from './tia';

/**
 * Frames, and the few of them that are remembered.
 *
 * A frame that nobody looks at need not be drawn. But somebody may look later. So the machine as it was before each of
 * the last three frames is kept, a kilobyte each: a frame can be played again with its picture drawn, and afterwards
 * everything is as it was.
 *
 * In Stella two pictures take turns, which shows where a frame is *short*: it ended before the last visible line, and
 * keeps lines of the frame before the last. Most programs never make one, and one picture will do for them. With the
 * first short frame a second picture is borrowed from the host, the last three frames are played again, and from then on
 * the two take turns, until enough whole frames have passed. Short frames are completed at once, and the frames that
 * follow one are drawn, since their like often comes again.
 */

/** Instructions after which a frame without VSYNC is given up. */
const FRAME_INSTRUCTIONS: i32 = 25000;

/** Frames that are drawn after a short one, whether or not they are asked for. */
const CAUTION: i32 = 8;

/** Frames that are drawn, as palette indices, after one that was given up. */
const PALETTE_CAUTION: i32 = 32;

/** Whole frames after which a second picture goes back. */
const LENT: i32 = 32;

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
  return m.kept + <usize>(<u32>frame % KEPT) * <usize>keptBytes(m.cartridgeRamSize);
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
  if (!isShort) {
    if (m.previous) giveBackInTime(m);
    return;
  }
  m.caution = CAUTION;
  if (m.partialFrame) {
    // What is left of a broken frame turns grey by a rule for palette indices.
    m.caution = PALETTE_CAUTION;
    m.paletteOnly = PALETTE_CAUTION;
    setShades(m, 0);
  }
  m.previousFrames = LENT;
  if (m.previous) {
    if (!isRight(m, frame, m.shades)) redraw(m, frame, m.shades);
  } else if (frame >= 2 || m.partialFrame || wentOn(m, frame)) borrow(m, m.shades);
  else {
    // The two frames after a reset, which nearly always end early, are drawn over black.
    blacken(m);
    redraw(m, frame, m.shades);
  }
}

/** Whether a frame went on with one that had been given up. */
function wentOn(m: Machine, frame: i32): bool {
  return load<i32>(slot(m, frame), offsetof<Machine>('partialFrame') - offsetof<Machine>('ram0')) != 0;
}

/** Borrows a second picture, and draws the last frames so that both are right. */
function borrow(m: Machine, grey: i32): void {
  m.previous = lend(pictureRoom(m));
  m.previousFrames = LENT;
  const shades = m.shades;
  const end = m.frameIndex;
  keep(m, m.after);
  m.shades = grey;
  // As before the first frame. Later on, the first two frames drawn here are whole.
  blacken(m);
  const start = max(end - KEPT, 0);
  // The last frame's picture stays where it is.
  for (let frame = start; frame < end; frame++) if (!wentOn(m, frame)) changePlaces(m);
  for (let frame = start; frame < end; frame++) drawAgain(m, frame);
  recall(m, m.after);
  m.shades = shades;
  updateInks(m);
}

/** After a whole frame. The picture that stays must be the last frame's. */
function giveBackInTime(m: Machine): void {
  if (--m.previousFrames > 0 || m.picture != ownPicture(m)) return;
  giveBack(m);
}

/** Gives the second picture back, if there is one. */
export function giveBack(m: Machine): void {
  const own = ownPicture(m);
  if (m.previous) takeBack(m.previous == own ? m.picture : m.previous, pictureRoom(m));
  m.picture = own;
  m.previous = 0;
  for (let i = 0; i < KEPT; i++) store<usize>(note(m, i), own, 12);
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

/** Whether the picture of the last frame is of grey levels. */
export function isGrey(m: Machine): i32 {
  const frame = m.frameIndex - 1;
  return frame >= 0 ? load<i32>(note(m, frame), 4) : m.shades;
}

/**
 * The picture of the frame before the last, drawn now if it has not been. Of its lines those that a short frame keeps
 * of an older one may be wrong then: frames older than the kept ones cannot be played again.
 */
export function pictureBefore(m: Machine): usize {
  if (!m.previous) borrow(m, 0);
  m.previousFrames = LENT;
  const frame = m.frameIndex - 2;
  if (frame >= 0 && !isDrawn(m, frame, 0) && load<usize>(note(m, frame), 12) == m.previous) {
    const shades = m.shades;
    const picture = m.picture;
    keep(m, m.after);
    m.shades = 0;
    replay(m, frame);
    recall(m, m.after);
    m.shades = shades;
    if (m.picture != picture) changePlaces(m);
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
  if (!m.previous) borrow(m, m.shades);
  memory.copy(to, m.notes, NOTE_BYTES);
  for (let i: usize = 0; i < <usize>KEPT; i++) {
    store<usize>(to + i * 16, i32(load<usize>(m.notes + i * 16, 12) != m.picture), 12);
  }
  const bytes = pictureBytes(m);
  memory.copy(to + NOTE_BYTES, m.picture, bytes);
  memory.copy(to + NOTE_BYTES + <usize>bytes, m.previous, bytes);
}

/** Call after a snapshot was copied in, with the pictures that were saved beside it. */
export function loadPictures(m: Machine, from: usize): void {
  if (!m.previous) m.previous = lend(pictureRoom(m));
  m.previousFrames = LENT;
  memory.copy(m.notes, from, NOTE_BYTES);
  for (let i: usize = 0; i < <usize>KEPT; i++) {
    store<usize>(m.notes + i * 16, load<usize>(from + i * 16, 12) ? m.previous : m.picture, 12);
  }
  const bytes = pictureBytes(m);
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

/** Draws a frame where its picture is, or was. */
function replay(m: Machine, frame: i32): void {
  const isThere = m.picture == load<usize>(note(m, frame), 12);
  recall(m, slot(m, frame));
  // A new frame begins by changing the pictures' places, the rest of a broken one does not.
  if (isThere == (m.partialFrame == 0)) changePlaces(m);
  drawAgain(m, frame);
}

/** Plays a frame from its beginning, drawn. */
function drawAgain(m: Machine, frame: i32): void {
  recall(m, slot(m, frame));
  m.drawing = 1;
  updateInks(m);
  run(m);
  const at = note(m, frame);
  store<i32>(at, 1);
  store<i32>(at, m.shades, 4);
  store<usize>(at, m.picture, 12);
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
  if (m.frameIndex < KEPT) blacken(m);
  // Where pictures take turns, the last frame's is `picture`, the one before it `previous`.
  for (let back = 1; back <= KEPT && back <= m.frameIndex; back++) {
    const at = note(m, m.frameIndex - back);
    store<i32>(at, 0);
    store<usize>(at, (back & 1) != 0 || !m.previous ? m.picture : m.previous, 12);
    // Whether they were short is not known any more: take the careful way.
    store<i32>(at, 1, 8);
  }
}
