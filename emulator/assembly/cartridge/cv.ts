import { Machine } from '../machine';
import { declarePlain, ownWindow, randomiseRam, showSlice } from './window';

/**
 * CV (Commavid): 2K of ROM at $1800-$1FFF and 1K of RAM, read at $1000-$13FF and written at $1400-$17FF, where a read
 * shows the ROM's second half. An image of 4K (a saved MagiCard program) begins with the RAM's contents after a reset.
 * (ALE forgets to note that an image of 2K has none, and may crash on it; here its RAM is random.)
 */
export const CV_RAM: i32 = 1024;

/** The ROM is the second half of the 4K that the host makes of an image. */
const ROM: usize = 2048;

export function insertCV(m: Machine): void {
  ownWindow(m);
  declarePlain(m, 0x1000, 0x1fff);
  restoreCV(m);
}

export function resetCV(m: Machine): void {
  if (m.romSize >= 4096) memory.copy(m.cartridgeRam, m.rom, CV_RAM);
  else randomiseRam(m, CV_RAM);
  restoreCV(m);
}

export function writeCV(m: Machine, address: i32, value: i32): void {
  const offset = address & 0xfff;
  if (offset < 0x400 || offset >= 0x800) return;
  store<u8>(m.cartridgeRam + <usize>(offset & 0x3ff), <u8>value);
  store<u8>(m.slices + <usize>(offset & 0x3ff), <u8>value);
}

export function restoreCV(m: Machine): void {
  memory.copy(m.slices, m.cartridgeRam, CV_RAM);
  memory.copy(m.slices + 0x400, m.rom + ROM + 0x400, 0x400);
  showSlice(m, 1, 1, 2048);
}
