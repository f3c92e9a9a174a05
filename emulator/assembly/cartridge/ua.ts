import { Machine } from '../machine';
import { declarePlain, showBank } from './window';

/**
 * UA: 8K in 2 banks of 4K. Any access to $0220 shows bank 0, to $0240 bank 1; both are mirrors of the TIA, which sees
 * the access as well.
 */
export function insertUA(m: Machine): void {
  declarePlain(m, 0x1000, 0x1fff);
  showBank(m, 0);
}

export function resetUA(m: Machine): void {
  showBank(m, 0);
}

export function touchTiaUA(m: Machine, address: i32): void {
  const place = address & 0x1fff;
  if (place == 0x220) showBank(m, 0);
  else if (place == 0x240) showBank(m, 1);
}
