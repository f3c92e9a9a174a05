import { Machine } from './machine';
import { BALL, BLOCKS, COLLIDERS, HEAD, MISSILE, PAIRS, PLAYER, secondCopy, thirdCopy, ZEROS } from './tables';

/**
 * The TIA draws one line at a time while the processor races the beam: there is no frame buffer in the machine, only
 * registers that say what the six objects look like now. A line is 228 colour clocks, 68 of them blank, then 160
 * pixels; the processor runs one cycle every three clocks.
 *
 * So nothing is drawn here until something changes. A register write first catches the picture up to the clock at
 * which that write takes effect (`catchUp`), then changes the register. What lies between two changes is drawn in
 * spans of sixteen pixels: each object contributes a mask (0xff where it shows), masks choose among four inks in the
 * order of priority, and masks ANDed with each other are the collisions. A whole line that looks like the one above
 * it is copied. Frames that nobody will look at are not drawn at all; their collisions are still found.
 *
 * Sources: Stella Programmer's Guide (Wright, 1979); TIA hardware notes (Towers, 2003); the approximations are those
 * of Stella 2 inside ALE (line ends that reset the player masks, one-line collisions only where the picture shows),
 * measured against ale-py.
 */

export const P0: i32 = 1;
export const M0: i32 = 2;
export const P1: i32 = 4;
export const M1: i32 = 8;
export const BL: i32 = 16;
export const PF: i32 = 32;

/** CTRLPF: the playfield takes the players' colours. */
const SCORE: i32 = 2;
/** CTRLPF: playfield and ball come before players and missiles. */
const PRIORITY: i32 = 4;

const BLANK_CLOCKS: i32 = 68;
const LINE_CLOCKS: i32 = 228;

/** Brings the picture up to a clock. */
// @ts-ignore: decorator
@inline
export function catchUp(m: Machine, clock: i32): void {
  const target = max(clock, m.pending);
  if (target > m.drawnTo && target >= m.displayStart && m.drawnTo < m.displayStop) advance(m, target);
}

/** Remembers that a write without effect would have brought the picture up to `clock`. */
// @ts-ignore: decorator
@inline
export function postpone(m: Machine, clock: i32): void {
  if (clock > m.pending) m.pending = clock;
}

function advance(m: Machine, target: i32): void {
  const clock = min(target, m.displayStop);
  let drawnTo = m.drawnTo;
  let left = m.toLineEnd;
  do {
    let from = LINE_CLOCKS - left;
    let count = clock - drawnTo;
    if (count > left) {
      count = left;
      left = LINE_CLOCKS;
    } else left -= count;
    drawnTo += count;
    if (from < BLANK_CLOCKS) {
      const skipped = min(BLANK_CLOCKS - from, count);
      from += skipped;
      count -= skipped;
    }
    const start = m.pixel;
    if (count > 0) {
      span(m, start, from - BLANK_CLOCKS, count);
      m.pixel = start + count;
    }
    if (m.hmoveBlank && from < BLANK_CLOCKS + 8) blank(m, start, from, count);
    if (left == LINE_CLOCKS) endLine(m);
  } while (drawnTo < clock);
  m.drawnTo = drawnTo;
  m.toLineEnd = left;
}

/** HMOVE during the blank lengthens it by eight pixels. */
function blank(m: Machine, start: i32, from: i32, count: i32): void {
  const pixels = BLANK_CLOCKS + 8 - from;
  if (m.drawing && start + pixels <= m.pictureHeight * 160) put(m.picture + <usize>start, i8x16.splat(0), pixels);
  if (count + from >= BLANK_CLOCKS + 8) m.hmoveBlank = 0;
  m.lineAbove = 0;
}

/** What the TIA of Stella 2 settles at the end of a line. */
function endLine(m: Machine): void {
  const mirrored = m.control & 1;
  if (mirrored != m.mirrored || (m.firstHidden0 | m.firstHidden1) != 0) {
    m.mirrored = mirrored;
    m.firstHidden0 = 0;
    m.firstHidden1 = 0;
    m.lineAbove = 0;
  }
  if (m.starMotion) moveStars(m);
}

/** Cosmic Ark's stars: missile 0 jumps every line, because HMM0 was changed while an HMOVE was under way. */
function moveStars(m: Machine): void {
  const counter = (m.starCounter + 1) & 3;
  m.starCounter = counter;
  let position = m.positionM0 - (counter == 0 ? 18 : counter == 1 ? 33 : counter == 2 ? 0 : 17);
  if (position < 0) position += 160;
  m.positionM0 = position;
  m.missile0Mode = counter == 1 ? 1 : counter == 2 ? 2 : 0;
  m.lineAbove = 0;
}

