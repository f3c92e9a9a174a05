import { FIRST_WATCHER, readBeforeTia, writeBeforeTia } from './cartridge/cartridge';
import { Machine, STOP } from './machine';
import { BL, catchUp, M0, M1, P0, P1, PF, postpone } from './picture';
import { MIRROR, MOTION, secondCopy, thirdCopy } from './tables';

/**
 * The TIA's registers: what the processor reads and writes.
 *
 * Writes take effect some clocks after the processor makes them; `picture.ts` is brought up to that clock first. A
 * write that changes nothing visible only notes the clock (`postpone`). Positions are set by *when* a register is
 * strobed, and moved by HMOVE, whose reach depends on the cycle it is written at.
 *
 * Sources: Stella Programmer's Guide; the delays, the position quirks and the hardware oddities that single games
 * rely on (Dolphin, Pitfall II, Decathlon, Robot Tank, Hole Hunter, Cosmic Ark) are those of Stella 2 inside ALE.
 */

/** Power-on and reset. Sound is left alone, see sound.ts. */
export function resetTia(m: Machine): void {
  const first = changetype<usize>(m) + offsetof<Machine>('enabled');
  const end = changetype<usize>(m) + offsetof<Machine>('audc0');
  memory.fill(first, 0, end - first);
  m.pending = i32.MIN_VALUE;
  m.touched = i32.MIN_VALUE;
  m.frameStart = m.cycles * 3;
  m.displayStart = m.frameStart + m.startOffset;
  m.displayStop = m.frameStart + m.stopOffset;
  m.frameLimit = m.frameStart + (m.maximumLines + 1) * 228;
  m.drawnTo = m.frameStart;
  m.toLineEnd = 228;
  m.vsyncFinish = i32.MAX_VALUE;
  m.lastFrameLines = 0;
  m.lines = 0;
  m.pixel = 0;
  m.playfieldKey = -1;
  m.lineAbove = 0;
  updateInks(m);
  blacken(m);
}

/** Both pictures as they are after a reset. */
export function blacken(m: Machine): void {
  memory.fill(m.picture, 0, m.pictureHeight * 160);
  if (m.previous) memory.fill(m.previous, 0, m.pictureHeight * 160);
}

/** What is drawn for the four colours: palette indices, or their grey levels. */
export function updateInks(m: Machine): void {
  m.ink0 = ink(m, m.colour0);
  m.ink1 = ink(m, m.colour1);
  m.ink2 = ink(m, m.colour2);
  m.ink3 = ink(m, m.colour3);
  m.lineAbove = 0;
}

// @ts-ignore: decorator
@inline
function ink(m: Machine, colour: i32): i32 {
  return m.shades ? <i32>load<u8>(m.shadeTable + <usize>colour) : colour;
}

/** The picture becomes the one before, where there are two. */
export function changePlaces(m: Machine): void {
  if (!m.previous) return;
  const picture = m.picture;
  m.picture = m.previous;
  m.previous = picture;
}

/** Begins a frame: cycles are counted from here, and the pictures, where there are two, change places. */
export function startFrame(m: Machine): void {
  changePlaces(m);
  // The beam does not care for VSYNC: the clocks already spent on the current line stay.
  const clocks = <i32>(<u32>(m.cycles * 3 - m.frameStart) % 228);
  m.timerSetCycle -= m.cycles;
  m.timerInterruptCycle -= m.cycles;
  m.dumpEndCycle -= m.cycles;
  m.clockedTo -= m.cycles;
  m.vsyncFinish -= m.cycles * 3;
  m.lastHmove -= m.cycles * 3;
  m.cycles = 0;
  m.frameStart = -clocks;
  m.displayStart = m.frameStart + m.startOffset;
  m.displayStop = m.frameStart + m.stopOffset;
  m.frameLimit = m.frameStart + (m.maximumLines + 1) * 228;
  m.drawnTo = m.displayStart;
  m.pending = i32.MIN_VALUE;
  m.touched = i32.MIN_VALUE;
  m.toLineEnd = 228;
  m.pixel = 0;
  m.lineAbove = 0;
  if (m.colourLoss) {
    // PAL: colour is lost after a frame with an odd number of lines.
    const odd = m.lastFrameLines & 1;
    m.colour0 = (m.colour0 & 0xfe) | odd;
    m.colour1 = (m.colour1 & 0xfe) | odd;
    m.colour2 = (m.colour2 & 0xfe) | odd;
    m.colour3 = (m.colour3 & 0xfe) | odd;
    updateInks(m);
  }
  m.greyedOut = 0;
}

