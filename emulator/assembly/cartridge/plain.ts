import { Machine } from '../machine';
import { declarePlain, showBank } from './window';

/** 2K and 4K: no banks. A 2K ROM is seen twice (the host doubles it). */
export function insertPlain(m: Machine): void {
  declarePlain(m, 0x1000, 0x1fff);
  showBank(m, 0);
}
