import { Calls } from './emit/calls.ts';
import { ADD, type Layout, STATUS, SUBTRACT } from './emit/imports.ts';
import { A, BUDGET, CARRY, CYCLES, LOCALS, M, NZ, PC, STATE, VALUE, X, Y } from './emit/locals.ts';
import type { Block, Instruction, Rom } from './trace.ts';
import type { Code, WasmFunction } from './wasm.ts';

/**
 * One function for all blocks of a unit that were found together. Yields after each block: the caller may take a rest.
 *
 * Blocks stand in the order of their addresses, each inside the WebAssembly blocks of all that follow: so a jump ahead is
 * a branch, and a jump back goes by a table at the head of one loop around everything. The processor's registers are
 * locals; they are taken from the machine at the start and put back at the end. Cycles are counted while translating
 * and added before anything that can see them.
 *
 * What cannot be known here (where RTS goes, a write that ends the frame, another bank) leaves the function with the
 * program counter in its place; `assembly/translated.ts` goes on from there.
 */
export function* emitUnit(
  rom: Rom,
  layout: Layout,
  unit: number,
  blocks: readonly Block[],
  functionNumber: number,
): Generator<void, WasmFunction> {
  const emitter = new Emitter(rom, layout, unit, blocks, functionNumber);
  return { name: `${functionNumber}`, locals: LOCALS, code: yield* emitter.emit() };
}

class Emitter extends Calls {
  *emit(): Generator<void, Code> {
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
      yield;
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
}