/** Brings the picture up to the last moment at which anything looked at the TIA. */
export function catchUpToLastTouch(m: Machine): void {
  catchUp(m, m.touched);
}

/** A frame that ended without VSYNC shows the rest of its picture grey. */
export function greyOut(m: Machine): void {
  const yStart = m.startOffset / 228;
  const first = max(<i32>(<u32>(m.cycles * 3 - m.frameStart) / 228), yStart);
  for (let i = (first - yStart) * 160; i < m.pictureHeight * 160; i++) {
    const at = m.picture + <usize>i;
    store<u8>(at, (load<u8>(at) & 0x0f) >> 1);
  }
}

/**
 * Reads a register.
 * @param address the register's whole address, of which the TIA sees the low bits
 * @param bus what the data bus carried before: the bits a register does not drive keep it
 */
export function readTia(m: Machine, address: i32, cycles: i32, bus: i32): i32 {
  if (m.scheme >= FIRST_WATCHER) {
    const byte = readBeforeTia(m, address);
    if (byte >= 0) return byte;
  }
  const noise = bus & 0x3f;
  m.touched = cycles * 3;
  switch (address & 15) {
    case 0:
      return latch(m, cycles, 0, 1) | noise;
    case 1:
      return latch(m, cycles, 2, 3) | noise;
    case 2:
      return latch(m, cycles, 4, 5) | noise;
    case 3:
      return latch(m, cycles, 6, 7) | noise;
    case 4:
      return latch(m, cycles, 8, 9) | noise;
    case 5:
      return latch(m, cycles, 10, 11) | noise;
    case 6:
      return (latch(m, cycles, 12, 12) & 0x80) | noise;
    case 7:
      return latch(m, cycles, 13, 14) | noise;
    case 8:
      return paddle(m, m.paddle0, cycles) | noise;
    case 9:
      return paddle(m, m.paddle1, cycles) | noise;
    case 10:
      return paddle(m, m.paddle2, cycles) | noise;
    case 11:
      return paddle(m, m.paddle3, cycles) | noise;
    case 12:
      return m.fire0 | noise;
    case 13:
      return m.fire1 | noise;
    default:
      return noise;
  }
}

/** Two collision bits as the processor sees them, in bits 7 and 6. */
function latch(m: Machine, cycles: i32, high: i32, low: i32): i32 {
  catchUp(m, cycles * 3);
  return (((m.collisions >> high) & 1) << 7) | (((m.collisions >> low) & 1) << 6);
}

/** Bit 7 says whether the capacitor behind a paddle has been charged since the dump to ground ended. */
function paddle(m: Machine, needed: i32, cycles: i32): i32 {
  if (needed == -2) return 0x80;
  if (needed == -1 || m.dumped) return 0;
  return <u32>cycles > <u32>m.dumpEndCycle + <u32>needed ? 0x80 : 0;
}

/** Clocks from the beginning of the current line. */
// @ts-ignore: decorator
@inline
function lineClock(m: Machine, clock: i32): i32 {
  return (clock - m.frameStart) % 228;
}

/**
 * Writes a register.
 * @param address the register's whole address, of which the TIA sees the low bits
 * @returns the cycle count, later where the processor had to wait, with STOP set where the frame ended
 */
export function writeTia(m: Machine, address: i32, value: i32, cycles: i32, afterRead: bool): i32 {
  if (m.scheme >= FIRST_WATCHER && writeBeforeTia(m, address, value)) return cycles;
  return writeRegister(m, address & 0x3f, value, cycles, afterRead);
}