// @ts-ignore: decorator
@inline
function playerMask(mode: i32, hidden: i32, position: i32): usize {
  return PLAYER + <usize>((hidden << 3) | (mode & 7)) * 336 + <usize>(160 - position);
}

// @ts-ignore: decorator
@inline
function missileMask(nusiz: i32, size: i32, position: i32): usize {
  return MISSILE + <usize>(((nusiz & 7) << 2) | size) * 336 + <usize>(160 - position);
}

/** Draws `count` pixels from column `x` of the line, at `pixel` of the picture, and latches their collisions. */
function span(m: Machine, pixel: i32, x: i32, count: i32): void {
  const target = m.picture + <usize>pixel;
  // A frame that was begun without VSYNC can run past the picture's last row.
  const drawing = m.drawing != 0 && pixel + count <= m.pictureHeight * 160;
  if (m.vblank & 2) {
    if (drawing) fillSpan(target, i8x16.splat(0), count);
    m.lineAbove = 0;
    return;
  }
  const fullLine = count == 160;
  // Where a line like this one could follow.
  const below = <usize>(pixel + 161);
  if (fullLine && m.lineAbove == <usize>(pixel + 1)) {
    if (drawing) copyLine(target);
    m.lineAbove = below;
    return;
  }
  const objects = m.enabled;
  const missing = <i32>load<u16>(PAIRS + (<usize>objects << 1)) & ~m.collisions;
  m.lineAbove = fullLine ? below : 0;
  if (!drawing) {
    if (missing) collide(m, x, count, missing);
    return;
  }
  if ((objects & ~PF) == 0) {
    if (objects) paintPlayfield(m, target, x, count);
    else fillSpan(target, i8x16.splat(<i8>m.ink0), count);
  } else {
    paint(m, target, x, count, objects);
    if (missing) collide(m, x, count, missing);
  }
}

/** Stores sixteen pixels, or as many of them as are left. */
// @ts-ignore: decorator
@inline
function put(target: usize, pixels: v128, left: i32): void {
  if (left >= 16) v128.store(target, pixels);
  else v128.store(target, v128.bitselect(pixels, v128.load(target), v128.load(HEAD + (<usize>left << 4))));
}

function fillSpan(target: usize, pixels: v128, count: i32): void {
  for (let i = 0; i < count; i += 16) put(target + <usize>i, pixels, count - i);
}

function copyLine(target: usize): void {
  for (let i: usize = 0; i < 160; i += 16) v128.store(target + i, v128.load(target + i - 160));
}

/** The playfield as 160 mask bytes, kept until it changes. */
// @ts-ignore: decorator
@inline
function playfieldRow(m: Machine): usize {
  const key = m.playfield | (m.mirrored << 20);
  if (key != m.playfieldKey) expandPlayfield(m, key);
  return m.playfieldRow;
}

function expandPlayfield(m: Machine, key: i32): void {
  m.playfieldKey = key;
  const row = m.playfieldRow;
  const left = <u32>key & 0xfffff;
  const right = key >> 20 ? mirror20(left) : left;
  for (let block: usize = 0; block < 5; block++) {
    const shift = <u32>block << 2;
    v128.store(row + (block << 4), v128.load(BLOCKS + (<usize>((left >> shift) & 15) << 4)));
    v128.store(row + 80 + (block << 4), v128.load(BLOCKS + (<usize>((right >> shift) & 15) << 4)));
  }
}

function mirror20(bits: u32): u32 {
  let v = ((bits >> 1) & 0x55555555) | ((bits & 0x55555555) << 1);
  v = ((v >> 2) & 0x33333333) | ((v & 0x33333333) << 2);
  v = ((v >> 4) & 0x0f0f0f0f) | ((v & 0x0f0f0f0f) << 4);
  v = ((v >> 8) & 0x00ff00ff) | ((v & 0x00ff00ff) << 8);
  return ((v >> 16) | (v << 16)) >> 12;
}

/** Only the playfield. Alone, it takes the players' colours in score mode even where it has priority. */
function paintPlayfield(m: Machine, target: usize, x: i32, count: i32): void {
  const row = playfieldRow(m) + <usize>x;
  const background = i8x16.splat(<i8>m.ink0);
  const score = (m.control & SCORE) != 0;
  const leftInk = i8x16.splat(<i8>(score ? m.ink2 : m.ink1));
  if (!score || x >= 80) {
    const ink = score ? i8x16.splat(<i8>m.ink3) : leftInk;
    for (let i = 0; i < count; i += 16) {
      put(target + <usize>i, v128.bitselect(ink, background, v128.load(row + <usize>i)), count - i);
    }
    return;
  }
  const rightInk = i8x16.splat(<i8>m.ink3);
  const split = min(count, 80 - x);
  for (let i = 0; i < split; i += 16) {
    put(target + <usize>i, v128.bitselect(leftInk, background, v128.load(row + <usize>i)), split - i);
  }
  for (let i = split; i < count; i += 16) {
    put(target + <usize>i, v128.bitselect(rightInk, background, v128.load(row + <usize>i)), count - i);
  }
}

