import { addWithCarry, flags, oddPointer, readBus, readMirroredStack, roundsUntilZero, subtractWithCarry, writeBus } from './cpu';
import { Machine } from './machine';
import { readRiot } from './riot';
import { readTia, writeRegister, writeTia } from './tia';

/**
 * What translated code needs of the console: where the registers lie in a machine's block, and the functions that it
 * calls for everything that is not RAM or plain ROM. The names are those of `emulator/translator/`.
 */
export const AT_WINDOW: i32 = offsetof<Machine>('window');
export const AT_TRANSLATION: i32 = offsetof<Machine>('translation');
export const AT_PC: i32 = offsetof<Machine>('pc');
export const AT_A: i32 = offsetof<Machine>('a');
export const AT_X: i32 = offsetof<Machine>('x');
export const AT_Y: i32 = offsetof<Machine>('y');
export const AT_SP: i32 = offsetof<Machine>('sp');
export const AT_NZ: i32 = offsetof<Machine>('nz');
export const AT_CARRY: i32 = offsetof<Machine>('carry');
export const AT_OVERFLOW: i32 = offsetof<Machine>('overflow');
export const AT_DECIMAL: i32 = offsetof<Machine>('decimal');
export const AT_INTERRUPT: i32 = offsetof<Machine>('interrupt');
export const AT_CYCLES: i32 = offsetof<Machine>('cycles');
export const AT_BANK: i32 = offsetof<Machine>('bank');

export { ENTRIES, MARGIN, MAXIMUM_FUNCTIONS, SLOTS, STEP } from './translated';
export const AT_PLAIN_FIRST: i32 = offsetof<Machine>('plainFirst');
export const AT_PLAIN_SPAN: i32 = offsetof<Machine>('plainSpan');

export function readAny(m: Machine, address: i32, cycles: i32, bus: i32): i32 {
  return readBus(m, address, cycles, bus);
}

export function readDevice(m: Machine, address: i32, cycles: i32, bus: i32): i32 {
  return readTia(m, address, cycles, bus);
}

export function readPort(m: Machine, address: i32, cycles: i32): i32 {
  return readRiot(m, address, cycles);
}

export function writeAny(m: Machine, address: i32, value: i32, cycles: i32): i32 {
  return writeBus(m, address, value, cycles, true);
}

export function writeDevice(m: Machine, address: i32, value: i32, cycles: i32): i32 {
  return writeTia(m, address, value, cycles, true);
}

/** A pointer in the zero page of which not both bytes are known to lie in RAM. */
export function pointerAt(m: Machine, address: i32, cycles: i32): i32 {
  return oddPointer(m, address, cycles);
}

export function timerRounds(m: Machine, cycles: i32, round: i32): i32 {
  return roundsUntilZero(m, cycles, round);
}

/** What PLA or PLP read where the stack lies in the TIA. */
export function pullDevice(m: Machine, sp: i32, cycles: i32, opcode: i32): i32 {
  return readMirroredStack(m, sp, cycles, 1, opcode);
}

export function add(a: i32, value: i32, carry: i32): i32 {
  return addWithCarry(a, value, carry, 1);
}

export function subtract(a: i32, value: i32, carry: i32): i32 {
  return subtractWithCarry(a, value, carry, 1);
}

/** The status register as PHP pushes it. */
export function status(m: Machine, nz: i32, carry: i32): i32 {
  return flags(nz, m.overflow, m.decimal, m.interrupt, carry);
}

// A write to each of the TIA's registers that programs write most, which returns as `writeTia` does.

/** WSYNC */
export function write02(m: Machine, value: i32, cycles: i32): i32 {
  return writeRegister(m, 0x02, value, cycles, true);
}

/** COLUP0 */
export function write06(m: Machine, value: i32, cycles: i32): i32 {
  return writeRegister(m, 0x06, value, cycles, true);
}

/** COLUP1 */
export function write07(m: Machine, value: i32, cycles: i32): i32 {
  return writeRegister(m, 0x07, value, cycles, true);
}

/** COLUPF */
export function write08(m: Machine, value: i32, cycles: i32): i32 {
  return writeRegister(m, 0x08, value, cycles, true);
}

/** COLUBK */
export function write09(m: Machine, value: i32, cycles: i32): i32 {
  return writeRegister(m, 0x09, value, cycles, true);
}

/** CTRLPF */
export function write0a(m: Machine, value: i32, cycles: i32): i32 {
  return writeRegister(m, 0x0a, value, cycles, true);
}

/** REFP0 */
export function write0b(m: Machine, value: i32, cycles: i32): i32 {
  return writeRegister(m, 0x0b, value, cycles, true);
}

/** REFP1 */
export function write0c(m: Machine, value: i32, cycles: i32): i32 {
  return writeRegister(m, 0x0c, value, cycles, true);
}

/** PF0 */
export function write0d(m: Machine, value: i32, cycles: i32): i32 {
  return writeRegister(m, 0x0d, value, cycles, true);
}

/** PF1 */
export function write0e(m: Machine, value: i32, cycles: i32): i32 {
  return writeRegister(m, 0x0e, value, cycles, true);
}

/** PF2 */
export function write0f(m: Machine, value: i32, cycles: i32): i32 {
  return writeRegister(m, 0x0f, value, cycles, true);
}

/** RESP0 */
export function write10(m: Machine, value: i32, cycles: i32): i32 {
  return writeRegister(m, 0x10, value, cycles, true);
}

/** RESP1 */
export function write11(m: Machine, value: i32, cycles: i32): i32 {
  return writeRegister(m, 0x11, value, cycles, true);
}

/** GRP0 */
export function write1b(m: Machine, value: i32, cycles: i32): i32 {
  return writeRegister(m, 0x1b, value, cycles, true);
}

/** GRP1 */
export function write1c(m: Machine, value: i32, cycles: i32): i32 {
  return writeRegister(m, 0x1c, value, cycles, true);
}

/** ENAM0 */
export function write1d(m: Machine, value: i32, cycles: i32): i32 {
  return writeRegister(m, 0x1d, value, cycles, true);
}

/** ENAM1 */
export function write1e(m: Machine, value: i32, cycles: i32): i32 {
  return writeRegister(m, 0x1e, value, cycles, true);
}

/** ENABL */
export function write1f(m: Machine, value: i32, cycles: i32): i32 {
  return writeRegister(m, 0x1f, value, cycles, true);
}

/** HMP0 */
export function write20(m: Machine, value: i32, cycles: i32): i32 {
  return writeRegister(m, 0x20, value, cycles, true);
}

/** HMP1 */
export function write21(m: Machine, value: i32, cycles: i32): i32 {
  return writeRegister(m, 0x21, value, cycles, true);
}

/** HMM0 */
export function write22(m: Machine, value: i32, cycles: i32): i32 {
  return writeRegister(m, 0x22, value, cycles, true);
}

/** HMM1 */
export function write23(m: Machine, value: i32, cycles: i32): i32 {
  return writeRegister(m, 0x23, value, cycles, true);
}

/** HMBL */
export function write24(m: Machine, value: i32, cycles: i32): i32 {
  return writeRegister(m, 0x24, value, cycles, true);
}

/** HMOVE */
export function write2a(m: Machine, value: i32, cycles: i32): i32 {
  return writeRegister(m, 0x2a, value, cycles, true);
}

/** HMCLR */
export function write2b(m: Machine, value: i32, cycles: i32): i32 {
  return writeRegister(m, 0x2b, value, cycles, true);
}
