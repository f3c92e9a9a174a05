/**
 * Tables that all machines share, in the first 64 KB of memory, filled once at start.
 *
 * Objects are drawn by masks: a row of bytes, one a pixel, that says where an object of some size and number of
 * copies lies when its position is 0. A mask is 320 long, twice around the line, so `mask + 160 - position + x` reads
 * the object at any position without a wrap.
 */

/** A row of zeros, for objects that are switched off. */
export const ZEROS: usize = 1024;
/** 0xff in the first `size` bytes: [4 sizes][336]. */
export const BALL: usize = ZEROS + 352;
/** [8 copies][4 sizes][336] */
export const MISSILE: usize = BALL + 4 * 336;
/** The bit of the graphics register that each pixel shows: [first copy hidden][8 copies/sizes][336]. */
export const PLAYER: usize = MISSILE + 32 * 336;
/** Four playfield bits -> sixteen mask bytes: [16][16]. */
export const BLOCKS: usize = PLAYER + 16 * 336;
/** 0xff in the first n bytes: [17][16]. */
export const HEAD: usize = BLOCKS + 256;
/** Bits of a byte in the opposite order. */
export const MIRROR: usize = HEAD + 272;
/** Pairs of objects among a set of objects, as the collision latch numbers them: u16 [64]. */
export const PAIRS: usize = MIRROR + 256;
/** How far HMOVE moves an object: i8 [76 cycles][16 motion values]. */
export const MOTION: usize = PAIRS + 128;
/** Cycles of each opcode: [256]. */
export const CYCLES: usize = MOTION + 76 * 16;
/** Bytes of each opcode: [256]. */
export const LENGTHS: usize = CYCLES + 256;
/** The last two decimal digits of a number, as a byte: [256]. */
export const DECIMAL: usize = LENGTHS + 256;
/** The two objects of each pair, as object bits in two bytes: u16 [15]. The one with fewer pixels comes first. */
export const COLLIDERS: usize = DECIMAL + 256;
/** The end of the tables: must stay below 32,768, where the constants of src/features lie where it shares the memory. */
export const TABLES_END: usize = COLLIDERS + 32;

/** Where the second and third copy of an object stand, by NUSIZ: pixels after the first, 0 = no such copy. */
// @ts-ignore: decorator
@inline
export function secondCopy(mode: i32): i32 {
  // modes: one, two close, two medium, three close, two wide, double size, three medium, quad size
  return (0x00_20_00_40_10_20_10_00 >> (<i64>mode << 3)) as i32 & 0xff;
}

// @ts-ignore: decorator
@inline
export function thirdCopy(mode: i32): i32 {
  return mode == 3 ? 32 : mode == 6 ? 64 : 0;
}

export function fillTables(): void {
  for (let size = 0; size < 4; size++) fillTwice(BALL + <usize>size * 336, size, 0);
  for (let mode = 0; mode < 8; mode++) {
    for (let size = 0; size < 4; size++) fillTwice(MISSILE + <usize>(mode * 4 + size) * 336, size, mode);
    for (let hidden = 0; hidden < 2; hidden++) fillPlayer(PLAYER + <usize>(hidden * 8 + mode) * 336, mode, hidden);
  }
  for (let bits = 0; bits < 16; bits++) {
    for (let x = 0; x < 16; x++) store<u8>(BLOCKS + <usize>(bits * 16 + x), bits & (1 << (x >> 2)) ? 0xff : 0);
  }
  for (let n = 0; n <= 16; n++) {
    for (let x = 0; x < 16; x++) store<u8>(HEAD + <usize>(n * 16 + x), x < n ? 0xff : 0);
  }
  for (let value = 0; value < 256; value++) {
    let mirrored = 0;
    for (let bit = 0; bit < 8; bit++) if (value & (1 << bit)) mirrored |= 0x80 >> bit;
    store<u8>(MIRROR + <usize>value, <u8>mirrored);
  }
  for (let set = 0; set < 64; set++) store<u16>(PAIRS + (<usize>set << 1), <u16>pairsAmong(set));
  for (let n = 0; n < 256; n++) store<u8>(DECIMAL + <usize>n, <u8>((((n % 100) / 10) << 4) | (n % 10)));
  fillColliders();
  fillMotion();
  fillOpcodes();
}

