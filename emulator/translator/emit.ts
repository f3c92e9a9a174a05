import { type Block, type Device, decode, deviceAt, type Instruction, type Rom, unitPlace } from './trace.ts';
import { Code, type Signature, type WasmFunction } from './wasm.ts';

/**
 * One function for all blocks of a unit that were found together.
 *
 * Blocks stand in the order of their addresses, each inside the WebAssembly blocks of all that follow: so a jump ahead is
 * a branch, and a jump back goes by a table at the head of one loop around everything. The processor's registers are
 * locals; they are taken from the machine at the start and put back at the end. Cycles are counted while translating
 * and added before anything that can see them.
 *
 * What cannot be known here (where RTS goes, a write that ends the frame, another bank) leaves the function with the
 * program counter in its place; `assembly/translated.ts` goes on from there.
 */

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
const busyRegisters = [
  0x02, 0x06, 0x07, 0x08, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x0e, 0x0f, 0x10, 0x11, 0x1b, 0x1c, 0x1d, 0x1e, 0x1f, 0x20,
  0x21, 0x22, 0x23, 0x24, 0x2a, 0x2b,
];

/** The function that writes one of them. */
function registerWriter(register: number): string {
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

function imported(name: string): number {
  return indices.get(name)!;
}
const READ_ANY = imported('readAny');
const READ_DEVICE = imported('readDevice');
const READ_PORT = imported('readPort');
const WRITE_ANY = imported('writeAny');
const WRITE_DEVICE = imported('writeDevice');
const POINTER = imported('pointerAt');
const TIMER_ROUNDS = imported('timerRounds');
const PULL_DEVICE = imported('pullDevice');
const ADD = imported('add');
const SUBTRACT = imported('subtract');
const STATUS = imported('status');

/** (machine, block, instructions left) -> instructions left */
export const translatedSignature: Signature = { parameters: 3, returns: true };

// Parameters and locals.
const M = 0;
const STATE = 1;
const BUDGET = 2;
const A = 3;
const X = 4;
const Y = 5;
const NZ = 6;
const CARRY = 7;
const CYCLES = 8;
const PC = 9;
const VALUE = 10;
const WHERE = 11;
const BASE = 12;
const RESULT = 13;
const LEAVE = 14;
const LOCALS = 12;

// Labels: numbers of the WebAssembly blocks from the outside.
const EXIT = 0;
const STEP = 1;
const TOP = 2;

const INTIM = 0x284;

export function emitUnit(
  rom: Rom,
  layout: Layout,
  unit: number,
  blocks: readonly Block[],
  functionNumber: number,
): WasmFunction {
  const emitter = new Emitter(rom, layout, unit, blocks, functionNumber);
  return { name: `${functionNumber}`, locals: LOCALS, code: emitter.emit() };
}

class Emitter {
  private readonly code = new Code();
  private readonly blockOf = new Map<number, number>();
  /** The block being translated. */
  private current = 0;
  /** Cycles that have passed but are not in the local yet. */
  private pending = 0;
  /** Instructions of this block before the present one. */
  private executed = 0;

  private readonly rom: Rom;
  private readonly layout: Layout;
  private readonly unit: number;
  private readonly blocks: readonly Block[];
  private readonly functionNumber: number;

  constructor(rom: Rom, layout: Layout, unit: number, blocks: readonly Block[], functionNumber: number) {
    this.rom = rom;
    this.layout = layout;
    this.unit = unit;
    this.blocks = blocks;
    this.functionNumber = functionNumber;
    for (const [i, { pc }] of blocks.entries()) this.blockOf.set(pc, i);
  }

  emit(): Code {
    const { code, layout, blocks } = this;
    for (const [local, field] of this.registers()) code.get(M).load32(field).set(local);
    code.block().block().loop();
    for (let i = 0; i < blocks.length; i++) code.block();
    code.get(STATE).branchTable(blocks.length);
    for (const [i, block] of blocks.entries()) {
      code.end();
      this.current = i;
      this.pending = 0;
      this.executed = 0;
      this.emitBlock(block);
    }
    code.end().unreachable().end();
    code.get(BUDGET).constant(layout.step).or().set(BUDGET);
    code.end();
    for (const [local, field] of [...this.registers(), [PC, layout.pc]]) code.get(M).get(local).store32(field);
    code.get(BUDGET);
    return code;
  }

  private registers(): [number, number][] {
    const { layout } = this;
    return [
      [A, layout.a],
      [X, layout.x],
      [Y, layout.y],
      [NZ, layout.nz],
      [CARRY, layout.carry],
      [CYCLES, layout.cycles],
    ];
  }

  private emitBlock({ pc, instructions }: Block): void {
    let next = pc;
    for (const instruction of instructions) {
      this.pending += instruction.opcode.cycles;
      if (this.emitInstruction(instruction)) return;
      this.executed++;
      next = instruction.next;
    }
    this.goTo(next, this.executed);
  }

  /** Adds the cycles that have passed to the local. */
  private flush(): void {
    this.addCycles(this.pending);
    this.pending = 0;
  }

  private addCycles(count: number): void {
    if (count) this.code.get(CYCLES).constant(count).add().set(CYCLES);
  }

  private spend(instructions: number): void {
    if (instructions) this.code.get(BUDGET).constant(instructions).subtract().set(BUDGET);
  }

  /** Leaves the function: the program goes on at `pc`, `executed` instructions of this block were done. */
  private leave(pc: number, executed: number, label = EXIT): void {
    this.addCycles(this.pending);
    this.spend(executed);
    this.code.constant(pc).set(PC).branch(label);
  }

  /** Leaves before this instruction, which the interpreter is to do. */
  private giveUp({ pc, opcode }: Instruction): void {
    this.addCycles(this.pending - opcode.cycles);
    this.spend(this.executed);
    this.code.constant(pc).set(PC).branch(STEP);
  }

  /** Goes on at an address known now, inside the function if it can. Leaves `pending` as it is. */
  private goTo(pc: number, executed: number, moreCycles = 0): void {
    const { code } = this;
    this.addCycles(this.pending + moreCycles);
    this.spend(executed);
    const block = this.blockOf.get(pc);
    if (block === undefined) {
      code.constant(pc).set(PC).branch(EXIT);
    } else if (block > this.current) {
      code.branch(this.labelOf(block));
    } else {
      code.constant(pc).set(PC).get(BUDGET).constant(this.layout.margin).notGreaterSigned().branchIf(EXIT);
      code.constant(block).set(STATE).branch(TOP);
    }
  }

  /** The label whose end is the beginning of a block: the last block's is the outermost. */
  private labelOf(block: number): number {
    return TOP + this.blocks.length - block;
  }

  /** Goes on at the address in PC. */
  private goToPc(): void {
    const { code, rom, layout } = this;
    const mask = rom.unitBytes - 1;
    code
      .get(PC)
      .constant(0x1fff & ~mask)
      .and()
      .constant(unitPlace(rom, this.unit))
      .notEqual()
      .branchIf(EXIT);
    code.get(BUDGET).constant(layout.margin).notGreaterSigned().branchIf(EXIT);
    code.get(PC).constant(mask).and().constant(2).shiftLeft();
    code.get(M).load32(layout.translation).add();
    code.load32(layout.entries + 4 * this.unit * rom.unitBytes).tee(VALUE);
    code.constant(0x1fff).and().eqz().branchIf(EXIT);
    code.get(VALUE).get(PC).constant(0xe000).and().xor().constant(13).shiftRight();
    code
      .constant(this.functionNumber << 3)
      .notEqual()
      .branchIf(EXIT);
    code.get(VALUE).constant(0x1fff).and().constant(1).subtract().set(STATE).branch(TOP);
  }

  private target(address: number): Device {
    return deviceAt(this.rom, address);
  }

  // ---- Operands

  /** Reads what an instruction works on into VALUE. */
  private read(instruction: Instruction): void {
    const { code, layout } = this;
    const { opcode, operand } = instruction;
    switch (opcode.mode) {
      case 'immediate':
        code.constant(operand).set(VALUE);
        break;
      case 'zero':
        if (operand & 0x80) code.get(M).load8(operand).set(VALUE);
        else {
          this.flush();
          code.get(M).constant(operand).get(CYCLES).constant(operand).call(READ_DEVICE).set(VALUE);
        }
        break;
      case 'zero,x':
      case 'zero,y':
        this.flush();
        this.zeroIndexed(instruction);
        code.get(WHERE).constant(0x80).and().if();
        code.get(M).get(WHERE).add().load8(0).set(VALUE);
        code.else();
        code.get(M).get(WHERE).get(CYCLES).constant(operand).call(READ_DEVICE).set(VALUE);
        code.end();
        break;
      case 'absolute':
        this.readAbsolute(operand);
        break;
      case 'absolute,x':
      case 'absolute,y': {
        const index = opcode.mode === 'absolute,x' ? X : Y;
        if (operand & 0xff) {
          this.flush();
          code
            .get(CYCLES)
            .get(index)
            .constant(operand & 0xff)
            .add()
            .constant(8)
            .shiftRight()
            .add()
            .set(CYCLES);
        }
        if (this.target(operand) === 'rom' && this.target(operand + 255) === 'rom' && operand + 255 <= 0xffff) {
          code
            .get(M)
            .load32(layout.window)
            .get(index)
            .add()
            .load8(operand & 0x1fff)
            .set(VALUE);
          break;
        }
        this.flush();
        code.constant(operand).get(index).add().constant(0xffff).and().set(WHERE);
        this.readWhere(() => code.constant(operand >> 8));
        break;
      }
      case '(zero,x)':
        this.flush();
        this.pointerX(operand);
        this.readWhere(() => code.get(WHERE).constant(8).shiftRight());
        break;
      default: // (zero),y
        this.flush();
        this.pointer(operand);
        code.get(BASE).get(Y).add().constant(0xffff).and().set(WHERE);
        code.get(CYCLES).get(BASE).constant(0xff).and().get(Y).add().constant(8).shiftRight().add().set(CYCLES);
        this.readWhere(() => code.get(BASE).constant(8).shiftRight());
    }
  }

  private readAbsolute(address: number): void {
    const { code, layout } = this;
    switch (this.target(address)) {
      case 'rom':
        code
          .get(M)
          .load32(layout.window)
          .load8(address & 0x1fff)
          .set(VALUE);
        break;
      case 'ram':
        code
          .get(M)
          .load8(address & 0xff)
          .set(VALUE);
        break;
      case 'tia':
        this.flush();
        code
          .get(M)
          .constant(address)
          .get(CYCLES)
          .constant(address >> 8)
          .call(READ_DEVICE)
          .set(VALUE);
        break;
      case 'riot':
        this.flush();
        code.get(M).constant(address).get(CYCLES).call(READ_PORT).set(VALUE);
        break;
      default:
        this.flush();
        code
          .get(M)
          .constant(address)
          .get(CYCLES)
          .constant(address >> 8)
          .call(READ_ANY)
          .set(VALUE);
        this.noteSwitch(() => code.constant(1));
    }
  }

  /** Reads the address in WHERE. All cycles have been added. */
  private readWhere(bus: () => void): void {
    const { code, rom, layout } = this;
    code.get(WHERE).constant(0x1fff).and().tee(RESULT).constant(rom.plainFirst).subtract();
    code.constant(rom.plainSpan).lessUnsigned().if();
    code.get(M).load32(layout.window).get(RESULT).add().load8(0).set(VALUE);
    code.else();
    code.get(M).get(WHERE).get(CYCLES);
    bus();
    code.call(READ_ANY).set(VALUE);
    this.noteSwitch(() => code.get(WHERE).constant(0x1000).and());
    code.end();
  }

  /** After an access that may have shown another bank: LEAVE says whether it has, or may have. */
  private noteSwitch(isCartridge: () => void): void {
    const { code, rom, layout } = this;
    if (!rom.switches) return;
    if (rom.unitBytes === 4096) code.get(M).load32(layout.bank).constant(this.unit).notEqual().set(LEAVE);
    else {
      isCartridge();
      code.set(LEAVE);
    }
  }

  /** At the end of an instruction that reads: goes where the new bank is. */
  private leaveIfSwitched({ opcode, operand, next }: Instruction): void {
    const { code, rom } = this;
    const isSafe =
      !rom.switches ||
      opcode.mode === 'immediate' ||
      opcode.mode.startsWith('zero') ||
      (opcode.mode === 'absolute' && this.target(operand) !== 'cartridge') ||
      (opcode.mode.startsWith('absolute,') &&
        this.target(operand) === 'rom' &&
        this.target(operand + 255) === 'rom' &&
        operand + 255 <= 0xffff);
    if (isSafe) return;
    code.get(LEAVE).if();
    this.leave(next, this.executed + 1);
    code.end();
  }

  private zeroIndexed({ opcode, operand }: Instruction): void {
    const index = opcode.mode === 'zero,x' ? X : Y;
    this.code.constant(operand).get(index).add().constant(0xff).and().set(WHERE);
  }

  /** The pointer at (operand),Y into BASE. */
  private pointer(operand: number): void {
    const { code } = this;
    if (operand >= 0x80 && operand < 0xff) code.get(M).load16(operand).set(BASE);
    else code.get(M).constant(operand).get(CYCLES).call(POINTER).set(BASE);
  }

  /** The pointer at (operand,X) into WHERE. */
  private pointerX(operand: number): void {
    const { code } = this;
    code.get(M).constant(operand).get(X).add().constant(0xff).and().get(CYCLES).call(POINTER).set(WHERE);
  }

  // ---- Writes

  /** Writes what `value` pushes to where an instruction says. */
  private write(instruction: Instruction, value: () => void): void {
    const { code } = this;
    const { opcode, operand } = instruction;
    switch (opcode.mode) {
      case 'zero':
      case 'absolute':
        switch (this.target(operand)) {
          case 'ram':
            code.get(M);
            value();
            code.store8(operand & 0xff);
            break;
          case 'tia':
            this.flush();
            this.writeKnownRegister(instruction, value);
            break;
          default:
            this.flush();
            this.writeOther(instruction, () => code.constant(operand), value);
        }
        break;
      case 'zero,x':
      case 'zero,y':
        this.flush();
        this.zeroIndexed(instruction);
        code.get(WHERE).constant(0x80).and().if();
        code.get(M).get(WHERE).add();
        value();
        code.store8(0);
        code.else();
        this.writeRegister(instruction, () => code.get(WHERE), value);
        code.end();
        break;
      case 'absolute,x':
      case 'absolute,y':
        this.flush();
        code
          .constant(operand)
          .get(opcode.mode === 'absolute,x' ? X : Y)
          .add()
          .constant(0xffff)
          .and()
          .set(WHERE);
        this.writeWhere(instruction, value);
        break;
      case '(zero,x)':
        this.flush();
        this.pointerX(operand);
        this.writeWhere(instruction, value);
        break;
      default: // (zero),y
        this.flush();
        this.pointer(operand);
        code.get(BASE).get(Y).add().constant(0xffff).and().set(WHERE);
        this.writeWhere(instruction, value);
    }
  }

  private writeWhere(instruction: Instruction, value: () => void): void {
    const { code } = this;
    this.isRam();
    code.if();
    code.get(M).get(WHERE).constant(0xff).and().add();
    value();
    code.store8(0);
    code.else();
    this.writeOther(instruction, () => code.get(WHERE), value);
    code.end();
  }

  /** Whether the address in WHERE is RAM. */
  private isRam(): void {
    this.code.get(WHERE).constant(0x1280).and().constant(0x80).equal();
  }

  private writeKnownRegister(instruction: Instruction, value: () => void): void {
    const { code } = this;
    const register = instruction.operand & 0x3f;
    if (!busyRegisters.includes(register)) {
      this.writeRegister(instruction, () => code.constant(instruction.operand), value);
      return;
    }
    code.get(M);
    value();
    code
      .get(CYCLES)
      .call(imported(registerWriter(register)))
      .tee(CYCLES);
    this.leaveIfStopped(instruction);
  }

  private writeRegister(instruction: Instruction, address: () => void, value: () => void): void {
    const { code } = this;
    code.get(M);
    address();
    value();
    code.get(CYCLES).call(WRITE_DEVICE).tee(CYCLES);
    this.leaveIfStopped(instruction);
  }

  private writeOther(instruction: Instruction, address: () => void, value: () => void): void {
    const { code, rom, layout } = this;
    code.get(M);
    address();
    value();
    code.get(CYCLES).call(WRITE_ANY).tee(CYCLES);
    this.leaveIfStopped(instruction);
    if (!rom.switches) return;
    if (rom.unitBytes === 4096) code.get(M).load32(layout.bank).constant(this.unit).notEqual().if();
    else {
      address();
      code.constant(0x1000).and().if();
    }
    this.leave(instruction.next, this.executed + 1);
    code.end();
  }

  /** Takes the cycle count that a write returned. */
  private leaveIfStopped({ next }: Instruction): void {
    const { code } = this;
    code.constant(0).lessSigned().if();
    this.leave(next, this.executed + 1);
    code.end();
  }

  // ---- Instructions

  /** Returns whether the program does not go on to the next instruction. */
  private emitInstruction(instruction: Instruction): boolean {
    const { code, layout } = this;
    const { opcode, operand, next } = instruction;
    const field = (offset: number, value: number) => code.get(M).constant(value).store32(offset);
    const transfer = (to: number, from: number) => code.get(from).tee(to).set(NZ);
    const step = (register: number, by: number) =>
      code.get(register).constant(by).add().constant(0xff).and().tee(register).set(NZ);
    const branchIf = () => {
      code.if();
      this.goTo(operand, this.executed + 1, 1 + Number(((next ^ operand) & 0xff00) !== 0));
      code.end();
    };

    switch (opcode.name) {
      case 'LDA':
        return this.load(instruction, [A]);
      case 'LDX':
        return this.load(instruction, [X]);
      case 'LDY':
        return this.load(instruction, [Y]);
      case 'LAX':
        return this.load(instruction, [A, X]);
      case 'ORA':
        return this.logic(instruction, () => code.or());
      case 'AND':
        return this.logic(instruction, () => code.and());
      case 'EOR':
        return this.logic(instruction, () => code.xor());
      case 'ADC':
        return this.sum(instruction, ADD);
      case 'SBC':
        return this.sum(instruction, SUBTRACT);
      case 'CMP':
        return this.compare(instruction, A);
      case 'CPX':
        return this.compare(instruction, X);
      case 'CPY':
        return this.compare(instruction, Y);
      case 'BIT':
        this.read(instruction);
        code.get(A).get(VALUE).and().get(VALUE).constant(0x80).and().constant(8).shiftLeft().or().set(NZ);
        code.get(M).get(VALUE).constant(6).shiftRight().constant(1).and().store32(layout.overflow);
        this.leaveIfSwitched(instruction);
        return false;
      case 'STA':
        this.write(instruction, () => code.get(A));
        return false;
      case 'STX':
        this.write(instruction, () => code.get(X));
        return false;
      case 'STY':
        this.write(instruction, () => code.get(Y));
        return false;
      case 'SAX':
        this.write(instruction, () => code.get(A).get(X).and());
        return false;
      case 'ASL':
      case 'LSR':
      case 'ROL':
      case 'ROR':
      case 'INC':
      case 'DEC':
        return this.modify(instruction);
      case 'BPL':
        code.get(NZ).constant(0x8080).and().eqz();
        branchIf();
        return false;
      case 'BMI':
        code.get(NZ).constant(0x8080).and();
        branchIf();
        return false;
      case 'BVC':
        code.get(M).load32(layout.overflow).eqz();
        branchIf();
        return false;
      case 'BVS':
        code.get(M).load32(layout.overflow);
        branchIf();
        return false;
      case 'BCC':
        code.get(CARRY).eqz();
        branchIf();
        return false;
      case 'BCS':
        code.get(CARRY);
        branchIf();
        return false;
      case 'BNE':
        code.get(NZ).constant(0xff).and();
        branchIf();
        return false;
      case 'BEQ':
        code.get(NZ).constant(0xff).and().eqz();
        branchIf();
        return false;
      case 'JMP':
        return this.jump(instruction);
      case 'JSR':
        return this.call(instruction);
      case 'RTS':
        return this.return(instruction);
      case 'BRK':
        return this.break(instruction);
      case 'RTI':
        return this.returnFromInterrupt(instruction);
      case 'PHA':
        this.push(instruction, () => code.get(A).set(VALUE));
        return false;
      case 'PHP':
        this.push(instruction, () => code.get(M).get(NZ).get(CARRY).call(STATUS).set(VALUE));
        return false;
      case 'PLA':
        this.pull(opcode.name);
        transfer(A, VALUE);
        return false;
      case 'PLP':
        this.pull(opcode.name);
        this.setStatus();
        return false;
      case 'TAX':
        transfer(X, A);
        return false;
      case 'TAY':
        transfer(Y, A);
        return false;
      case 'TXA':
        transfer(A, X);
        return false;
      case 'TYA':
        transfer(A, Y);
        return false;
      case 'TSX':
        code.get(M).load32(layout.sp).tee(X).set(NZ);
        return false;
      case 'TXS':
        code.get(M).get(X).store32(layout.sp);
        return false;
      case 'INX':
        step(X, 1);
        return false;
      case 'INY':
        step(Y, 1);
        return false;
      case 'DEX':
        step(X, -1);
        return false;
      case 'DEY':
        step(Y, -1);
        return false;
      case 'CLC':
        code.constant(0).set(CARRY);
        return false;
      case 'SEC':
        code.constant(1).set(CARRY);
        return false;
      case 'CLI':
        field(layout.interrupt, 0);
        return false;
      case 'SEI':
        field(layout.interrupt, 1);
        return false;
      case 'CLV':
        field(layout.overflow, 0);
        return false;
      case 'CLD':
        field(layout.decimal, 0);
        return false;
      case 'SED':
        field(layout.decimal, 1);
        return false;
      default: // NOP; the one with an address reads it
        if (opcode.mode === 'absolute') {
          this.read(instruction);
          this.leaveIfSwitched(instruction);
        }
        return false;
    }
  }

  private load(instruction: Instruction, registers: readonly number[]): boolean {
    const { code } = this;
    this.read(instruction);
    this.skipTimerLoop(instruction);
    for (const register of registers) code.get(VALUE).set(register);
    code.get(VALUE).set(NZ);
    this.leaveIfSwitched(instruction);
    return false;
  }

  /** A load of INTIM and a branch back to it go round until the timer shows 0: that is calculated, not done. */
  private skipTimerLoop({ opcode, operand, pc, next }: Instruction): void {
    const { code, rom } = this;
    if (opcode.mode !== 'absolute' || operand !== INTIM || opcode.name === 'LAX') return;
    const branch = decode(rom, { unit: this.unit, pc: next });
    if (branch?.operand !== pc || (branch.opcode.name !== 'BNE' && branch.opcode.name !== 'BPL')) return;
    const round = 7 + Number((((next + 2) ^ pc) & 0xff00) !== 0);
    code.get(VALUE);
    if (branch.opcode.name === 'BPL') code.constant(1).subtract().constant(0x7f).lessUnsigned();
    code.if();
    code.get(M).get(CYCLES).constant(round).call(TIMER_ROUNDS).tee(RESULT).if();
    code.get(RESULT).constant(1).shiftLeft();
    code
      .get(BUDGET)
      .constant(this.executed + 1 + this.layout.margin)
      .subtract()
      .lessSigned()
      .if();
    code.get(BUDGET).get(RESULT).constant(1).shiftLeft().subtract().set(BUDGET);
    for (let i = 0; i < round; i++) code.get(RESULT);
    for (let i = 1; i < round; i++) code.add();
    code.get(CYCLES).add().set(CYCLES);
    code.constant(0).set(VALUE);
    code.end().end().end();
  }

  private logic(instruction: Instruction, operation: () => void): boolean {
    const { code } = this;
    this.read(instruction);
    code.get(A).get(VALUE);
    operation();
    code.tee(A).set(NZ);
    this.leaveIfSwitched(instruction);
    return false;
  }

  private compare(instruction: Instruction, register: number): boolean {
    const { code } = this;
    this.read(instruction);
    code.get(register).get(VALUE).subtract().constant(0xff).and().set(NZ);
    code.get(register).get(VALUE).notLessUnsigned().set(CARRY);
    this.leaveIfSwitched(instruction);
    return false;
  }

  private sum(instruction: Instruction, decimal: number): boolean {
    const { code, layout } = this;
    this.read(instruction);
    code.get(M).load32(layout.decimal).if();
    code.get(A).get(VALUE).get(CARRY).call(decimal).set(RESULT);
    code.get(M).get(RESULT).constant(9).shiftRight().constant(1).and().store32(layout.overflow);
    code.else();
    if (decimal === SUBTRACT) code.get(VALUE).constant(0xff).xor().set(VALUE);
    code.get(A).get(VALUE).add().get(CARRY).add().set(RESULT);
    code.get(M);
    code.get(A).get(RESULT).xor().get(VALUE).get(RESULT).xor().and().constant(7).shiftRight().constant(1).and();
    code.store32(layout.overflow);
    code.end();
    code.get(RESULT).constant(8).shiftRight().constant(1).and().set(CARRY);
    code.get(RESULT).constant(0xff).and().tee(A).set(NZ);
    this.leaveIfSwitched(instruction);
    return false;
  }

  /** ASL, LSR, ROL, ROR, INC, DEC. With an index they are the interpreter's where they do not meet RAM. */
  private modify(instruction: Instruction): boolean {
    const { code } = this;
    const { opcode, operand } = instruction;
    switch (opcode.mode) {
      case 'implied':
        code.get(A).set(VALUE);
        this.modifyValue(opcode.name);
        code.get(VALUE).set(A);
        return false;
      case 'zero':
      case 'absolute':
        if (this.target(operand) !== 'ram') {
          this.read(instruction);
          this.modifyValue(opcode.name);
          this.write(instruction, () => code.get(VALUE));
          return false;
        }
        code.constant(operand & 0xff).set(WHERE);
        break;
      case 'zero,x':
        this.zeroIndexed(instruction);
        code.get(WHERE).constant(0x80).and().eqz().if();
        this.giveUp(instruction);
        code.end();
        break;
      default: // absolute,x
        code.constant(operand).get(X).add().constant(0xffff).and().set(WHERE);
        this.isRam();
        code.eqz().if();
        this.giveUp(instruction);
        code.end();
        code.get(WHERE).constant(0xff).and().set(WHERE);
    }
    code.get(M).get(WHERE).add().tee(WHERE).load8(0).set(VALUE);
    this.modifyValue(opcode.name);
    code.get(WHERE).get(VALUE).store8(0);
    return false;
  }

  private modifyValue(name: string): void {
    const { code } = this;
    switch (name) {
      case 'INC':
        code.get(VALUE).constant(1).add().constant(0xff).and();
        break;
      case 'DEC':
        code.get(VALUE).constant(1).subtract().constant(0xff).and();
        break;
      case 'ASL':
        code.get(VALUE).constant(7).shiftRight().set(CARRY);
        code.get(VALUE).constant(1).shiftLeft().constant(0xff).and();
        break;
      case 'LSR':
        code.get(VALUE).constant(1).and().set(CARRY);
        code.get(VALUE).constant(1).shiftRight();
        break;
      case 'ROL':
        code.get(VALUE).constant(1).shiftLeft().get(CARRY).or().constant(0xff).and();
        code.get(VALUE).constant(7).shiftRight().set(CARRY);
        break;
      default: // ROR
        code.get(VALUE).constant(1).shiftRight().get(CARRY).constant(7).shiftLeft().or();
        code.get(VALUE).constant(1).and().set(CARRY);
    }
    code.tee(VALUE).set(NZ);
  }

  private jump(instruction: Instruction): boolean {
    const { code } = this;
    const { opcode, operand } = instruction;
    if (opcode.mode === 'absolute') {
      this.goTo(operand, this.executed + 1);
    } else if (this.target(operand) === 'ram' && (operand & 0xff) !== 0xff) {
      this.addCycles(this.pending);
      this.spend(this.executed + 1);
      code
        .get(M)
        .load16(operand & 0xff)
        .set(PC);
      this.goToPc();
    } else this.giveUp(instruction);
    return true;
  }

  /** JSR, where the return address goes to RAM. */
  private call(instruction: Instruction): boolean {
    const { code, layout } = this;
    const { operand, next } = instruction;
    code.get(M).load32(layout.sp).tee(RESULT).constant(0x81).lessUnsigned().if();
    this.giveUp(instruction);
    code.end();
    code
      .get(M)
      .get(RESULT)
      .add()
      .constant(1)
      .subtract()
      .constant((next - 1) & 0xffff)
      .store16(0);
    code.get(M).get(RESULT).constant(2).subtract().store32(layout.sp);
    this.goTo(operand, this.executed + 1);
    return true;
  }

  /** RTS, where the return address comes from RAM and leads to plain ROM. */
  private return(instruction: Instruction): boolean {
    const { code, rom, layout } = this;
    code.get(M).load32(layout.sp).tee(RESULT).constant(0x7f).subtract().constant(0x7f).notLessUnsigned().if();
    this.giveUp(instruction);
    code.end();
    code.get(M).get(RESULT).add().load16(1).tee(WHERE);
    code.constant(0x1fff).and().constant(rom.plainFirst).subtract().constant(rom.plainSpan).notLessUnsigned().if();
    this.giveUp(instruction);
    code.end();
    code.get(M).get(RESULT).constant(2).add().store32(layout.sp);
    code.get(WHERE).constant(1).add().constant(0xffff).and().set(PC);
    this.addCycles(this.pending);
    this.spend(this.executed + 1);
    this.goToPc();
    return true;
  }

  /** Takes all flags from VALUE. */
  private setStatus(): void {
    const { code, layout } = this;
    code.get(VALUE).constant(0x80).and().constant(8).shiftLeft();
    code.get(VALUE).constant(2).and().eqz().or().set(NZ);
    code.get(VALUE).constant(1).and().set(CARRY);
    code.get(M).get(VALUE).constant(6).shiftRight().constant(1).and().store32(layout.overflow);
    code.get(M).get(VALUE).constant(3).shiftRight().constant(1).and().store32(layout.decimal);
    code.get(M).get(VALUE).constant(2).shiftRight().constant(1).and().store32(layout.interrupt);
  }

  /** BRK, which some programs call routines by, where all that is pushed goes to RAM. */
  private break(instruction: Instruction): boolean {
    const { code, layout } = this;
    code.get(M).load32(layout.sp).tee(RESULT).constant(0x82).lessUnsigned().if();
    this.giveUp(instruction);
    code.end();
    code.get(M).get(RESULT).add().constant(2).subtract().tee(WHERE);
    code.constant((instruction.pc + 2) & 0xffff).store16(1);
    code.get(WHERE).get(M).get(NZ).get(CARRY).call(STATUS).store8(0);
    code.get(M).constant(1).store32(layout.interrupt);
    code.get(M).get(RESULT).constant(3).subtract().store32(layout.sp);
    this.goTo(instruction.operand, this.executed + 1);
    return true;
  }

  /** RTI, where everything comes from RAM. */
  private returnFromInterrupt(instruction: Instruction): boolean {
    const { code, layout } = this;
    code.get(M).load32(layout.sp).tee(RESULT).constant(0x7f).subtract().constant(0x7e).notLessUnsigned().if();
    this.giveUp(instruction);
    code.end();
    code.get(M).get(RESULT).add().tee(WHERE).load8(1).set(VALUE);
    this.setStatus();
    code.get(WHERE).load16(2).set(PC);
    code.get(M).get(RESULT).constant(3).add().store32(layout.sp);
    this.addCycles(this.pending);
    this.spend(this.executed + 1);
    this.goToPc();
    return true;
  }

  private push(instruction: Instruction, value: () => void): void {
    const { code, layout } = this;
    this.flush();
    value();
    code.get(M).load32(layout.sp).set(RESULT);
    code.get(M).get(RESULT).constant(1).subtract().constant(0xff).and().store32(layout.sp);
    code.get(RESULT).constant(0x80).and().if();
    code.get(M).get(RESULT).add().get(VALUE).store8(0);
    code.else();
    this.writeRegister(
      instruction,
      () => code.get(RESULT).constant(0x100).or(),
      () => code.get(VALUE),
    );
    code.end();
  }

  /** Pulls a byte into VALUE. */
  private pull(name: string): void {
    const { code, layout } = this;
    this.flush();
    code.get(M).load32(layout.sp).constant(1).add().constant(0xff).and().set(RESULT);
    code.get(M).get(RESULT).store32(layout.sp);
    code.get(RESULT).constant(0x80).and().if();
    code.get(M).get(RESULT).add().load8(0).set(VALUE);
    code.else();
    code
      .get(M)
      .get(RESULT)
      .get(CYCLES)
      .constant(name === 'PLA' ? 0x68 : 0x28)
      .call(PULL_DEVICE)
      .set(VALUE);
    code.end();
  }
}
