import { Machine } from '../machine';
import { declarePlain, showBank } from './window';

/**
 * MB (Dynacom Megaboy): 64K in 16 banks of 4K; any access to $1FF0 shows the next bank, and bank 0 after bank 15. A
 * reset shows bank 1.
 */
const hotSpot: i32 = 0xff0;

export function insertMB(m: Machine): void {
  declarePlain(m, 0x1000, 0x1000 + hotSpot - 1);
  showBank(m, 1);
}

export function resetMB(m: Machine): void {
  showBank(m, 1);
}

export function readMB(m: Machine, address: i32): i32 {
  touch(m, address & 0xfff);
  return <i32>load<u8>(m.window + <usize>(address & 0x1fff));
}

export function writeMB(m: Machine, address: i32): void {
  touch(m, address & 0xfff);
}

function touch(m: Machine, offset: i32): void {
  if (offset == hotSpot) showBank(m, (m.bank + 1) & 15);
}
