import type { Translatable } from '../cartridges.ts';
import { type Opcode, opcodes } from './opcodes.ts';

/** What the translator needs to know of a cartridge. */
export interface Rom {
  readonly image: Uint8Array;
  /** Bytes that a unit shows: a bank of 4K, or a slice of 1K (E0). */
  readonly unitBytes: 1024 | 4096;
  /** Number of units; those of E0 are numbered by segment and slice. */
  readonly units: number;
  /** Addresses of the window first .. first + span are plain ROM for three bytes. */
  readonly plainFirst: number;
  readonly plainSpan: number;
  /** Whether accesses to the cartridge can show another bank. */
  readonly switches: boolean;
  /** The bank that an access to an address of the window shows; undefined where that is not known or none. */
  readonly bankAt: (offset: number) => number | undefined;
}

/**
 * @param image a ROM in the form that its scheme reads
 * @param plainFirst what the machine says of its window, as in `Rom`
 */
export function romOf(
  image: Uint8Array,
  { unitBytes, hotSpots }: Translatable,
  plainFirst: number,
  plainSpan: number,
): Rom {
  return {
    image,
    unitBytes,
    units: unitBytes === 4096 ? (hotSpots?.count ?? 1) : 32,
    plainFirst,
    plainSpan,
    switches: hotSpots !== undefined,
    bankAt: offset => {
      if (!hotSpots || unitBytes !== 4096) return undefined;
      const bank = offset - hotSpots.first;
      return bank >= 0 && bank < hotSpots.count ? bank : undefined;
    },
  };
}

/** A place where a program counter can stand: an address as the program sees it, in a unit. */
export interface Place {
  readonly unit: number;
  readonly pc: number;
}

export interface Instruction {
  readonly pc: number;
  readonly opcode: Opcode;
  /** Operand: a byte, a word, or the address that a branch goes to. */
  readonly operand: number;
  /** Address of the instruction that follows. */
  readonly next: number;
}

/** A run of instructions that is entered at its head only; branches may leave it anywhere. */
export interface Block {
  readonly pc: number;
  readonly instructions: readonly Instruction[];
}

/** Where a unit's first byte stands in the window, $1000 to $1FFF. */
export function unitPlace(rom: Rom, unit: number): number {
  return rom.unitBytes === 4096 ? 0x1000 : 0x1000 | ((unit >> 3) << 10);
}

/** Where a unit's bytes begin in the image. */
export function unitStart(rom: Rom, unit: number): number {
  return rom.unitBytes === 4096 ? unit << 12 : (unit & 7) << 10;
}

/** What answers at an address. */
export type Device = 'tia' | 'ram' | 'riot' | 'rom' | 'cartridge';

/** What answers at an address: 'rom' where reading has no side effects, 'cartridge' elsewhere in its window. */
export function deviceAt(rom: Rom, address: number): Device {
  const place = address & 0x1fff;
  if (place & 0x1000) return place >= rom.plainFirst && place < rom.plainFirst + rom.plainSpan ? 'rom' : 'cartridge';
  if (!(address & 0x80)) return 'tia';
  return address & 0x200 ? 'riot' : 'ram';
}

const endsBlock = new Set(['JMP', 'JSR', 'RTS', 'BRK', 'RTI']);
const stores = new Set(['STA', 'STX', 'STY']);
const modifies = new Set(['ASL', 'LSR', 'ROL', 'ROR', 'INC', 'DEC']);

/** Whether an address of the cartridge lies in what a unit shows. */
export function isInUnit(rom: Rom, unit: number, pc: number): boolean {
  return (pc & 0x1fff & ~(rom.unitBytes - 1)) === unitPlace(rom, unit);
}

/** The instruction at a place, if the translator can do it. */
export function decode(rom: Rom, { unit, pc }: Place): Instruction | undefined {
  if (!isInUnit(rom, unit, pc)) return undefined;
  const offset = pc & (rom.unitBytes - 1);
  const at = unitStart(rom, unit) + offset;
  const opcode = opcodes[rom.image[at]];
  if (!opcode || deviceAt(rom, pc) !== 'rom' || offset + opcode.length > rom.unitBytes) return undefined;
  const next = (pc + opcode.length) & 0xffff;
  const low = opcode.length > 1 ? rom.image[at + 1] : 0;
  const word = opcode.length > 2 ? low | (rom.image[at + 2] << 8) : low;
  const operand = opcode.mode === 'relative' ? (next + ((low << 24) >> 24)) & 0xffff : word;
  const isDirect = opcode.mode === 'zero' || opcode.mode === 'absolute';
  if (modifies.has(opcode.name) && isDirect && (operand & 0x1000) !== 0) return undefined;
  // Where the vector of BRK stands, other cartridges have registers near by.
  if (opcode.name === 'BRK') return rom.switches ? undefined : { pc, opcode, operand: vectorAt(rom, 0xffe), next };
  return { pc, opcode, operand, next };
}

