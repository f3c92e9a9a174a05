import { Machine } from '../machine';
import { declarePlain, ownWindow, showSlice } from './window';

/**
 * E0 (Parker Brothers): 8K as eight slices of 1K. The window has four segments of 1K; the first three show any slice,
 * chosen by an access to $1FE0..$1FE7, $1FE8..$1FEF and $1FF0..$1FF7, the last always shows slice 7, which holds the
 * hot spots and the vectors.
 */
const SLICE: i32 = 1024;
const firstHotSpot: i32 = 0xfe0;
const lastHotSpot: i32 = 0xff7;

export function insertE0(m: Machine): void {
  ownWindow(m);
  declarePlain(m, 0x1000, 0x1000 + firstHotSpot - 1);
  m.slice0 = 4;
  m.slice1 = 5;
  m.slice2 = 6;
  restoreE0(m);
}

export function resetE0(m: Machine): void {
  m.slice0 = 4;
  m.slice1 = 5;
  m.slice2 = 6;
  restoreE0(m);
}

export function readE0(m: Machine, address: i32): i32 {
  const offset = address & 0xfff;
  touch(m, offset);
  return <i32>load<u8>(m.slices + <usize>offset);
}

export function writeE0(m: Machine, address: i32): void {
  touch(m, address & 0xfff);
}

export function restoreE0(m: Machine): void {
  showSlice(m, 0, m.slice0, SLICE);
  showSlice(m, 1, m.slice1, SLICE);
  showSlice(m, 2, m.slice2, SLICE);
  showSlice(m, 3, 7, SLICE);
}

function touch(m: Machine, offset: i32): void {
  if (offset < firstHotSpot || offset > lastHotSpot) return;
  const segment = (offset - firstHotSpot) >> 3;
  const slice = offset & 7;
  if (segment == 0) m.slice0 = slice;
  else if (segment == 1) m.slice1 = slice;
  else m.slice2 = slice;
  showSlice(m, segment, slice, SLICE);
}
