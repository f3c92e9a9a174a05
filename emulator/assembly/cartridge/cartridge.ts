import { Machine } from '../machine';
import { insertDPC, readDPC, resetDPC, writeDPC } from './dpc';
import { insertE0, readE0, resetE0, restoreE0, writeE0 } from './e0';
import { insertF4, readF4, resetF4, writeF4 } from './f4';
import { insertF6, readF6, resetF6, writeF6 } from './f6';
import { insertF8, readF8, resetF8, writeF8 } from './f8';
import { insertFE, placeFE, readFE } from './fe';
import { insertPlain } from './plain';
import { showBank } from './window';

/**
 * The cartridge port: 4K of address space, $1000-$1FFF, behind which a bank-switching scheme decides what is seen.
 *
 * A scheme arranges a 4K *window* of memory that the processor reads directly, and declares the *plain* part of it, in
 * which reads have no side effects. Everything else (hot spots, RAM, registers) comes here. One file a scheme, with
 *
 *     insert   once: arrange the window
 *     reset    on every reset: default banks, and RAM where the scheme has any
 *     read     what is not plain
 *     write    every write
 *     restore  after a snapshot was copied in: arrange the window for the banks it names (`showBank` by default)
 *
 * The numbers are those of `emulator/cartridges.ts`.
 */
const F8: i32 = 1;
const F6: i32 = 2;
const F4: i32 = 3;
const E0: i32 = 4;
const FE: i32 = 5;
const DPC: i32 = 6;

export function insertCartridge(m: Machine): void {
  switch (m.scheme) {
    case F8:
      insertF8(m);
      break;
    case F6:
      insertF6(m);
      break;
    case F4:
      insertF4(m);
      break;
    case E0:
      insertE0(m);
      break;
    case FE:
      insertFE(m);
      break;
    case DPC:
      insertDPC(m);
      break;
    default:
      insertPlain(m);
  }
}

export function resetCartridge(m: Machine): void {
  switch (m.scheme) {
    case F8:
      resetF8(m);
      break;
    case F6:
      resetF6(m);
      break;
    case F4:
      resetF4(m);
      break;
    case E0:
      resetE0(m);
      break;
    case DPC:
      resetDPC(m);
      break;
    default:
      break;
  }
}

export function readCartridge(m: Machine, address: i32, cycles: i32): i32 {
  switch (m.scheme) {
    case F8:
      return readF8(m, address);
    case F6:
      return readF6(m, address);
    case F4:
      return readF4(m, address);
    case E0:
      return readE0(m, address);
    case FE:
      return readFE(m, address);
    case DPC:
      return readDPC(m, address, cycles);
    default:
      return <i32>load<u8>(m.window + <usize>(address & 0x1fff));
  }
}

export function writeCartridge(m: Machine, address: i32, value: i32, cycles: i32): void {
  switch (m.scheme) {
    case F8:
      writeF8(m, address, value);
      break;
    case F6:
      writeF6(m, address, value);
      break;
    case F4:
      writeF4(m, address, value);
      break;
    case E0:
      writeE0(m, address);
      break;
    case DPC:
      writeDPC(m, address, value);
      break;
    default:
      break;
  }
}

export function restoreCartridge(m: Machine): void {
  switch (m.scheme) {
    case E0:
      restoreE0(m);
      break;
    default:
      showBank(m, m.bank);
  }
}

/** Where an instruction that is not in the plain part can be read all the same without side effects; 0 = nowhere. */
export function codeAt(m: Machine, pc: i32): usize {
  return m.scheme == FE && pc & 0x1000 && (pc & 0xfff) < 0xffe ? placeFE(m, pc) : 0;
}
