import { Machine } from '../machine';
import { declarePlain, randomiseRam, readBank, showBank, writeSuperchip } from './window';

/**
 * F8: 8K in 2 banks of 4K; any access to $1FF8..$1FF9 shows bank 0..1. With a Superchip (F8SC), 128 bytes of RAM
 * lie in front of every bank.
 */
const firstHotSpot: i32 = 0xff8;
const lastHotSpot: i32 = 0xff9;

export function insertF8(m: Machine): void {
  declarePlain(m, m.superchip ? 0x1100 : 0x1000, 0x1000 + firstHotSpot - 1);
  showBank(m, m.resetBank);
}

export function resetF8(m: Machine): void {
  if (m.superchip) randomiseRam(m, 128);
  showBank(m, m.resetBank);
}

export function readF8(m: Machine, address: i32): i32 {
  const offset = address & 0xfff;
  if (offset >= firstHotSpot && offset <= lastHotSpot) showBank(m, offset - firstHotSpot);
  return readBank(m, offset);
}

export function writeF8(m: Machine, address: i32, value: i32): void {
  const offset = address & 0xfff;
  if (offset >= firstHotSpot && offset <= lastHotSpot) showBank(m, offset - firstHotSpot);
  writeSuperchip(m, offset, value);
}
