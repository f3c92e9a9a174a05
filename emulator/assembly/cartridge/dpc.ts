import { Machine } from '../machine';
import { declarePlain, showBank } from './window';

/**
 * DPC, the "display processor chip" that David Crane designed for Pitfall II: 8K of program in two banks of 4K (hot
 * spots $1FF8 and $1FF9), 2K of display data that the processor never sees directly, and a chip with eight *data
 * fetchers* and a generator of random bytes.
 *
 * A fetcher has an 11-bit counter that runs down through the display data, and a flag that is set when the counter's
 * low byte meets `top` and cleared when it meets `bottom`: so a sprite that is to appear between two lines needs no
 * code. The last three fetchers can make music: their counters then run at the chip's own clock, and their flags are
 * the square waves of three voices, mixed to one volume.
 *
 *     $1000-$103F  read   $00 + n: n < 4 random byte, else music; $08 + n data; $10 + n data where the flag is set;
 *                         $38 + n flag
 *     $1040-$107F  write  $40 + n top; $48 + n bottom; $50 + n counter low; $58 + n counter high, bit 4 music;
 *                         $70 start the random generator over
 *
 * The generator of random bytes steps with every access that the chip sees. As in Stella 2, that is every write to
 * the cartridge, and reads of the pages of 64 bytes that hold registers or hot spots ($1000-$107F, $1FC0-$1FFF).
 * A reset leaves the fetchers and the generator alone.
 *
 * Source: US patent 4,644,495 (Crane, 1987); behaviour measured against ale-py.
 */
@unmanaged
class Chip {
  /** What is left of a clock of the music oscillator. */
  fraction: f64;
  tops: u64;
  bottoms: u64;
  /** 0 or 255. */
  flags: u64;
  countersLow: u64;
  countersHigh: u64;
  /** By fetcher; 1 = music. */
  music: u64;
  random: i32;
}

/** Bytes of RAM that the chip's registers take. */
export const DPC_RAM: i32 = 64;

const DISPLAY: usize = 8192;
const OSCILLATOR: f64 = 15750.0;
const PROCESSOR: f64 = 1193191.66666667;

/** Volume by the set of voices whose wave is high: one hexadecimal digit each. */
const VOLUMES: u32 = 0xfba69540;

export function insertDPC(m: Machine): void {
  declarePlain(m, 0x1080, 0x1fbf);
  chip(m).random = 1;
  showBank(m, 1);
}

export function resetDPC(m: Machine): void {
  m.clockedTo = m.cycles;
  chip(m).fraction = 0;
  showBank(m, 1);
}

export function readDPC(m: Machine, address: i32, cycles: i32): i32 {
  const offset = address & 0xfff;
  // The plain part ends two bytes early; those two are ROM all the same.
  if (offset >= 0x80 && offset < 0xfc0) return <i32>load<u8>(m.window + 0x1000 + <usize>offset);
  stepRandom(m);
  if (offset < 0x40) return readRegister(m, offset, cycles);
  touch(m, offset);
  return <i32>load<u8>(m.window + 0x1000 + <usize>offset);
}

export function writeDPC(m: Machine, address: i32, value: i32): void {
  const offset = address & 0xfff;
  stepRandom(m);
  if (offset >= 0x40 && offset < 0x80) writeRegister(m, offset, value);
  else touch(m, offset);
}

function touch(m: Machine, offset: i32): void {
  if (offset == 0xff8) showBank(m, 0);
  else if (offset == 0xff9) showBank(m, 1);
}

// @ts-ignore: decorator
@inline
function chip(m: Machine): Chip {
  return changetype<Chip>(m.cartridgeRam);
}

// @ts-ignore: decorator
@inline
function register(m: Machine, offset: usize, fetcher: i32): usize {
  return m.cartridgeRam + offset + <usize>fetcher;
}

// @ts-ignore: decorator
@inline
function top(m: Machine, fetcher: i32): usize {
  return register(m, offsetof<Chip>('tops'), fetcher);
}

// @ts-ignore: decorator
@inline
function bottom(m: Machine, fetcher: i32): usize {
  return register(m, offsetof<Chip>('bottoms'), fetcher);
}

// @ts-ignore: decorator
@inline
function flag(m: Machine, fetcher: i32): usize {
  return register(m, offsetof<Chip>('flags'), fetcher);
}

// @ts-ignore: decorator
@inline
function low(m: Machine, fetcher: i32): usize {
  return register(m, offsetof<Chip>('countersLow'), fetcher);
}