/** As `writeTia`, where no cartridge watches. With a register that is known in advance little of this is left. */
// @ts-ignore: decorator
@inline
export function writeRegister(m: Machine, register: i32, value: i32, cycles: i32, afterRead: bool): i32 {
  const clock = cycles * 3;
  let result = cycles;
  m.touched = clock;
  // A write past the longest frame ends it, but still happens.
  if (clock >= m.frameLimit) {
    catchUp(m, clock);
    result |= STOP;
    m.partialFrame = 0;
  }
  switch (register) {
    case 0x00: // VSYNC
      m.vsync = value;
      if (value & 2) m.vsyncFinish = clock + 228;
      else if (clock >= m.vsyncFinish) {
        catchUp(m, clock);
        m.vsyncFinish = i32.MAX_VALUE;
        m.partialFrame = 0;
        result |= STOP;
      }
      break;
    case 0x01: // VBLANK, and the paddles' dump to ground
      if (value == m.vblank) {
        postpone(m, clock + 1);
        break;
      }
      catchUp(m, clock + 1);
      if (value & ~m.vblank & 0x80) m.dumped = 1;
      if (~value & m.vblank & 0x80) {
        m.dumped = 0;
        m.dumpEndCycle = cycles;
      }
      m.vblank = value;
      m.lineAbove = 0;
      break;
    case 0x02: // WSYNC
      if (afterRead) {
        const wait = 76 - <i32>(<u32>(cycles - m.frameStart / 3) % 76);
        if (wait < 76) result += wait;
      }
      break;
    case 0x04: // NUSIZ0
      if (value == m.nusiz0 && !m.firstHidden0 && !m.missile0Mode) {
        postpone(m, clock + 8);
        break;
      }
      catchUp(m, clock + 8);
      m.nusiz0 = value;
      m.firstHidden0 = 0;
      m.missile0Mode = 0;
      m.lineAbove = 0;
      break;
    case 0x05: // NUSIZ1
      if (value == m.nusiz1 && !m.firstHidden1) {
        postpone(m, clock + 8);
        break;
      }
      catchUp(m, clock + 8);
      m.nusiz1 = value;
      m.firstHidden1 = 0;
      m.lineAbove = 0;
      break;
    case 0x06: {
      // COLUP0
      const colour = colourOf(m, value);
      if (colour == m.colour2) break;
      catchUp(m, clock);
      m.colour2 = colour;
      m.ink2 = ink(m, colour);
      m.lineAbove = 0;
      break;
    }
    case 0x07: {
      // COLUP1
      const colour = colourOf(m, value);
      if (colour == m.colour3) break;
      catchUp(m, clock);
      m.colour3 = colour;
      m.ink3 = ink(m, colour);
      m.lineAbove = 0;
      break;
    }
    case 0x08: {
      // COLUPF
      const colour = colourOf(m, value);
      if (colour == m.colour1) break;
      catchUp(m, clock);
      m.colour1 = colour;
      m.ink1 = ink(m, colour);
      m.lineAbove = 0;
      break;
    }
    case 0x09: {
      // COLUBK
      const colour = colourOf(m, value);
      if (colour == m.colour0) break;
      catchUp(m, clock);
      m.colour0 = colour;
      m.ink0 = ink(m, colour);
      m.lineAbove = 0;
      break;
    }
    case 0x0a: // CTRLPF
      if (value == m.control && m.mirrored == (value & 1)) break;
      catchUp(m, clock);
      m.control = value;
      // The mirror of the right half is decided before the beam is there.
      if (lineClock(m, clock) < 68 + 79) m.mirrored = value & 1;
      m.lineAbove = 0;
      break;
    case 0x0b: // REFP0
      if (((value >> 3) & 1) == m.reflect0) {
        postpone(m, clock + 1);
        break;
      }
      catchUp(m, clock + 1);
      m.reflect0 ^= 1;
      m.shown0 = mirror(m.shown0);
      m.lineAbove = 0;
      break;
    case 0x0c: // REFP1
      if (((value >> 3) & 1) == m.reflect1) {
        postpone(m, clock + 1);
        break;
      }
      catchUp(m, clock + 1);
      m.reflect1 ^= 1;
      m.shown1 = mirror(m.shown1);
      m.lineAbove = 0;
      break;
    case 0x0d: // PF0
      setPlayfield(m, cycles, (m.playfield & 0xffff0) | (value >> 4));
      break;
    case 0x0e: // PF1
      setPlayfield(m, cycles, (m.playfield & 0xff00f) | (mirror(value) << 4));
      break;
    case 0x0f: // PF2
      setPlayfield(m, cycles, (m.playfield & 0x00fff) | (value << 12));
      break;
    case 0x10: {
      // RESP0
      catchUp(m, clock);
      const position = strobedPosition(m, clock, 3, 5);
      const when = strobedWhen(m.nusiz0 & 7, m.positionP0, position);
      if (when > 0) catchUp(m, clock + 11);
      m.positionP0 = position;
      m.firstHidden0 = i32(when >= 0);
      m.lineAbove = 0;
      break;
    }
    case 0x11: {
      // RESP1
      catchUp(m, clock);
      const position = strobedPosition(m, clock, 3, 5);
      const when = strobedWhen(m.nusiz1 & 7, m.positionP1, position);
      if (when > 0) catchUp(m, clock + 11);
      m.positionP1 = position;
      m.firstHidden1 = i32(when >= 0);
      m.lineAbove = 0;
      break;
    }
    case 0x12: {
      // RESM0
      catchUp(m, clock + 8);
      const sinceHmove = clock - m.lastHmove;
      let position = strobedPosition(m, clock, 2, 4);
      if (sinceHmove == 20 * 3 && lineClock(m, clock) == 69) position = 8;
      m.positionM0 = position;
      m.missile0Mode = 0;
      m.lineAbove = 0;
      break;
    }
    case 0x13: {
      // RESM1
      catchUp(m, clock + 8);
      const sinceHmove = clock - m.lastHmove;
      let position = strobedPosition(m, clock, 2, 4);
      if (sinceHmove == 3 * 3 && lineClock(m, clock) == 18) position = 3;
      m.positionM1 = position;
      m.lineAbove = 0;
      break;
    }
    case 0x14: {
      // RESBL
      catchUp(m, clock);
      const sinceHmove = clock - m.lastHmove;
      const here = lineClock(m, clock);
      let position = strobedPosition(m, clock, 2, 4);
      if (sinceHmove == 18 * 3 && (here == 60 || here == 69)) position = 10;
      else if (sinceHmove == 3 * 3 && here == 18) position = 3;
      else if (sinceHmove == 7 * 3 && here == 30) position = 6;
      else if (sinceHmove == 6 * 3 && here == 27) position = 5;
      m.positionBall = position;
      m.lineAbove = 0;
      break;
    }
    case 0x15:
      m.audc0 = value & 15;
      break;
    case 0x16:
      m.audc1 = value & 15;
      break;
    case 0x17:
      m.audf0 = value & 31;
      break;
    case 0x18:
      m.audf1 = value & 31;
      break;
    case 0x19:
      m.audv0 = value & 15;
      break;
    case 0x1a:
      m.audv1 = value & 15;
      break;
    case 0x1b: // GRP0; it also hands player 1's delayed graphics on
      m.grp0 = value;
      m.delayedGrp1 = m.grp1;
      showPlayers(m, clock + 1);
      break;
    case 0x1c: // GRP1; it also hands player 0's and the ball's delayed graphics on
      m.grp1 = value;
      m.delayedGrp0 = m.grp0;
      m.delayedEnabl = m.enabl;
      showPlayersAndBall(m, clock + 1);
      break;
    case 0x1d: // ENAM0
      m.enam0 = value & 2;
      switchObject(m, clock, M0, m.enam0 != 0 && !m.resmp0);
      break;
    case 0x1e: // ENAM1
      m.enam1 = value & 2;
      switchObject(m, clock, M1, m.enam1 != 0 && !m.resmp1);
      break;
    case 0x1f: // ENABL
      m.enabl = value & 2;
      switchObject(m, clock, BL, (m.vdelbl ? m.delayedEnabl : m.enabl) != 0);
      break;
    case 0x20:
      m.hmp0 = value >> 4;
      break;
    case 0x21:
      m.hmp1 = value >> 4;
      break;
    case 0x22: // HMM0: changed during an HMOVE, it makes the missile run through the lines
      if (clock == m.lastHmove + 21 * 3 && m.hmm0 == 7 && value >> 4 == 6) {
        catchUp(m, clock);
        m.starMotion = 1;
        m.starCounter = 0;
      }
      m.hmm0 = value >> 4;
      break;
    case 0x23:
      m.hmm1 = value >> 4;
      break;
    case 0x24:
      m.hmbl = value >> 4;
      break;
    case 0x25: // VDELP0
      m.vdelp0 = value & 1;
      showPlayers(m, clock);
      break;
    case 0x26: // VDELP1
      m.vdelp1 = value & 1;
      showPlayers(m, clock);
      break;
    case 0x27: // VDELBL
      m.vdelbl = value & 1;
      switchObject(m, clock, BL, (m.vdelbl ? m.delayedEnabl : m.enabl) != 0);
      break;
    case 0x28: // RESMP0: the missile hides behind its player
      if (m.resmp0 && !(value & 2)) {
        catchUp(m, clock);
        m.positionM0 = (m.positionP0 + playerMiddle(m.nusiz0)) % 160;
        m.missile0Mode = 0;
        m.lineAbove = 0;
      }
      m.resmp0 = value & 2;
      switchObject(m, clock, M0, m.enam0 != 0 && !m.resmp0);
      break;
    case 0x29: // RESMP1
      if (m.resmp1 && !(value & 2)) {
        catchUp(m, clock);
        m.positionM1 = (m.positionP1 + playerMiddle(m.nusiz1)) % 160;
        m.lineAbove = 0;
      }
      m.resmp1 = value & 2;
      switchObject(m, clock, M1, m.enam1 != 0 && !m.resmp1);
      break;
    case 0x2a: // HMOVE
      catchUp(m, clock);
      applyMotion(m, clock);
      break;
    case 0x2b: // HMCLR
      m.hmp0 = 0;
      m.hmp1 = 0;
      m.hmm0 = 0;
      m.hmm1 = 0;
      m.hmbl = 0;
      break;
    case 0x2c: // CXCLR
      catchUp(m, clock);
      m.collisions = 0;
      m.lineAbove = 0;
      break;
    default:
      break;
  }
  return result;
}