/**
 * Follows the program from the given places through all branches, jumps and calls.
 * @param isKnown places that have been translated before
 * @returns blocks in the order of their addresses, by unit
 */
export function trace(rom: Rom, roots: readonly Place[], isKnown: (place: Place) => boolean): Map<number, Block[]> {
  const found = new Map<number, Map<number, Instruction>>();
  const heads = new Map<number, Set<number>>();
  const stack: Place[] = [];
  const head = (unit: number, pc: number) => {
    if (!isInUnit(rom, unit, pc)) return;
    const set = heads.get(unit) ?? new Set();
    heads.set(unit, set.add(pc));
    stack.push({ unit, pc });
  };

  for (const root of roots) {
    if (found.get(root.unit)?.has(root.pc & (rom.unitBytes - 1))) continue;
    head(root.unit, root.pc);
    for (let place = stack.pop(); place; place = stack.pop()) follow(place);
  }

  function follow({ unit, pc: start }: Place): void {
    const instructions = found.get(unit) ?? new Map<number, Instruction>();
    found.set(unit, instructions);
    for (let pc = start; ; ) {
      if (instructions.has(pc & (rom.unitBytes - 1)) || isKnown({ unit, pc })) return;
      const instruction = decode(rom, { unit, pc });
      if (!instruction) return;
      instructions.set(pc & (rom.unitBytes - 1), instruction);
      const { opcode, operand, next } = instruction;
      if (opcode.mode === 'relative') head(unit, operand);
      if (opcode.name === 'JMP') {
        if (opcode.mode === 'absolute') head(unit, operand);
        return;
      }
      if (opcode.name === 'RTS' || opcode.name === 'RTI') return;
      if (opcode.name === 'JSR' || opcode.name === 'BRK') {
        head(unit, opcode.name === 'JSR' ? next : (pc + 2) & 0xffff);
        head(unit, operand);
        return;
      }
      if (opcode.length === 3 && operand & 0x1000) {
        const bank = rom.bankAt(operand & 0xfff);
        if (bank !== undefined && bank !== unit) head(bank, next);
        if (rom.unitBytes === 1024 && deviceAt(rom, operand) === 'cartridge') head(unit, next);
      }
      // A frame ends after a write to VSYNC, and the next one begins there.
      if (stores.has(opcode.name) && deviceAt(rom, operand) === 'tia' && (operand & 0x3f) === 0) head(unit, next);
      pc = next;
    }
  }

  const blocks = new Map<number, Block[]>();
  for (const [unit, instructions] of found) {
    const starts = heads.get(unit)!;
    const list: Block[] = [];
    for (const pc of [...starts].sort((a, b) => (a & 0xfff) - (b & 0xfff))) {
      const block = blockAt(rom, pc, instructions, starts);
      if (block.length > 0) list.push({ pc, instructions: block });
    }
    if (list.length > 0) blocks.set(unit, list);
  }
  return blocks;
}

/** Instructions from a head up to the next head, or to one that never goes on to its successor. */
function blockAt(rom: Rom, start: number, instructions: Map<number, Instruction>, heads: Set<number>): Instruction[] {
  const block: Instruction[] = [];
  for (let pc = start; block.length === 0 || !heads.has(pc); ) {
    const instruction = instructions.get(pc & (rom.unitBytes - 1));
    if (!instruction || instruction.pc !== pc) break;
    block.push(instruction);
    const { name } = instruction.opcode;
    if (endsBlock.has(name)) break;
    pc = instruction.next;
  }
  return block;
}

/** A word of the last unit. */
function vectorAt({ image, unitBytes }: Rom, offset: number): number {
  const at = (image.length & ~(unitBytes - 1)) - 4096 + offset;
  return image[at] | (image[at + 1] << 8);
}

/** Where programs start: the reset vectors of all banks. */
export function resetPlaces(rom: Rom): Place[] {
  const places: Place[] = [];
  for (let unit = 0; unit < rom.units; unit++) {
    const start = unitStart(rom, unit);
    if (unitPlace(rom, unit) + rom.unitBytes !== 0x2000 || start + rom.unitBytes > rom.image.length) continue;
    const vector = start + rom.unitBytes - 4;
    const pc = rom.image[vector] | (rom.image[vector + 1] << 8);
    if (pc & 0x1000) places.push({ unit, pc });
  }
  return places;
}