/** Any set of objects, in the order of priority that CTRLPF asks for. */
function paint(m: Machine, target: usize, x: i32, count: i32, objects: i32): void {
  const control = m.control;
  if ((control & SCORE) != 0 && (control & PRIORITY) == 0 && (objects & PF) != 0 && x < 80 && x + count > 80) {
    // In score mode the two halves of the playfield have different inks.
    paint(m, target, x, 80 - x, objects);
    paint(m, target + <usize>(80 - x), 80, x + count - 80, objects);
    return;
  }
  const background = i8x16.splat(<i8>m.ink0);
  const ink1 = i8x16.splat(<i8>m.ink1);
  const ink2 = i8x16.splat(<i8>m.ink2);
  const ink3 = i8x16.splat(<i8>m.ink3);
  const column = <usize>x;

  const hasPlayfield = (objects & PF) != 0;
  const hasBall = (objects & BL) != 0;
  const hasP0 = (objects & P0) != 0;
  const hasP1 = (objects & P1) != 0;
  const hasM0 = (objects & M0) != 0;
  const hasM1 = (objects & M1) != 0;
  const row = hasPlayfield ? playfieldRow(m) + column : ZEROS;
  const p0 = playerMask(m.nusiz0, m.firstHidden0, m.positionP0) + column;
  const p1 = playerMask(m.nusiz1, m.firstHidden1, m.positionP1) + column;
  const m0 = missile0Row(m) + column;
  const m1 = missileMask(m.nusiz1, (m.nusiz1 >> 4) & 3, m.positionM1) + column;
  const ball = ballMask(m) + column;
  const graphics0 = i8x16.splat(<i8>m.shown0);
  const graphics1 = i8x16.splat(<i8>m.shown1);
  const none = i8x16.splat(0);

  if (control & PRIORITY) {
    for (let i: i32 = 0; i < count; i += 16) {
      const at = <usize>i;
      let pixels = background;
      if (hasM1) pixels = v128.bitselect(ink3, pixels, v128.load(m1 + at));
      if (hasP1) pixels = v128.bitselect(ink3, pixels, i8x16.ne(v128.and(v128.load(p1 + at), graphics1), none));
      if (hasM0) pixels = v128.bitselect(ink2, pixels, v128.load(m0 + at));
      if (hasP0) pixels = v128.bitselect(ink2, pixels, i8x16.ne(v128.and(v128.load(p0 + at), graphics0), none));
      if (hasBall) pixels = v128.bitselect(ink1, pixels, v128.load(ball + at));
      if (hasPlayfield) pixels = v128.bitselect(ink1, pixels, v128.load(row + at));
      put(target + at, pixels, count - i);
    }
    return;
  }
  if (control & SCORE) {
    const playfieldInk = x < 80 ? ink2 : ink3;
    for (let i: i32 = 0; i < count; i += 16) {
      const at = <usize>i;
      let pixels = background;
      if (hasBall) pixels = v128.bitselect(ink1, pixels, v128.load(ball + at));
      if (hasM1) pixels = v128.bitselect(ink3, pixels, v128.load(m1 + at));
      if (hasP1) pixels = v128.bitselect(ink3, pixels, i8x16.ne(v128.and(v128.load(p1 + at), graphics1), none));
      if (hasPlayfield) pixels = v128.bitselect(playfieldInk, pixels, v128.load(row + at));
      if (hasM0) pixels = v128.bitselect(ink2, pixels, v128.load(m0 + at));
      if (hasP0) pixels = v128.bitselect(ink2, pixels, i8x16.ne(v128.and(v128.load(p0 + at), graphics0), none));
      put(target + at, pixels, count - i);
    }
    return;
  }
  for (let i: i32 = 0; i < count; i += 16) {
    const at = <usize>i;
    let pixels = background;
    if (hasPlayfield) pixels = v128.bitselect(ink1, pixels, v128.load(row + at));
    if (hasBall) pixels = v128.bitselect(ink1, pixels, v128.load(ball + at));
    if (hasM1) pixels = v128.bitselect(ink3, pixels, v128.load(m1 + at));
    if (hasP1) pixels = v128.bitselect(ink3, pixels, i8x16.ne(v128.and(v128.load(p1 + at), graphics1), none));
    if (hasM0) pixels = v128.bitselect(ink2, pixels, v128.load(m0 + at));
    if (hasP0) pixels = v128.bitselect(ink2, pixels, i8x16.ne(v128.and(v128.load(p0 + at), graphics0), none));
    put(target + at, pixels, count - i);
  }
}

