import { Machine } from '../machine';
import { declareNothingPlain, showBank } from './window';

/**
 * FE (Activision): 8K in 2 banks of 4K, with no hot spots. The real cartridge watches the stack, where JSR and RTS show
 * the high byte of the address they go to; seen from the program, address line 13 chooses the bank: $Fxxx is the
 * first, $Dxxx the second. A 6507 has no such line, but the program counter and every address keep the bit, so it is
 * taken from there.
 */
export function insertFE(m: Machine): void {
  declareNothingPlain(m);
  showBank(m, 0);
}

export function readFE(m: Machine, address: i32): i32 {
  return <i32>load<u8>(placeFE(m, address));
}

/** Where the byte at an address lies. Reading has no side effects, so three bytes may be taken from there. */
// @ts-ignore: decorator
@inline
export function placeFE(m: Machine, address: i32): usize {
  return m.rom + <usize>((address & 0xfff) | ((~address & 0x2000) >> 1));
}
