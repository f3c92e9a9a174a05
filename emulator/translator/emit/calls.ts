import type { Instruction } from '../trace.ts';
import { Arithmetic } from './arithmetic.ts';
import { PULL_DEVICE, STATUS } from './imports.ts';
import { CARRY, CYCLES, M, NZ, PC, RESULT, VALUE, WHERE } from './locals.ts';

/** Jumps, calls and the stack. */
export class Calls extends Arithmetic {
  protected jump(instruction: Instruction): boolean {
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
  protected call(instruction: Instruction): boolean {
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
  protected return(instruction: Instruction): boolean {
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
  protected setStatus(): void {
    const { code, layout } = this;
    code.get(VALUE).constant(0x80).and().constant(8).shiftLeft();
    code.get(VALUE).constant(2).and().eqz().or().set(NZ);
    code.get(VALUE).constant(1).and().set(CARRY);
    code.get(M).get(VALUE).constant(6).shiftRight().constant(1).and().store32(layout.overflow);
    code.get(M).get(VALUE).constant(3).shiftRight().constant(1).and().store32(layout.decimal);
    code.get(M).get(VALUE).constant(2).shiftRight().constant(1).and().store32(layout.interrupt);
  }

  /** BRK, which some programs call routines by, where all that is pushed goes to RAM. */
  protected break(instruction: Instruction): boolean {
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
  protected returnFromInterrupt(instruction: Instruction): boolean {
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

  protected push(instruction: Instruction, value: () => void): void {
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
  protected pull(name: string): void {
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