// @ts-ignore: decorator
@inline
function colourOf(m: Machine, value: i32): i32 {
  return (value & 0xfe) | (m.colourLoss & m.lastFrameLines & 1);
}

// @ts-ignore: decorator
@inline
function mirror(bits: i32): i32 {
  return <i32>load<u8>(MIRROR + <usize>bits);
}

/** A new playfield shows from the beginning of the next block of four pixels that the TIA has not fetched yet. */
// @ts-ignore: decorator
@inline
function setPlayfield(m: Machine, cycles: i32, playfield: i32): void {
  // A line has 76 cycles, so its beginning does not matter to a count by fours.
  const third = (cycles - m.frameStart / 3) & 3;
  const shown = cycles * 3 + (third < 2 ? 4 + third : third);
  if (playfield == m.playfield) {
    postpone(m, shown);
    return;
  }
  catchUp(m, shown);
  m.playfield = playfield;
  m.enabled = playfield ? m.enabled | PF : m.enabled & ~PF;
  m.lineAbove = 0;
}

/** Where an object lands that is strobed now: `early` anywhere in the blank, else some pixels after the beam. */
function strobedPosition(m: Machine, clock: i32, early: i32, late: i32): i32 {
  const here = lineClock(m, clock);
  return here < 68 ? early : (here - 68 + late) % 160;
}

