import type { Signature } from '../wasm.ts';

/** Offsets of the machine's fields and other numbers that console.wasm exports (translation-interface.ts). */
export interface Layout {
  readonly window: number;
  readonly translation: number;
  readonly pc: number;
  readonly a: number;
  readonly x: number;
  readonly y: number;
  readonly sp: number;
  readonly nz: number;
  readonly carry: number;
  readonly overflow: number;
  readonly decimal: number;
  readonly interrupt: number;
  readonly cycles: number;
  readonly bank: number;
  readonly entries: number;
  readonly margin: number;
  readonly step: number;
}

/** Registers of the TIA that are written by a function of their own. */
export const busyRegisters = [
  0x02, 0x06, 0x07, 0x08, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x0e, 0x0f, 0x10, 0x11, 0x1b, 0x1c, 0x1d, 0x1e, 0x1f, 0x20,
  0x21, 0x22, 0x23, 0x24, 0x2a, 0x2b,
];

/** The function that writes one of them. */
export function registerWriter(register: number): string {
  return `write${register.toString(16).padStart(2, '0')}`;
}

/** Functions of console.wasm, in the order of their indices here. */
export const imports: readonly { name: string; signature: Signature }[] = [
  { name: 'readAny', signature: { parameters: 4, returns: true } },
  { name: 'readDevice', signature: { parameters: 4, returns: true } },
  { name: 'readPort', signature: { parameters: 3, returns: true } },
  { name: 'writeAny', signature: { parameters: 4, returns: true } },
  { name: 'writeDevice', signature: { parameters: 4, returns: true } },
  { name: 'pointerAt', signature: { parameters: 3, returns: true } },
  { name: 'timerRounds', signature: { parameters: 3, returns: true } },
  { name: 'pullDevice', signature: { parameters: 4, returns: true } },
  { name: 'add', signature: { parameters: 3, returns: true } },
  { name: 'subtract', signature: { parameters: 3, returns: true } },
  { name: 'status', signature: { parameters: 3, returns: true } },
  ...busyRegisters.map(register => ({
    name: registerWriter(register),
    signature: { parameters: 3, returns: true },
  })),
];

const indices = new Map(imports.map(({ name }, index) => [name, index]));

export function imported(name: string): number {
  return indices.get(name)!;
}
export const READ_ANY = imported('readAny');
export const READ_DEVICE = imported('readDevice');
export const READ_PORT = imported('readPort');
export const WRITE_ANY = imported('writeAny');
export const WRITE_DEVICE = imported('writeDevice');
export const POINTER = imported('pointerAt');
export const TIMER_ROUNDS = imported('timerRounds');
export const PULL_DEVICE = imported('pullDevice');
export const ADD = imported('add');
export const SUBTRACT = imported('subtract');
export const STATUS = imported('status');

/** (machine, block, instructions left) -> instructions left */
export const translatedSignature: Signature = { parameters: 3, returns: true };
