import { Machine } from '../machine';
import { writeTia } from '../tia';
import { declarePlain, ownWindow } from './window';

/**
 * 3F (Tigervision): up to 512K in slices of 2K. $1800-$1FFF shows the last slice; $1000-$17FF shows the one whose
 * number was last written to any address from $00 to $3F. Those addresses are the TIA's, so a program chooses a slice
 * where the TIA has no register.
 *
 * Two things here are Stella 2's rather than the cartridge's: reads of $00-$3F show the first bytes of the chosen
 * slice instead of the TIA's registers, and every write to $1000-$1FFF reaches the TIA as well.
 */
export function insert3F(m: Machine): void {
  ownWindow(m);
  declarePlain(m, 0x1000, 0x1fff);
  restore3F(m);
}

export function reset3F(m: Machine): void {
  m.bank = 0;
  restore3F(m);
}

export function write3F(m: Machine, address: i32, value: i32, cycles: i32, afterRead: bool): i32 {
  if ((address & 0xfff) < 0x40) choose(m, value);
  return writeTia(m, address, value, cycles, afterRead);
}

export function readTia3F(m: Machine, address: i32): i32 {
  return <i32>load<u8>(m.slices + <usize>(address & 0x3f));
}

export function writeTia3F(m: Machine, value: i32): void {
  choose(m, value);
}

export function restore3F(m: Machine): void {
  showRomSlice(m);
  showLastSlice(m);
}

function choose(m: Machine, slice: i32): void {
  m.bank = wrappedSlice(m, slice);
  showRomSlice(m);
}

/** A slice beyond the end of the ROM is one within it. */
export function wrappedSlice(m: Machine, slice: i32): i32 {
  return slice * 2048 < m.romSize ? slice : slice % max(1, m.romSize / 2048);
}

export function showRomSlice(m: Machine): void {
  memory.copy(m.slices, m.rom + <usize>(m.bank * 2048), 2048);
}

/** The last 2K of the ROM, wherever they begin. */
export function showLastSlice(m: Machine): void {
  memory.copy(m.slices + 2048, m.rom + <usize>max(0, m.romSize - 2048), 2048);
}