/**
 * When a player is strobed, seen from its old position: 1 while one of its copies is being shown, -1 in the four
 * pixels before a copy, 0 elsewhere.
 */
function strobedWhen(mode: i32, old: i32, position: i32): i32 {
  const ahead = position >= old ? position - old : position + 160 - old;
  const width = mode == 5 ? 16 : mode == 7 ? 32 : 8;
  let when = whenCopy(ahead, width);
  const second = secondCopy(mode);
  if (!when && second) when = whenCopy(ahead - second, width);
  const third = thirdCopy(mode);
  if (!when && third) when = whenCopy(ahead - third, width);
  return when;
}

// @ts-ignore: decorator
@inline
function whenCopy(ahead: i32, width: i32): i32 {
  return ahead < 0 ? 0 : ahead < 4 ? -1 : ahead < 4 + width ? 1 : 0;
}

function playerMiddle(nusiz: i32): i32 {
  const mode = nusiz & 7;
  return mode == 5 ? 8 : mode == 7 ? 16 : 4;
}

/** Shows what the graphics registers say now, from `clock` on. */
// @ts-ignore: decorator
@inline
function showPlayers(m: Machine, clock: i32): void {
  showAll(m, clock, m.enabled & BL);
}

// @ts-ignore: decorator
@inline
function showPlayersAndBall(m: Machine, clock: i32): void {
  showAll(m, clock, (m.vdelbl ? m.delayedEnabl : m.enabl) ? BL : 0);
}

