import { decode, type Instruction } from '../trace.ts';
import { SUBTRACT, TIMER_ROUNDS } from './imports.ts';
import { A, BUDGET, CARRY, CYCLES, M, NZ, RESULT, VALUE, WHERE, X } from './locals.ts';
import { Writing } from './writing.ts';

const INTIM = 0x284;

/** Loads, logic, sums, comparisons, shifts. */
export class Arithmetic extends Writing {
  protected load(instruction: Instruction, registers: readonly number[]): boolean {
    const { code } = this;
    this.read(instruction);
    this.skipTimerLoop(instruction);
    for (const register of registers) code.get(VALUE).set(register);
    code.get(VALUE).set(NZ);
    this.leaveIfSwitched(instruction);
    return false;
  }

  /** A load of INTIM and a branch back to it go round until the timer shows 0: that is calculated, not done. */
  protected skipTimerLoop({ opcode, operand, pc, next }: Instruction): void {
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

  protected logic(instruction: Instruction, operation: () => void): boolean {
    const { code } = this;
    this.read(instruction);
    code.get(A).get(VALUE);
    operation();
    code.tee(A).set(NZ);
    this.leaveIfSwitched(instruction);
    return false;
  }

  protected compare(instruction: Instruction, register: number): boolean {
    const { code } = this;
    this.read(instruction);
    code.get(register).get(VALUE).subtract().constant(0xff).and().set(NZ);
    code.get(register).get(VALUE).notLessUnsigned().set(CARRY);
    this.leaveIfSwitched(instruction);
    return false;
  }

  protected sum(instruction: Instruction, decimal: number): boolean {
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
  protected modify(instruction: Instruction): boolean {
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

  protected modifyValue(name: string): void {
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
}
