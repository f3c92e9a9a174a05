import { Machine } from '../machine';
import { declarePlain, randomiseRam, showBank } from './window';

/**
 * FASC (CBS RAM Plus): 12K in 3 banks of 4K; any access to $1FF8..$1FFA shows bank 0..2. 256 bytes of RAM lie in front
 * of every bank, written at $1000-$10FF and read at $1100-$11FF.
 */
const firstHotSpot: i32 = 0xff8;
const lastHotSpot: i32 = 0xffa;

export const FASC_RAM: i32 = 256;

export function insertFASC(m: Machine): void {
  declarePlain(m, 0x1200, 0x1000 + firstHotSpot - 1);
  showBank(m, 2);
}

export function resetFASC(m: Machine): void {
  randomiseRam(m, FASC_RAM);
  showBank(m, 2);
}

export function readFASC(m: Machine, address: i32): i32 {
  const offset = address & 0xfff;
  if (offset >= 0x100 && offset < 0x200) return <i32>load<u8>(m.cartridgeRam + <usize>(offset & 0xff));
  touch(m, offset);
  return <i32>load<u8>(m.window + 0x1000 + <usize>offset);
}

export function writeFASC(m: Machine, address: i32, value: i32): void {
  const offset = address & 0xfff;
  if (offset < 0x100) store<u8>(m.cartridgeRam + <usize>offset, <u8>value);
  else touch(m, offset);
}

function touch(m: Machine, offset: i32): void {
  if (offset >= firstHotSpot && offset <= lastHotSpot) showBank(m, offset - firstHotSpot);
}
