import { Machine } from '../machine';
import { declarePlain, ownWindow, randomiseRam, showSlice } from './window';

/**
 * E7 (M Network): 16K in eight slices of 2K, and 2K of RAM.
 *
 *     $1000-$17FF  the slice chosen at $1FE0..$1FE6; or, after $1FE7, 1K of RAM: written at $1000, read at $1400
 *     $1800-$19FF  256 bytes of the other 1K of RAM, chosen at $1FE8..$1FEB: written at $1800, read at $1900
 *     $1A00-$1FFF  the last slice
 *
 * Where RAM is written, a read shows the last slice.
 */
const SLICE: i32 = 2048;
const RAM_SLICE: i32 = 7;
const firstHotSpot: i32 = 0xfe0;
const lastHotSpot: i32 = 0xfeb;

/** Bytes of RAM: 1K for the first segment, then four banks of 256. */
export const E7_RAM: i32 = 2048;

export function insertE7(m: Machine): void {
  ownWindow(m);
  declarePlain(m, 0x1000, 0x1000 + firstHotSpot - 1);
  restoreE7(m);
}

export function resetE7(m: Machine): void {
  randomiseRam(m, E7_RAM);
  m.slice0 = 0;
  m.ramBank = 0;
  restoreE7(m);
}

export function readE7(m: Machine, address: i32): i32 {
  const offset = address & 0xfff;
  touch(m, offset);
  return <i32>load<u8>(m.slices + <usize>offset);
}

export function writeE7(m: Machine, address: i32, value: i32): void {
  const offset = address & 0xfff;
  // What is read of the RAM stands in the window, so it is written there too.
  if (offset < 0x400) {
    if (m.slice0 != RAM_SLICE) return;
    store<u8>(m.cartridgeRam + <usize>offset, <u8>value);
    store<u8>(m.slices + 0x400 + <usize>offset, <u8>value);
  } else if (offset >= 0x800 && offset < 0x900) {
    store<u8>(m.cartridgeRam + 1024 + <usize>((m.ramBank << 8) | (offset & 0xff)), <u8>value);
    store<u8>(m.slices + 0x100 + <usize>offset, <u8>value);
  } else touch(m, offset);
}

export function restoreE7(m: Machine): void {
  showSlice(m, 1, 7, SLICE);
  showFirst(m);
  showRam(m);
}

function touch(m: Machine, offset: i32): void {
  if (offset < firstHotSpot || offset > lastHotSpot) return;
  if (offset < firstHotSpot + 8) {
    m.slice0 = offset & 7;
    showFirst(m);
  } else {
    m.ramBank = offset & 3;
    showRam(m);
  }
}

function showFirst(m: Machine): void {
  showSlice(m, 0, m.slice0, SLICE);
  if (m.slice0 == RAM_SLICE) memory.copy(m.slices + 0x400, m.cartridgeRam, 0x400);
}

function showRam(m: Machine): void {
  memory.copy(m.slices + 0x900, m.cartridgeRam + 1024 + <usize>(m.ramBank << 8), 0x100);
}
