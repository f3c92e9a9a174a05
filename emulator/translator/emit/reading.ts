import type { Instruction } from '../trace.ts';
import { Flow } from './flow.ts';
import { POINTER, READ_ANY, READ_DEVICE, READ_PORT } from './imports.ts';
import { BASE, CYCLES, LEAVE, M, RESULT, VALUE, WHERE, X, Y } from './locals.ts';

/** Where operands come from. */
export class Reading extends Flow {
  /** Reads what an instruction works on into VALUE. */
  protected read(instruction: Instruction): void {
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

  protected readAbsolute(address: number): void {
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
  protected readWhere(bus: () => void): void {
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
  protected noteSwitch(isCartridge: () => void): void {
    const { code, rom, layout } = this;
    if (!rom.switches) return;
    if (rom.unitBytes === 4096) code.get(M).load32(layout.bank).constant(this.unit).notEqual().set(LEAVE);
    else {
      isCartridge();
      code.set(LEAVE);
    }
  }

  /** At the end of an instruction that reads: goes where the new bank is. */
  protected leaveIfSwitched({ opcode, operand, next }: Instruction): void {
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

  protected zeroIndexed({ opcode, operand }: Instruction): void {
    const index = opcode.mode === 'zero,x' ? X : Y;
    this.code.constant(operand).get(index).add().constant(0xff).and().set(WHERE);
  }

  /** The pointer at (operand),Y into BASE. */
  protected pointer(operand: number): void {
    const { code } = this;
    if (operand >= 0x80 && operand < 0xff) code.get(M).load16(operand).set(BASE);
    else code.get(M).constant(operand).get(CYCLES).call(POINTER).set(BASE);
  }

  /** The pointer at (operand,X) into WHERE. */
  protected pointerX(operand: number): void {
    const { code } = this;
    code.get(M).constant(operand).get(X).add().constant(0xff).and().get(CYCLES).call(POINTER).set(WHERE);
  }
}