// @ts-ignore: decorator
@inline
function ballMask(m: Machine): usize {
  return BALL + <usize>((m.control >> 4) & 3) * 336 + <usize>(160 - m.positionBall);
}

// @ts-ignore: decorator
@inline
function missile0Row(m: Machine): usize {
  if (m.missile0Mode == 2) return ZEROS;
  return missileMask(m.nusiz0, ((m.nusiz0 >> 4) & 3) | m.missile0Mode, m.positionM0);
}

/** Latches the collisions among `missing` (bits as in PAIRS) that happen in these pixels. */
function collide(m: Machine, x: i32, count: i32, missing: i32): void {
  const end = x + count;
  let found: i32 = 0;
  for (let rest = missing; rest != 0; rest &= rest - 1) {
    const pair = ctz(rest);
    const objects = <i32>load<u16>(COLLIDERS + (<usize>pair << 1));
    if (touches(m, objects & 0xff, objects >> 8, x, end)) found |= 1 << pair;
  }
  m.collisions |= found;
}

/** Whether two objects share a pixel from column x to end. Looks only where the first one shows. */
function touches(m: Machine, first: i32, second: i32, x: i32, end: i32): bool {
  const other = maskOf(m, second);
  const otherGraphics = graphicsOf(m, second);
  const mask = maskOf(m, first);
  const graphics = graphicsOf(m, first);
  let position: i32;
  let width: i32;
  let mode: i32 = 0;
  let hidden: i32 = 0;
  if (first == BL) {
    position = m.positionBall;
    width = 1 << ((m.control >> 4) & 3);
  } else if (first == M0 || first == M1) {
    const nusiz = first == M0 ? m.nusiz0 : m.nusiz1;
    position = first == M0 ? m.positionM0 : m.positionM1;
    width = 1 << (((nusiz >> 4) & 3) | (first == M0 ? m.missile0Mode & 1 : 0));
    mode = nusiz & 7;
  } else {
    position = first == P0 ? m.positionP0 : m.positionP1;
    hidden = first == P0 ? m.firstHidden0 : m.firstHidden1;
    mode = (first == P0 ? m.nusiz0 : m.nusiz1) & 7;
    // Double and quad size begin one pixel late.
    width = mode == 5 ? 17 : mode == 7 ? 33 : 8;
  }
  if (!hidden && copyTouches(mask, graphics, other, otherGraphics, position, width, x, end)) return true;
  const next = secondCopy(mode);
  if (next && copyTouches(mask, graphics, other, otherGraphics, (position + next) % 160, width, x, end)) return true;
  const last = thirdCopy(mode);
  return last != 0 && copyTouches(mask, graphics, other, otherGraphics, (position + last) % 160, width, x, end);
}

/** One copy, which may begin at the right end of the line and go on at the left. */
function copyTouches(
  mask: usize,
  graphics: i32,
  other: usize,
  otherGraphics: i32,
  start: i32,
  width: i32,
  x: i32,
  end: i32,
): bool {
  const stop = start + width;
  if (anyShared(mask, graphics, other, otherGraphics, max(start, x), min(min(stop, 160), end))) return true;
  return stop > 160 && anyShared(mask, graphics, other, otherGraphics, x, min(stop - 160, end));
}

function anyShared(mask: usize, graphics: i32, other: usize, otherGraphics: i32, from: i32, to: i32): bool {
  const none = i8x16.splat(0);
  for (let column = from; column < to; column += 16) {
    const at = <usize>column;
    const here = i8x16.ne(v128.and(v128.load(mask + at), i8x16.splat(<i8>graphics)), none);
    const there = i8x16.ne(v128.and(v128.load(other + at), i8x16.splat(<i8>otherGraphics)), none);
    const inside = v128.load(HEAD + (<usize>min(to - column, 16) << 4));
    if (v128.any_true(v128.and(v128.and(here, there), inside))) return true;
  }
  return false;
}

/** Where an object shows on the line: 160 bytes, to be ANDed with its graphics. */
function maskOf(m: Machine, object: i32): usize {
  switch (object) {
    case P0:
      return playerMask(m.nusiz0, m.firstHidden0, m.positionP0);
    case P1:
      return playerMask(m.nusiz1, m.firstHidden1, m.positionP1);
    case M0:
      return missile0Row(m);
    case M1:
      return missileMask(m.nusiz1, (m.nusiz1 >> 4) & 3, m.positionM1);
    case BL:
      return ballMask(m);
    default:
      return playfieldRow(m);
  }
}

function graphicsOf(m: Machine, object: i32): i32 {
  return object == P0 ? m.shown0 : object == P1 ? m.shown1 : 0xff;
}
