import type { Instruction } from '../trace.ts';
import { busyRegisters, imported, registerWriter, WRITE_ANY, WRITE_DEVICE } from './imports.ts';
import { BASE, CYCLES, M, WHERE, X, Y } from './locals.ts';
import { Reading } from './reading.ts';

/** Where results go. */
export class Writing extends Reading {
  /** Writes what `value` pushes to where an instruction says. */
  protected write(instruction: Instruction, value: () => void): void {
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

  protected writeWhere(instruction: Instruction, value: () => void): void {
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
  protected isRam(): void {
    this.code.get(WHERE).constant(0x1280).and().constant(0x80).equal();
  }

  protected writeKnownRegister(instruction: Instruction, value: () => void): void {
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

  protected writeRegister(instruction: Instruction, address: () => void, value: () => void): void {
    const { code } = this;
    code.get(M);
    address();
    value();
    code.get(CYCLES).call(WRITE_DEVICE).tee(CYCLES);
    this.leaveIfStopped(instruction);
  }

  protected writeOther(instruction: Instruction, address: () => void, value: () => void): void {
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
  protected leaveIfStopped({ next }: Instruction): void {
    const { code } = this;
    code.constant(0).lessSigned().if();
    this.leave(next, this.executed + 1);
    code.end();
  }
}
