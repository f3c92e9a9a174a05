import { type Block, type Device, deviceAt, type Instruction, type Rom, unitPlace } from '../trace.ts';
import { Code } from '../wasm.ts';
import type { Layout } from './imports.ts';
import { BUDGET, CYCLES, EXIT, M, PC, STATE, STEP, TOP, VALUE } from './locals.ts';

/** Where the program goes, and what has been counted until then: the ground under everything that is emitted. */
export class Flow {
  protected readonly code = new Code();
  protected readonly blockOf = new Map<number, number>();
  /** The block being translated. */
  protected current = 0;
  /** Cycles that have passed but are not in the local yet. */
  protected pending = 0;
  /** Instructions of this block before the present one. */
  protected executed = 0;

  protected readonly rom: Rom;
  protected readonly layout: Layout;
  protected readonly unit: number;
  protected readonly blocks: readonly Block[];
  protected readonly functionNumber: number;

  constructor(rom: Rom, layout: Layout, unit: number, blocks: readonly Block[], functionNumber: number) {
    this.rom = rom;
    this.layout = layout;
    this.unit = unit;
    this.blocks = blocks;
    this.functionNumber = functionNumber;
    for (const [i, { pc }] of blocks.entries()) this.blockOf.set(pc, i);
  }

  /** Adds the cycles that have passed to the local. */
  protected flush(): void {
    this.addCycles(this.pending);
    this.pending = 0;
  }

  protected addCycles(count: number): void {
    if (count) this.code.get(CYCLES).constant(count).add().set(CYCLES);
  }

  protected spend(instructions: number): void {
    if (instructions) this.code.get(BUDGET).constant(instructions).subtract().set(BUDGET);
  }

  /** Leaves the function: the program goes on at `pc`, `executed` instructions of this block were done. */
  protected leave(pc: number, executed: number, label = EXIT): void {
    this.addCycles(this.pending);
    this.spend(executed);
    this.code.constant(pc).set(PC).branch(label);
  }

  /** Leaves before this instruction, which the interpreter is to do. */
  protected giveUp({ pc, opcode }: Instruction): void {
    this.addCycles(this.pending - opcode.cycles);
    this.spend(this.executed);
    this.code.constant(pc).set(PC).branch(STEP);
  }

  /** Goes on at an address known now, inside the function if it can. Leaves `pending` as it is. */
  protected goTo(pc: number, executed: number, moreCycles = 0): void {
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
  protected labelOf(block: number): number {
    return TOP + this.blocks.length - block;
  }

  /** Goes on at the address in PC. */
  protected goToPc(): void {
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

  protected target(address: number): Device {
    return deviceAt(this.rom, address);
  }
}