/** The mask of a missile or ball (mode 0) of 1, 2, 4 or 8 pixels, with its copies, twice around the line. */
function fillTwice(row: usize, size: i32, mode: i32): void {
  const width = 1 << size;
  markCopy(row, 0, width);
  const second = mode == 5 || mode == 7 ? 0 : secondCopy(mode);
  if (second) markCopy(row, second, width);
  if (thirdCopy(mode)) markCopy(row, thirdCopy(mode), width);
  memory.copy(row + 160, row, 160);
}

function markCopy(row: usize, start: i32, width: i32): void {
  for (let x = start; x < start + width; x++) store<u8>(row + <usize>x, 0xff);
}

function fillPlayer(row: usize, mode: i32, hidden: i32): void {
  if (mode == 5 || mode == 7) {
    // Double and quad size begin one pixel late.
    const shift = mode == 5 ? 1 : 2;
    if (!hidden) for (let x = 0; x < 8 << shift; x++) store<u8>(row + <usize>(x + 1), <u8>((0x80 as i32) >> (x >> shift)));
  } else {
    for (let x = 0; x < 8; x++) {
      if (!hidden) store<u8>(row + <usize>x, <u8>((0x80 as i32) >> x));
      if (secondCopy(mode)) store<u8>(row + <usize>(x + secondCopy(mode)), <u8>((0x80 as i32) >> x));
      if (thirdCopy(mode)) store<u8>(row + <usize>(x + thirdCopy(mode)), <u8>((0x80 as i32) >> x));
    }
  }
  memory.copy(row + 160, row, 160);
}

/** Latch bits: M0-P1 0, M0-P0 1, M1-P0 2, M1-P1 3, P0-PF 4, P0-BL 5, P1-PF 6, P1-BL 7, M0-PF 8, M0-BL 9, M1-PF 10, M1-BL 11, BL-PF 12, P0-P1 13, M0-M1 14. */
function pairsAmong(set: i32): i32 {
  const p0 = set & 1;
  const m0 = (set >> 1) & 1;
  const p1 = (set >> 2) & 1;
  const m1 = (set >> 3) & 1;
  const bl = (set >> 4) & 1;
  const pf = (set >> 5) & 1;
  return (
    (m0 & p1) |
    ((m0 & p0) << 1) |
    ((m1 & p0) << 2) |
    ((m1 & p1) << 3) |
    ((p0 & pf) << 4) |
    ((p0 & bl) << 5) |
    ((p1 & pf) << 6) |
    ((p1 & bl) << 7) |
    ((m0 & pf) << 8) |
    ((m0 & bl) << 9) |
    ((m1 & pf) << 10) |
    ((m1 & bl) << 11) |
    ((bl & pf) << 12) |
    ((p0 & p1) << 13) |
    ((m0 & m1) << 14)
  );
}

/** Objects by their bits: P0 1, M0 2, P1 4, M1 8, ball 16, playfield 32. */
function fillColliders(): void {
  // Pairs 0-7, then 8-14, a byte an object.
  for (let pair = 0; pair < 15; pair++) {
    const first = <i32>((pair < 8 ? 0x10_04_10_01_08_08_02_02 : 0x02_01_10_10_08_10_02) >> (<u64>(pair & 7) << 3));
    const second = <i32>((pair < 8 ? 0x04_20_01_20_04_01_01_04 : 0x08_04_20_08_20_02_20) >> (<u64>(pair & 7) << 3));
    store<u16>(COLLIDERS + (<usize>pair << 1), <u16>((first & 0xff) | ((second & 0xff) << 8)));
  }
}

/**
 * HMOVE adds clocks to an object's counter while the line is blank; how many of them arrive depends on the cycle at
 * which HMOVE is written. Written at the line's start, an object moves by its motion value (-7 left-shifted … +8 to the
 * left). Later, pulses that would come after the blanking are lost; written near the line's end, they are added to
 * the next line's and the object moves right.
 */
