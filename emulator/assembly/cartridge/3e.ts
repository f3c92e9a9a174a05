import { Machine } from '../machine';
import { writeTia } from '../tia';
import { showLastSlice, showRomSlice, wrappedSlice } from './3f';
import { declarePlain, ownWindow, randomiseRam } from './window';

/**
 * 3E (Boulder Dash): 3F with 32K of RAM. A write to $3F shows a 2K slice of ROM at $1000-$17FF, a write to $3E one of
 * 32 banks of 1K of RAM: read at $1000, written at $1400 (and read there, too). $1800-$1FFF shows the last slice of
 * ROM. `bank` counts RAM from 256 on.
 *
 * As with 3F in Stella 2, reads of $00-$3F show the window's first bytes, and writes that do not go to RAM reach the
 * TIA, those to $1000-$1FFF included; $103E and $103F are hot spots like $3E and $3F.
 */
const RAM: i32 = 256;

export const RAM_3E: i32 = 32768;

export function insert3E(m: Machine): void {
  ownWindow(m);
  declarePlain(m, 0x1000, 0x1fff);
  restore3E(m);
}

export function reset3E(m: Machine): void {
  randomiseRam(m, RAM_3E);
  m.bank = 0;
  restore3E(m);
}

export function write3E(m: Machine, address: i32, value: i32, cycles: i32, afterRead: bool): i32 {
  const offset = address & 0xfff;
  if (m.bank >= RAM && offset >= 0x400 && offset < 0x800) {
    const place = <usize>(offset & 0x3ff);
    store<u8>(ramBank(m) + place, <u8>value);
    store<u8>(m.slices + place, <u8>value);
    store<u8>(m.slices + place, <u8>value, 0x400);
    return cycles;
  }
  writeTia3E(m, offset, value);
  return writeTia(m, address, value, cycles, afterRead);
}

export function readTia3E(m: Machine, address: i32): i32 {
  return <i32>load<u8>(m.slices + <usize>(address & 0x3f));
}

export function writeTia3E(m: Machine, offset: i32, value: i32): void {
  if (offset == 0x3f) m.bank = wrappedSlice(m, value);
  else if (offset == 0x3e) m.bank = RAM + (value & 31);
  else return;
  showChosen(m);
}

export function restore3E(m: Machine): void {
  showChosen(m);
  showLastSlice(m);
}

function showChosen(m: Machine): void {
  if (m.bank < RAM) showRomSlice(m);
  else {
    memory.copy(m.slices, ramBank(m), 0x400);
    memory.copy(m.slices + 0x400, ramBank(m), 0x400);
  }
}

function ramBank(m: Machine): usize {
  return m.cartridgeRam + <usize>((m.bank - RAM) << 10);
}
