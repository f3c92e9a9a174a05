import { Machine } from '../machine';
import { nextRandom } from '../random';

/** Shows 4K of ROM in the whole window. */
export function showBank(m: Machine, bank: i32): void {
  m.bank = bank;
  m.window = m.rom + ((<usize>bank) << 12) - 0x1000;
}

/** Declares which addresses are ROM without side effects, both ends included. */
export function declarePlain(m: Machine, first: i32, last: i32): void {
  m.plainFirst = first;
  // Fetches take three bytes from where the first is plain.
  m.plainSpan = last + 1 - first - 2;
}

/** A RAM that powers up, and comes out of every reset, with random contents. */
export function randomiseRam(m: Machine, bytes: i32): void {
  for (let i = 0; i < bytes; i++) store<u8>(m.cartridgeRam + <usize>i, <u8>nextRandom(m.systemRandom));
}

/** What a 4K bank with a Superchip's RAM in front of it shows at an address that is not plain. */
export function readBank(m: Machine, offset: i32): i32 {
  if (m.superchip && offset >= 0x80 && offset < 0x100) return <i32>load<u8>(m.cartridgeRam + <usize>(offset & 0x7f));
  return <i32>load<u8>(m.window + 0x1000 + <usize>offset);
}

/** The Superchip: 128 bytes of RAM, written at $1000-$107F and read at $1080-$10FF. */
export function writeSuperchip(m: Machine, offset: i32, value: i32): void {
  if (m.superchip && offset < 0x80) store<u8>(m.cartridgeRam + <usize>offset, <u8>value);
}