function showAll(m: Machine, clock: i32, ball: i32): void {
  let shown0 = m.vdelp0 ? m.delayedGrp0 : m.grp0;
  let shown1 = m.vdelp1 ? m.delayedGrp1 : m.grp1;
  if (m.reflect0) shown0 = mirror(shown0);
  if (m.reflect1) shown1 = mirror(shown1);
  const enabled = (m.enabled & ~(P0 | P1 | BL)) | (shown0 ? P0 : 0) | (shown1 ? P1 : 0) | ball;
  if (shown0 == m.shown0 && shown1 == m.shown1 && enabled == m.enabled) {
    postpone(m, clock);
    return;
  }
  catchUp(m, clock);
  m.shown0 = shown0;
  m.shown1 = shown1;
  m.enabled = enabled;
  m.lineAbove = 0;
}

function switchObject(m: Machine, clock: i32, object: i32, on: bool): void {
  const enabled = on ? m.enabled | object : m.enabled & ~object;
  if (enabled == m.enabled) return;
  catchUp(m, clock);
  m.enabled = enabled;
  m.lineAbove = 0;
}

/** HMOVE: every object moves by its motion register, as far as this cycle of the line allows. */
function applyMotion(m: Machine, clock: i32): void {
  const cycle = lineClock(m, clock) / 3;
  if (m.hmoveBlanksAllowed && (cycle <= 20 || cycle == 75)) m.hmoveBlank = 1;
  const motion = MOTION + (<usize>cycle << 4);
  // Many programs strobe HMOVE on every line, mostly with nothing to move.
  if (m.hmp0 | m.hmp1 | m.hmm0 | m.hmm1 | m.hmbl | <i32>load<i8>(motion)) {
    m.positionP0 = moved(m.positionP0, load<i8>(motion + <usize>m.hmp0));
    m.positionP1 = moved(m.positionP1, load<i8>(motion + <usize>m.hmp1));
    m.positionM0 = moved(m.positionM0, load<i8>(motion + <usize>m.hmm0));
    m.positionM1 = moved(m.positionM1, load<i8>(motion + <usize>m.hmm1));
    m.positionBall = moved(m.positionBall, load<i8>(motion + <usize>m.hmbl));
  }
  m.firstHidden0 = 0;
  m.firstHidden1 = 0;
  m.missile0Mode = 0;
  m.starMotion = 0;
  m.lastHmove = clock;
  m.lineAbove = 0;
}

// @ts-ignore: decorator
@inline
function moved(position: i32, by: i32): i32 {
  const now = position + by;
  return now >= 160 ? now - 160 : now < 0 ? now + 160 : now;
}
