import { Machine } from '../machine';
import { declarePlain, randomiseRam, readBank, showBank, writeSuperchip } from './window';

/**
 * F4: 32K in 8 banks of 4K; any access to $1FF4..$1FFB shows bank 0..7. With a Superchip (F4SC), 128 bytes of RAM
 * lie in front of every bank; then, in Stella 2, only reads switch banks.
 */
const firstHotSpot: i32 = 0xff4;
const lastHotSpot: i32 = 0xffb;

export function insertF4(m: Machine): void {
  declarePlain(m, m.superchip ? 0x1100 : 0x1000, 0x1000 + firstHotSpot - 1);
  showBank(m, m.resetBank);
}

export function resetF4(m: Machine): void {
  if (m.superchip) randomiseRam(m, 128);
  showBank(m, m.resetBank);
}

export function readF4(m: Machine, address: i32): i32 {
  const offset = address & 0xfff;
  if (offset >= firstHotSpot && offset <= lastHotSpot) showBank(m, offset - firstHotSpot);
  return readBank(m, offset);
}

export function writeF4(m: Machine, address: i32, value: i32): void {
  const offset = address & 0xfff;
  if (m.superchip) writeSuperchip(m, offset, value);
  else if (offset >= firstHotSpot && offset <= lastHotSpot) showBank(m, offset - firstHotSpot);
}
