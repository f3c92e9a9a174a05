import { Machine } from '../machine';
import { insert3E, readTia3E, reset3E, restore3E, write3E, writeTia3E } from './3e';
import { insert3F, readTia3F, reset3F, restore3F, write3F, writeTia3F } from './3f';
import { insertCV, resetCV, restoreCV, writeCV } from './cv';
import { insertDPC, readDPC, resetDPC, writeDPC } from './dpc';
import { insertE0, readE0, resetE0, restoreE0, writeE0 } from './e0';
import { insertE7, readE7, resetE7, restoreE7, writeE7 } from './e7';
import { insertF4, readF4, resetF4, writeF4 } from './f4';
import { insertF6, readF6, resetF6, writeF6 } from './f6';
import { insertF8, readF8, resetF8, writeF8 } from './f8';
import { insertFASC, readFASC, resetFASC, writeFASC } from './fasc';
import { insertFE, placeFE, readFE } from './fe';
import { insertMB, readMB, resetMB, writeMB } from './mb';
import { insertMC, readMC, resetMC, writeMC, writeTiaMC } from './mc';
import { insertPlain } from './plain';
import { insertUA, resetUA, touchTiaUA } from './ua';
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
 * Some cartridges watch addresses that are the TIA's. Their numbers begin at `FIRST_WATCHER`, and the TIA asks them
 * first (`readBeforeTia`, `writeBeforeTia`); nobody else pays for that.
 *
 * The numbers are those of `emulator/cartridges.ts`.
 */
const F8: i32 = 1;
const F6: i32 = 2;
const F4: i32 = 3;
export const E0: i32 = 4;
const FE: i32 = 5;
const DPC: i32 = 6;
const E7: i32 = 7;
const CV: i32 = 8;
const FASC: i32 = 9;
const MB: i32 = 10;
export const FIRST_WATCHER: i32 = 16;
const TIGERVISION_3F: i32 = 16;
const BOULDER_DASH_3E: i32 = 17;
const UA: i32 = 18;
const MC: i32 = 19;

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
    case E7:
      insertE7(m);
      break;
    case CV:
      insertCV(m);
      break;
    case FASC:
      insertFASC(m);
      break;
    case MB:
      insertMB(m);
      break;
    case TIGERVISION_3F:
      insert3F(m);
      break;
    case BOULDER_DASH_3E:
      insert3E(m);
      break;
    case UA:
      insertUA(m);
      break;
    case MC:
      insertMC(m);
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
    case E7:
      resetE7(m);
      break;
    case CV:
      resetCV(m);
      break;
    case FASC:
      resetFASC(m);
      break;
    case MB:
      resetMB(m);
      break;
    case TIGERVISION_3F:
      reset3F(m);
      break;
    case BOULDER_DASH_3E:
      reset3E(m);
      break;
    case UA:
      resetUA(m);
      break;
    case MC:
      resetMC(m);
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
    case E7:
      return readE7(m, address);
    case FASC:
      return readFASC(m, address);
    case MB:
      return readMB(m, address);
    case MC:
      return readMC(m, address);
    default:
      return <i32>load<u8>(m.window + <usize>(address & 0x1fff));
  }
}

/** Returns the cycle count as `writeTia` does: some cartridges pass writes on. */
export function writeCartridge(m: Machine, address: i32, value: i32, cycles: i32, afterRead: bool): i32 {
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
    case E7:
      writeE7(m, address, value);
      break;
    case CV:
      writeCV(m, address, value);
      break;
    case FASC:
      writeFASC(m, address, value);
      break;
    case MC:
      writeMC(m, address, value);
      break;
    case MB:
      writeMB(m, address);
      break;
    case TIGERVISION_3F:
      return write3F(m, address, value, cycles, afterRead);
    case BOULDER_DASH_3E:
      return write3E(m, address, value, cycles, afterRead);
    default:
      break;
  }
  return cycles;
}

export function restoreCartridge(m: Machine): void {
  switch (m.scheme) {
    case E0:
      restoreE0(m);
      break;
    case E7:
      restoreE7(m);
      break;
    case CV:
      restoreCV(m);
      break;
    case TIGERVISION_3F:
      restore3F(m);
      break;
    case BOULDER_DASH_3E:
      restore3E(m);
      break;
    default:
      showBank(m, m.bank);
  }
}

/** Where an instruction that is not in the plain part can be read all the same without side effects; 0 = nowhere. */
export function codeAt(m: Machine, pc: i32): usize {
  return m.scheme == FE && pc & 0x1000 && (pc & 0xfff) < 0xffe ? placeFE(m, pc) : 0;
}

/** The byte that a watching cartridge puts on the bus where the TIA would be read; -1 where it leaves that to the TIA. */
export function readBeforeTia(m: Machine, address: i32): i32 {
  if (m.scheme == UA) touchTiaUA(m, address);
  else if ((address & 0x1fff) < 0x40) {
    if (m.scheme == TIGERVISION_3F) return readTia3F(m, address);
    if (m.scheme == BOULDER_DASH_3E) return readTia3E(m, address);
    if (m.scheme == MC) return 0;
  }
  return -1;
}

/** Shows a watching cartridge a write to the TIA. Returns whether the TIA does not see it. */
export function writeBeforeTia(m: Machine, address: i32, value: i32): bool {
  if (m.scheme == UA) touchTiaUA(m, address);
  else if ((address & 0x1fff) < 0x40) {
    if (m.scheme == TIGERVISION_3F) writeTia3F(m, value);
    else if (m.scheme == BOULDER_DASH_3E) writeTia3E(m, address & 0x3f, value);
    else if (m.scheme == MC) {
      writeTiaMC(m, address, value);
      return true;
    }
  }
  return false;
}
