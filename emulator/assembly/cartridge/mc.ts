import { Machine } from '../machine';
import { declareNothingPlain, randomiseRam } from './window';

/**
 * MC (Chris Wilkson's Megacart): up to 128K of ROM in blocks of 1K and 32K of RAM in blocks of 512 bytes. The window has
 * four slots of 1K; a write to $3C..$3F puts a block into slot 0..3: ROM block n & $7F where bit 7 is set, else RAM
 * block n & $3F, written in the slot's first half and read in its second. Reading the first half clears the byte.
 *
 * The slots hold anything after power-on, so a read of the reset vector locks the last ROM block into slot 3, until
 * the program reads or writes one of the other slots.
 *
 * As in Stella 2, the TIA does not see what the cartridge sees of $00-$3F: reads give 0, and writes below $3C go to the
 * RAM in slot 0. A program reaches the TIA by its mirrors. Nearly every access counts, so nothing is plain.
 */
export const MC_RAM: i32 = 32768;

/** The ROM as the host makes it: 128K, the image at its end. */
const LAST_BLOCK: i32 = 0xff;

export function insertMC(m: Machine): void {
  declareNothingPlain(m);
}

export function resetMC(m: Machine): void {
  randomiseRam(m, MC_RAM);
}

export function readMC(m: Machine, address: i32): i32 {
  const place = address & 0x1fff;
  guardSlot3(m, place);
  const block = blockAt(m, place);
  if (block & 0x80) return <i32>load<u8>(m.rom + <usize>(((block & 0x7f) << 10) | (place & 0x3ff)));
  const byte = ramByte(m, block, place);
  if (place & 0x200) return <i32>load<u8>(byte);
  store<u8>(byte, 0);
  return 0;
}

export function writeMC(m: Machine, address: i32, value: i32): void {
  const place = address & 0x1fff;
  guardSlot3(m, place);
  const block = blockAt(m, place);
  if (!(block & 0x80) && !(place & 0x200)) store<u8>(ramByte(m, block, place), <u8>value);
}

export function writeTiaMC(m: Machine, address: i32, value: i32): void {
  const place = address & 0x3f;
  switch (place) {
    case 0x3c:
      m.slice0 = value;
      break;
    case 0x3d:
      m.slice1 = value;
      break;
    case 0x3e:
      m.slice2 = value;
      break;
    case 0x3f:
      m.slice3 = value;
      break;
    default:
      if (!(m.slice0 & 0x80)) store<u8>(ramByte(m, m.slice0, place), <u8>value);
  }
}

function guardSlot3(m: Machine, place: i32): void {
  if (place == 0x1ffc || place == 0x1ffd) m.slotLocked = 1;
  else if (place < 0x1c00) m.slotLocked = 0;
}

function blockAt(m: Machine, place: i32): i32 {
  switch ((place >> 10) & 3) {
    case 0:
      return m.slice0;
    case 1:
      return m.slice1;
    case 2:
      return m.slice2;
    default:
      return m.slotLocked ? LAST_BLOCK : m.slice3;
  }
}

function ramByte(m: Machine, block: i32, place: i32): usize {
  return m.cartridgeRam + <usize>(((block & 0x3f) << 9) | (place & 0x1ff));
}