function fillMotion(): void {
  for (let cycle = 0; cycle < 76; cycle++) {
    for (let motion = 0; motion < 16; motion++) {
      store<i8>(MOTION + <usize>(cycle * 16 + motion), <i8>motionAt(cycle, motion));
    }
  }
}

/** Movement in pixels to the right for HMOVE at a cycle of the line, by the raw motion value 0..15. */
function motionAt(cycle: i32, motion: i32): i32 {
  const full = motion < 8 ? -motion : 16 - motion;
  if (cycle == 75 || cycle < 4) return full;
  if (cycle == 4) return full < -6 ? -6 : full;
  if (cycle <= 20) {
    // Too late for the strongest shifts to the left: the least that can still happen.
    const floor = earlyFloor(cycle);
    return full < floor ? floor : full;
  }
  if (cycle < 54) return 0;
  // The shifts that fall past the line's end.
  const ceiling = lateShift(cycle);
  const late = full + ceiling;
  return late < 0 ? late : 0;
}

/** The least shift that HMOVE at cycle 5..20 of a line can still make: one hexadecimal digit a cycle, 6 too large. */
function earlyFloor(cycle: i32): i32 {
  return (<i32>(0x112344567789aabc >> (<u64>(20 - cycle) << 2)) & 15) - 6;
}

/** How much of a shift happens before the line's end, for HMOVE at cycle 54..74: one digit a cycle, 8 too large. */
function lateShift(cycle: i32): i32 {
  const digits: u64 = cycle < 64 ? 0xfedccba998 >> (<u64>(63 - cycle) << 2) : 0x76654332100 >> (<u64>(74 - cycle) << 2);
  return (<i32>digits & 15) - 8;
}

/** Cycles and lengths of the 256 opcodes, sixteen a row, as two hexadecimal digits each: cycles, bytes. */
function fillOpcodes(): void {
  row(0x00, 0x72_62_21_82_32_32_52_52, 0x31_22_21_22_43_43_63_63);
  row(0x10, 0x22_52_21_82_42_42_62_62, 0x21_43_21_73_43_43_73_73);
  row(0x20, 0x63_62_21_82_32_32_52_52, 0x41_22_21_22_43_43_63_63);
  row(0x30, 0x22_52_21_82_42_42_62_62, 0x21_43_21_73_43_43_73_73);
  row(0x40, 0x61_62_21_82_32_32_52_52, 0x31_22_21_22_33_43_63_63);
  row(0x50, 0x22_52_21_82_42_42_62_62, 0x21_43_21_73_43_43_73_73);
  row(0x60, 0x61_62_21_82_32_32_52_52, 0x41_22_21_22_53_43_63_63);
  row(0x70, 0x22_52_21_82_42_42_62_62, 0x21_43_21_73_43_43_73_73);
  row(0x80, 0x22_62_22_62_32_32_32_32, 0x21_22_21_22_43_43_43_43);
  row(0x90, 0x22_62_21_62_42_42_42_42, 0x21_53_21_53_53_53_53_53);
  row(0xa0, 0x22_62_22_62_32_32_32_42, 0x21_22_21_22_43_43_43_43);
  row(0xb0, 0x22_52_21_52_42_42_42_42, 0x21_43_21_43_43_43_43_43);
  row(0xc0, 0x22_62_22_82_32_32_52_52, 0x21_22_21_22_43_43_63_63);
  row(0xd0, 0x22_52_21_82_42_42_62_62, 0x21_43_21_73_43_43_73_73);
  row(0xe0, 0x22_62_22_82_32_32_52_52, 0x21_22_21_22_43_43_63_63);
  row(0xf0, 0x22_52_21_82_42_42_62_62, 0x21_43_21_73_43_43_73_73);
}

function row(opcode: i32, first: u64, second: u64): void {
  for (let i = 0; i < 16; i++) {
    const pair = <i32>((i < 8 ? first : second) >> (<u64>(7 - (i & 7)) << 3)) & 0xff;
    store<u8>(CYCLES + <usize>(opcode + i), <u8>(pair >> 4));
    store<u8>(LENGTHS + <usize>(opcode + i), <u8>(pair & 15));
  }
}
