import { Machine, ownPicture, pictureRoom } from '../machine';
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

/** For schemes in which every access counts. */
export function declareNothingPlain(m: Machine): void {
  m.plainFirst = 0x1000;
  m.plainSpan = 0;
}

/**
 * A window of the machine's own, for schemes that put it together from slices: 4K behind the picture, for which the
 * host has made room (`CartridgeLayout.window`). Snapshots do not hold it: `restore` fills it again.
 */
export function ownWindow(m: Machine): void {
  m.slices = ownPicture(m) + <usize>pictureRoom(m);
  m.window = m.slices - 0x1000;
}

/** Shows a slice of ROM in a segment of the machine's own window; `size` is that of slices and segments. */
export function showSlice(m: Machine, segment: i32, slice: i32, size: i32): void {
  memory.copy(m.slices + <usize>(segment * size), m.rom + <usize>(slice * size), size);
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