// @ts-ignore: decorator
@inline
function high(m: Machine, fetcher: i32): usize {
  return register(m, offsetof<Chip>('countersHigh'), fetcher);
}

// @ts-ignore: decorator
@inline
function music(m: Machine, fetcher: i32): usize {
  return register(m, offsetof<Chip>('music'), fetcher);
}

/** A shift register of eight bits; what comes in is the inverted parity of bits 7, 5, 4 and 3. */
function stepRandom(m: Machine): void {
  const random = chip(m).random;
  const bit = ~popcnt(random & 0xb8) & 1;
  chip(m).random = ((random << 1) | bit) & 0xff;
}

function readRegister(m: Machine, offset: i32, cycles: i32): i32 {
  const fetcher = offset & 7;
  const count = <i32>load<u8>(low(m, fetcher));
  if (count == <i32>load<u8>(top(m, fetcher))) store<u8>(flag(m, fetcher), 0xff);
  else if (count == <i32>load<u8>(bottom(m, fetcher))) store<u8>(flag(m, fetcher), 0);

  let result = 0;
  switch (offset >> 3) {
    case 0:
      result = fetcher < 4 ? chip(m).random : volume(m, cycles);
      break;
    case 1:
      result = displayed(m, fetcher);
      break;
    case 2:
      result = displayed(m, fetcher) & <i32>load<u8>(flag(m, fetcher));
      break;
    case 7:
      result = <i32>load<u8>(flag(m, fetcher));
      break;
    default:
      break;
  }

  if (!load<u8>(music(m, fetcher))) {
    const next = (((<i32>load<u8>(high(m, fetcher)) << 8) | <i32>load<u8>(low(m, fetcher))) - 1) & 0x7ff;
    store<u8>(low(m, fetcher), <u8>next);
    store<u8>(high(m, fetcher), <u8>(next >> 8));
  }
  return result;
}

/** Display data is stored backwards. */
function displayed(m: Machine, fetcher: i32): i32 {
  const count = (<i32>load<u8>(high(m, fetcher)) << 8) | <i32>load<u8>(low(m, fetcher));
  return <i32>load<u8>(m.rom + DISPLAY + <usize>(2047 - count));
}

function writeRegister(m: Machine, offset: i32, value: i32): void {
  const fetcher = offset & 7;
  switch ((offset >> 3) & 7) {
    case 0:
      store<u8>(top(m, fetcher), <u8>value);
      store<u8>(flag(m, fetcher), 0);
      break;
    case 1:
      store<u8>(bottom(m, fetcher), <u8>value);
      break;
    case 2: // A voice starts its wave from the top, whatever is written.
      store<u8>(low(m, fetcher), load<u8>(music(m, fetcher)) ? load<u8>(top(m, fetcher)) : <u8>value);
      break;
    case 3:
      store<u8>(high(m, fetcher), <u8>(value & 7));
      if (fetcher >= 5) store<u8>(music(m, fetcher), <u8>((value >> 4) & 1));
      break;
    case 6:
      chip(m).random = 1;
      break;
    default:
      break;
  }
}

function volume(m: Machine, cycles: i32): i32 {
  runVoices(m, cycles);
  let voices = 0;
  for (let i = 0; i < 3; i++) {
    if (load<u8>(music(m, 5 + i)) && load<u8>(flag(m, 5 + i))) voices |= 1 << i;
  }
  return (VOLUMES >> (voices << 2)) & 15;
}

/** Lets the voices' counters run from the last time anybody listened until now. */
function runVoices(m: Machine, cycles: i32): void {
  const elapsed = cycles - m.clockedTo;
  m.clockedTo = cycles;
  const clocks = (OSCILLATOR * <f64>elapsed) / PROCESSOR + chip(m).fraction;
  const whole = <i32>clocks;
  chip(m).fraction = clocks - <f64>whole;
  if (whole <= 0) return;
  for (let fetcher = 5; fetcher < 8; fetcher++) {
    if (!load<u8>(music(m, fetcher))) continue;
    const highest = <i32>load<u8>(top(m, fetcher));
    let count = 0;
    if (highest) {
      count = <i32>load<u8>(low(m, fetcher)) - (whole % (highest + 1));
      if (count < 0) count += highest + 1;
    }
    if (count <= <i32>load<u8>(bottom(m, fetcher))) store<u8>(flag(m, fetcher), 0);
    else if (count <= highest) store<u8>(flag(m, fetcher), 0xff);
    store<u8>(low(m, fetcher), <u8>count);
  }
}
