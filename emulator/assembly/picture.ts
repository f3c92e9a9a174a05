import { Machine } from './machine';
import { BALL, BLOCKS, HEAD, MISSILE, PAIRS, PLAYER, ZEROS } from './tables';

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
  do {
    let from = LINE_CLOCKS - m.toLineEnd;
    let count: i32;
    if (clock > m.drawnTo + m.toLineEnd) {
      count = m.toLineEnd;
      m.toLineEnd = LINE_CLOCKS;
      m.drawnTo += count;
    } else {
      count = clock - m.drawnTo;
      m.toLineEnd -= count;
      m.drawnTo = clock;
    }
    if (from < BLANK_CLOCKS) {
      const skipped = min(BLANK_CLOCKS - from, count);
      from += skipped;
      count -= skipped;
    }
    const start = m.pixel;
    if (count > 0) {
      span(m, from - BLANK_CLOCKS, count);
      m.pixel += count;
    }
    if (m.hmoveBlank && from < BLANK_CLOCKS + 8) blank(m, start, from, count);
    if (m.toLineEnd == LINE_CLOCKS) endLine(m);
  } while (m.drawnTo < clock);
}

/** HMOVE during the blank lengthens it by eight pixels. */
function blank(m: Machine, start: i32, from: i32, count: i32): void {
  const pixels = BLANK_CLOCKS + 8 - from;
  if (m.drawing && start + pixels <= m.pictureHeight * 160) memory.fill(m.picture + <usize>start, 0, pixels);
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

/** Draws `count` pixels from column `x` of the line and latches their collisions. */
function span(m: Machine, x: i32, count: i32): void {
  const target = m.picture + <usize>m.pixel;
  // A frame that was begun without VSYNC can run past the picture's last row.
  const drawing = m.drawing != 0 && m.pixel + count <= m.pictureHeight * 160;
  if (m.vblank & 2) {
    if (drawing) fillSpan(target, i8x16.splat(0), count);
    m.lineAbove = 0;
    return;
  }
  const fullLine = count == 160;
  if (fullLine && m.lineAbove == target - 160) {
    if (drawing) copyLine(target);
    m.lineAbove = target;
    return;
  }
  const objects = m.enabled;
  const missing = <i32>load<u16>(PAIRS + (<usize>objects << 1)) & ~m.collisions;
  m.lineAbove = fullLine ? target : 0;
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

/** Latches the collisions among `missing` that happen in these pixels. */
function collide(m: Machine, x: i32, count: i32, missing: i32): void {
  const column = <usize>x;
  const objects = m.enabled;
  const row = objects & PF ? playfieldRow(m) + column : ZEROS;
  const p0 = objects & P0 ? playerMask(m.nusiz0, m.firstHidden0, m.positionP0) + column : ZEROS;
  const p1 = objects & P1 ? playerMask(m.nusiz1, m.firstHidden1, m.positionP1) + column : ZEROS;
  const m0 = objects & M0 ? missile0Row(m) + column : ZEROS;
  const m1 = objects & M1 ? missileMask(m.nusiz1, (m.nusiz1 >> 4) & 3, m.positionM1) + column : ZEROS;
  const ball = objects & BL ? ballMask(m) + column : ZEROS;
  const graphics0 = i8x16.splat(<i8>m.shown0);
  const graphics1 = i8x16.splat(<i8>m.shown1);
  const none = i8x16.splat(0);
  const bit1 = i8x16.splat(<i8>M0);
  const bit3 = i8x16.splat(<i8>M1);
  const bit4 = i8x16.splat(<i8>BL);
  const bit5 = i8x16.splat(<i8>PF);
  const one = i8x16.splat(<i8>P0);
  const bit2 = i8x16.splat(<i8>P1);
  let found: i32 = 0;
  for (let i = 0; i < count; i += 16) {
    const at = <usize>i;
    let here = v128.and(i8x16.ne(v128.and(v128.load(p0 + at), graphics0), none), one);
    here = v128.or(here, v128.and(i8x16.ne(v128.and(v128.load(p1 + at), graphics1), none), bit2));
    here = v128.or(here, v128.and(v128.load(m0 + at), bit1));
    here = v128.or(here, v128.and(v128.load(m1 + at), bit3));
    here = v128.or(here, v128.and(v128.load(ball + at), bit4));
    here = v128.or(here, v128.and(v128.load(row + at), bit5));
    if (count - i < 16) here = v128.and(here, v128.load(HEAD + (<usize>(count - i) << 4)));
    // More than one bit in a byte: something overlaps here.
    let overlap = v128.and(here, i8x16.sub(here, one));
    if (v128.any_true(overlap)) found |= overlaps(here);
  }
  m.collisions |= found;
}

/** All pairs of objects that share a pixel among sixteen. */
function overlaps(objects: v128): i32 {
  let found: i32 = 0;
  let low = i64x2.extract_lane(objects, 0);
  let high = i64x2.extract_lane(objects, 1);
  for (; low != 0; low = low >>> 8) found |= <i32>load<u16>(PAIRS + ((<usize>low & 63) << 1));
  for (; high != 0; high = high >>> 8) found |= <i32>load<u16>(PAIRS + ((<usize>high & 63) << 1));
  return found;
}
