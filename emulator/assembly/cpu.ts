import { codeAt, readCartridge, writeCartridge } from './cartridge/cartridge';
import { Machine, STOP } from './machine';
import { readRiot, writeRiot } from './riot';
import { CYCLES, DECIMAL, LENGTHS } from './tables';
import { readTia, writeTia } from './tia';

/**
 * The 6507: a 6502 with thirteen address lines and no interrupts.
 *
 *     $0000-$007F  TIA (and its mirrors wherever A12 and A7 are 0)
 *     $0080-$00FF  RAM (mirrored on the stack page; A12 = 0, A9 = 0, A7 = 1)
 *     $0280-$029F  RIOT (A12 = 0, A9 = 1, A7 = 1)
 *     $1000-$1FFF  cartridge
 *
 * The interpreter keeps the busiest registers in locals (more would not fit the machine it runs on) and runs until a write ends the frame (the sign bit of `cycles`) or
 * the budget of instructions is spent. An instruction adds its cycles before it touches its operand, so the devices
 * see the cycle at which it ends. Almost every fetch hits the plain part of the cartridge's 4K window and is one load;
 * addresses at which a mere read switches banks take the slow way through `readBus`.
 *
 * Reading a register of the TIA leaves some data lines as the last bus access left them. They are not tracked: what
 * was on the bus follows from the addressing mode.
 *
 * Undocumented opcodes, decimal mode and the single write of read-modify-write instructions follow Stella 2's
 * "low compatibility" processor, which ALE uses.
 *
 * Source: MCS6500 programming manual (MOS, 1976); for undocumented opcodes, the 64doc text; measured against ale-py.
 */
export function interpret(m: Machine, instructions: i32): i32 {
  let pc = m.pc;
  let a = m.a;
  let x = m.x;
  let y = m.y;
  let nz = m.nz;
  let carry = m.carry;
  let cycles = m.cycles;

  let budget = instructions;
  let value: i32 = 0;
  let result: i32 = 0;
  let base: i32 = 0;
  let where: i32 = 0;

  while (budget > 0 && cycles >= 0) {
    budget--;
    const place = pc & 0x1fff;
    const p = <u32>(place - m.plainFirst) < m.plainSpan ? m.window + <usize>place : fetch(m, pc, cycles);
    const opcode = <i32>load<u8>(p);
    switch (opcode) {
      case 0x00: // BRK
        cycles += 7;
        pc += 2;
        cycles = pushWord(m, m.sp, pc, cycles);
        m.sp = (m.sp - 2) & 0xff;
        cycles = pushAgain(m, m.sp, flags(nz, m.overflow, m.decimal, m.interrupt, carry), cycles);
        m.sp = (m.sp - 1) & 0xff;
        m.interrupt = 1;
        pc = readBus(m, 0xfffe, cycles, 0) | (readBus(m, 0xffff, cycles, 0) << 8);
        break;
      case 0x01: // ORA (z,X)
        cycles += 6;
        where = pointer(m, (load<u8>(p, 1) + x) & 0xff, cycles);
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, where >> 8);
        pc += 2;
        a |= value;
        nz = a;
        break;
      case 0x03: // SLO (z,X)
        cycles += 8;
        where = pointer(m, (load<u8>(p, 1) + x) & 0xff, cycles);
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, where >> 8);
        pc += 2;
        carry = value >> 7;
        value = (value << 1) & 0xff;
        a |= value;
        nz = a;
        cycles = write(m, where, value, cycles);
        break;
      case 0x04:
      case 0x44:
      case 0x64: // NOP z
        cycles += 3;
        pc += 2;
        break;
      case 0x05: // ORA z
        cycles += 3;
        value = readZero(m, load<u8>(p, 1), cycles);
        pc += 2;
        a |= value;
        nz = a;
        break;
      case 0x06: // ASL z
        cycles += 5;
        where = load<u8>(p, 1);
        value = readZeroAt(m, where, load<u8>(p, 1), cycles);
        pc += 2;
        carry = value >> 7;
        value = (value << 1) & 0xff;
        nz = value;
        cycles = writeZero(m, where, value, cycles);
        break;
      case 0x07: // SLO z
        cycles += 5;
        where = load<u8>(p, 1);
        value = readZeroAt(m, where, load<u8>(p, 1), cycles);
        pc += 2;
        carry = value >> 7;
        value = (value << 1) & 0xff;
        a |= value;
        nz = a;
        cycles = writeZero(m, where, value, cycles);
        break;
      case 0x08: // PHP
        cycles += 3;
        pc += 1;
        cycles = push(m, m.sp, flags(nz, m.overflow, m.decimal, m.interrupt, carry), cycles);
        m.sp = (m.sp - 1) & 0xff;
        break;
      case 0x09: // ORA #n
        cycles += 2;
        value = load<u8>(p, 1);
        pc += 2;
        a |= value;
        nz = a;
        break;
      case 0x0a: // ASL A
        cycles += 2;
        pc += 1;
        carry = a >> 7;
        a = (a << 1) & 0xff;
        nz = a;
        break;
      case 0x0b:
      case 0x2b: // ANC #n
        cycles += 2;
        value = load<u8>(p, 1);
        pc += 2;
        a &= value;
        nz = a;
        carry = a >> 7;
        break;
      case 0x0c: // NOP nn
        cycles += 4;
        value = read(m, load<u16>(p, 1), m.plainFirst, m.plainSpan, cycles, load<u8>(p, 2));
        pc += 3;
        break;
      case 0x0d: // ORA nn
        cycles += 4;
        value = read(m, load<u16>(p, 1), m.plainFirst, m.plainSpan, cycles, load<u8>(p, 2));
        pc += 3;
        a |= value;
        nz = a;
        break;
      case 0x0e: // ASL nn
        cycles += 6;
        where = load<u16>(p, 1);
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, load<u8>(p, 2));
        pc += 3;
        carry = value >> 7;
        value = (value << 1) & 0xff;
        nz = value;
        cycles = write(m, where, value, cycles);
        break;
      case 0x0f: // SLO nn
        cycles += 6;
        where = load<u16>(p, 1);
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, load<u8>(p, 2));
        pc += 3;
        carry = value >> 7;
        value = (value << 1) & 0xff;
        a |= value;
        nz = a;
        cycles = write(m, where, value, cycles);
        break;
      case 0x10: // BPL
        cycles += 2;
        pc += 2;
        if ((nz & 0x8080) == 0) {
          where = (pc + <i32>load<i8>(p, 1)) & 0xffff;
          cycles += 1 + crossing(pc, where);
          pc = where;
        }
        break;
      case 0x11: // ORA (z),Y
        cycles += 5;
        base = pointer(m, load<u8>(p, 1), cycles);
        where = (base + y) & 0xffff;
        cycles += crossing(base, where);
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, base >> 8);
        pc += 2;
        a |= value;
        nz = a;
        break;
      case 0x13: // SLO (z),Y
        cycles += 8;
        where = (pointer(m, load<u8>(p, 1), cycles) + y) & 0xffff;
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, (where - y) >> 8);
        pc += 2;
        carry = value >> 7;
        value = (value << 1) & 0xff;
        a |= value;
        nz = a;
        cycles = write(m, where, value, cycles);
        break;
      case 0x14:
      case 0x34:
      case 0x54:
      case 0x74:
      case 0xd4:
      case 0xf4: // NOP z,X
        cycles += 4;
        pc += 2;
        break;
      case 0x15: // ORA z,X
        cycles += 4;
        value = readZeroIndexed(m, load<u8>(p, 1), x, cycles);
        pc += 2;
        a |= value;
        nz = a;
        break;
      case 0x16: // ASL z,X
        cycles += 6;
        where = (load<u8>(p, 1) + x) & 0xff;
        value = readZeroAt(m, where, load<u8>(p, 1), cycles);
        pc += 2;
        carry = value >> 7;
        value = (value << 1) & 0xff;
        nz = value;
        cycles = writeZero(m, where, value, cycles);
        break;
      case 0x17: // SLO z,X
        cycles += 6;
        where = (load<u8>(p, 1) + x) & 0xff;
        value = readZeroAt(m, where, load<u8>(p, 1), cycles);
        pc += 2;
        carry = value >> 7;
        value = (value << 1) & 0xff;
        a |= value;
        nz = a;
        cycles = writeZero(m, where, value, cycles);
        break;
      case 0x18: // CLC
        cycles += 2;
        pc += 1;
        carry = 0;
        break;
      case 0x19: // ORA nn,Y
        cycles += 4;
        base = load<u16>(p, 1);
        where = (base + y) & 0xffff;
        cycles += crossing(base, where);
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, base >> 8);
        pc += 3;
        a |= value;
        nz = a;
        break;
      case 0x1a:
      case 0x3a:
      case 0x5a:
      case 0x7a:
      case 0xda:
      case 0xea:
      case 0xfa: // NOP
        cycles += 2;
        pc += 1;
        break;
      case 0x1b: // SLO nn,Y
        cycles += 7;
        where = (load<u16>(p, 1) + y) & 0xffff;
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, load<u8>(p, 2));
        pc += 3;
        carry = value >> 7;
        value = (value << 1) & 0xff;
        a |= value;
        nz = a;
        cycles = write(m, where, value, cycles);
        break;
      case 0x1c:
      case 0x3c:
      case 0x5c:
      case 0x7c:
      case 0xdc:
      case 0xfc: // NOP nn,X
        cycles += 4;
        base = load<u16>(p, 1);
        where = (base + x) & 0xffff;
        cycles += crossing(base, where);
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, base >> 8);
        pc += 3;
        break;
      case 0x1d: // ORA nn,X
        cycles += 4;
        base = load<u16>(p, 1);
        where = (base + x) & 0xffff;
        cycles += crossing(base, where);
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, base >> 8);
        pc += 3;
        a |= value;
        nz = a;
        break;
      case 0x1e: // ASL nn,X
        cycles += 7;
        where = (load<u16>(p, 1) + x) & 0xffff;
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, load<u8>(p, 2));
        pc += 3;
        carry = value >> 7;
        value = (value << 1) & 0xff;
        nz = value;
        cycles = write(m, where, value, cycles);
        break;
      case 0x1f: // SLO nn,X
        cycles += 7;
        where = (load<u16>(p, 1) + x) & 0xffff;
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, load<u8>(p, 2));
        pc += 3;
        carry = value >> 7;
        value = (value << 1) & 0xff;
        a |= value;
        nz = a;
        cycles = write(m, where, value, cycles);
        break;
      case 0x20: // JSR nn
        cycles += 6;
        pc += 2;
        cycles = pushWord(m, m.sp, pc, cycles);
        m.sp = (m.sp - 2) & 0xff;
        pc = load<u16>(p, 1);
        break;
      case 0x21: // AND (z,X)
        cycles += 6;
        where = pointer(m, (load<u8>(p, 1) + x) & 0xff, cycles);
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, where >> 8);
        pc += 2;
        a &= value;
        nz = a;
        break;
      case 0x23: // RLA (z,X)
        cycles += 8;
        where = pointer(m, (load<u8>(p, 1) + x) & 0xff, cycles);
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, where >> 8);
        pc += 2;
        result = (value << 1) | carry;
        carry = value >> 7;
        value = result & 0xff;
        a &= value;
        nz = a;
        cycles = write(m, where, value, cycles);
        break;
      case 0x24: // BIT z
        cycles += 3;
        value = readZero(m, load<u8>(p, 1), cycles);
        pc += 2;
        nz = (a & value) | ((value & 0x80) << 8);
        m.overflow = (value >> 6) & 1;
        break;
      case 0x25: // AND z
        cycles += 3;
        value = readZero(m, load<u8>(p, 1), cycles);
        pc += 2;
        a &= value;
        nz = a;
        break;
      case 0x26: // ROL z
        cycles += 5;
        where = load<u8>(p, 1);
        value = readZeroAt(m, where, load<u8>(p, 1), cycles);
        pc += 2;
        result = (value << 1) | carry;
        carry = value >> 7;
        value = result & 0xff;
        nz = value;
        cycles = writeZero(m, where, value, cycles);
        break;
      case 0x27: // RLA z
        cycles += 5;
        where = load<u8>(p, 1);
        value = readZeroAt(m, where, load<u8>(p, 1), cycles);
        pc += 2;
        result = (value << 1) | carry;
        carry = value >> 7;
        value = result & 0xff;
        a &= value;
        nz = a;
        cycles = writeZero(m, where, value, cycles);
        break;
      case 0x28: // PLP
        cycles += 4;
        pc += 1;
        m.sp = (m.sp + 1) & 0xff;
        value = readStack(m, m.sp, cycles, 1, 0x28);
        nz = (value & 0x80) << 8 | (value & 2 ? 0 : 1);
        m.overflow = (value >> 6) & 1;
        m.decimal = (value >> 3) & 1;
        m.interrupt = (value >> 2) & 1;
        carry = value & 1;
        break;
      case 0x29: // AND #n
        cycles += 2;
        value = load<u8>(p, 1);
        pc += 2;
        a &= value;
        nz = a;
        break;
      case 0x2a: // ROL A
        cycles += 2;
        pc += 1;
        result = (a << 1) | carry;
        carry = a >> 7;
        a = result & 0xff;
        nz = a;
        break;
      case 0x2c: // BIT nn
        cycles += 4;
        value = read(m, load<u16>(p, 1), m.plainFirst, m.plainSpan, cycles, load<u8>(p, 2));
        pc += 3;
        nz = (a & value) | ((value & 0x80) << 8);
        m.overflow = (value >> 6) & 1;
        break;
      case 0x2d: // AND nn
        cycles += 4;
        value = read(m, load<u16>(p, 1), m.plainFirst, m.plainSpan, cycles, load<u8>(p, 2));
        pc += 3;
        a &= value;
        nz = a;
        break;
      case 0x2e: // ROL nn
        cycles += 6;
        where = load<u16>(p, 1);
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, load<u8>(p, 2));
        pc += 3;
        result = (value << 1) | carry;
        carry = value >> 7;
        value = result & 0xff;
        nz = value;
        cycles = write(m, where, value, cycles);
        break;
      case 0x2f: // RLA nn
        cycles += 6;
        where = load<u16>(p, 1);
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, load<u8>(p, 2));
        pc += 3;
        result = (value << 1) | carry;
        carry = value >> 7;
        value = result & 0xff;
        a &= value;
        nz = a;
        cycles = write(m, where, value, cycles);
        break;
      case 0x30: // BMI
        cycles += 2;
        pc += 2;
        if ((nz & 0x8080) != 0) {
          where = (pc + <i32>load<i8>(p, 1)) & 0xffff;
          cycles += 1 + crossing(pc, where);
          pc = where;
        }
        break;
      case 0x31: // AND (z),Y
        cycles += 5;
        base = pointer(m, load<u8>(p, 1), cycles);
        where = (base + y) & 0xffff;
        cycles += crossing(base, where);
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, base >> 8);
        pc += 2;
        a &= value;
        nz = a;
        break;
      case 0x33: // RLA (z),Y
        cycles += 8;
        where = (pointer(m, load<u8>(p, 1), cycles) + y) & 0xffff;
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, (where - y) >> 8);
        pc += 2;
        result = (value << 1) | carry;
        carry = value >> 7;
        value = result & 0xff;
        a &= value;
        nz = a;
        cycles = write(m, where, value, cycles);
        break;
      case 0x35: // AND z,X
        cycles += 4;
        value = readZeroIndexed(m, load<u8>(p, 1), x, cycles);
        pc += 2;
        a &= value;
        nz = a;
        break;
      case 0x36: // ROL z,X
        cycles += 6;
        where = (load<u8>(p, 1) + x) & 0xff;
        value = readZeroAt(m, where, load<u8>(p, 1), cycles);
        pc += 2;
        result = (value << 1) | carry;
        carry = value >> 7;
        value = result & 0xff;
        nz = value;
        cycles = writeZero(m, where, value, cycles);
        break;
      case 0x37: // RLA z,X
        cycles += 6;
        where = (load<u8>(p, 1) + x) & 0xff;
        value = readZeroAt(m, where, load<u8>(p, 1), cycles);
        pc += 2;
        result = (value << 1) | carry;
        carry = value >> 7;
        value = result & 0xff;
        a &= value;
        nz = a;
        cycles = writeZero(m, where, value, cycles);
        break;
      case 0x38: // SEC
        cycles += 2;
        pc += 1;
        carry = 1;
        break;
      case 0x39: // AND nn,Y
        cycles += 4;
        base = load<u16>(p, 1);
        where = (base + y) & 0xffff;
        cycles += crossing(base, where);
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, base >> 8);
        pc += 3;
        a &= value;
        nz = a;
        break;
      case 0x3b: // RLA nn,Y
        cycles += 7;
        where = (load<u16>(p, 1) + y) & 0xffff;
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, load<u8>(p, 2));
        pc += 3;
        result = (value << 1) | carry;
        carry = value >> 7;
        value = result & 0xff;
        a &= value;
        nz = a;
        cycles = write(m, where, value, cycles);
        break;
      case 0x3d: // AND nn,X
        cycles += 4;
        base = load<u16>(p, 1);
        where = (base + x) & 0xffff;
        cycles += crossing(base, where);
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, base >> 8);
        pc += 3;
        a &= value;
        nz = a;
        break;
      case 0x3e: // ROL nn,X
        cycles += 7;
        where = (load<u16>(p, 1) + x) & 0xffff;
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, load<u8>(p, 2));
        pc += 3;
        result = (value << 1) | carry;
        carry = value >> 7;
        value = result & 0xff;
        nz = value;
        cycles = write(m, where, value, cycles);
        break;
      case 0x3f: // RLA nn,X
        cycles += 7;
        where = (load<u16>(p, 1) + x) & 0xffff;
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, load<u8>(p, 2));
        pc += 3;
        result = (value << 1) | carry;
        carry = value >> 7;
        value = result & 0xff;
        a &= value;
        nz = a;
        cycles = write(m, where, value, cycles);
        break;
      case 0x40: // RTI
        cycles += 6;
        value = readStack(m, (m.sp + 1) & 0xff, cycles, 1, 0x40);
        nz = (value & 0x80) << 8 | (value & 2 ? 0 : 1);
        m.overflow = (value >> 6) & 1;
        m.decimal = (value >> 3) & 1;
        m.interrupt = (value >> 2) & 1;
        carry = value & 1;
        pc = readStack(m, (m.sp + 2) & 0xff, cycles, 2, 0x40);
        m.sp = (m.sp + 3) & 0xff;
        pc |= readStack(m, m.sp, cycles, 3, 0x40) << 8;
        break;
      case 0x41: // EOR (z,X)
        cycles += 6;
        where = pointer(m, (load<u8>(p, 1) + x) & 0xff, cycles);
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, where >> 8);
        pc += 2;
        a ^= value;
        nz = a;
        break;
      case 0x43: // SRE (z,X)
        cycles += 8;
        where = pointer(m, (load<u8>(p, 1) + x) & 0xff, cycles);
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, where >> 8);
        pc += 2;
        carry = value & 1;
        value >>= 1;
        a ^= value;
        nz = a;
        cycles = write(m, where, value, cycles);
        break;
      case 0x45: // EOR z
        cycles += 3;
        value = readZero(m, load<u8>(p, 1), cycles);
        pc += 2;
        a ^= value;
        nz = a;
        break;
      case 0x46: // LSR z
        cycles += 5;
        where = load<u8>(p, 1);
        value = readZeroAt(m, where, load<u8>(p, 1), cycles);
        pc += 2;
        carry = value & 1;
        value >>= 1;
        nz = value;
        cycles = writeZero(m, where, value, cycles);
        break;
      case 0x47: // SRE z
        cycles += 5;
        where = load<u8>(p, 1);
        value = readZeroAt(m, where, load<u8>(p, 1), cycles);
        pc += 2;
        carry = value & 1;
        value >>= 1;
        a ^= value;
        nz = a;
        cycles = writeZero(m, where, value, cycles);
        break;
      case 0x48: // PHA
        cycles += 3;
        pc += 1;
        cycles = push(m, m.sp, a, cycles);
        m.sp = (m.sp - 1) & 0xff;
        break;
      case 0x49: // EOR #n
        cycles += 2;
        value = load<u8>(p, 1);
        pc += 2;
        a ^= value;
        nz = a;
        break;
      case 0x4a: // LSR A
        cycles += 2;
        pc += 1;
        carry = a & 1;
        a >>= 1;
        nz = a;
        break;
      case 0x4b: // ASR #n
        cycles += 2;
        value = load<u8>(p, 1);
        pc += 2;
        a &= value;
        carry = a & 1;
        a >>= 1;
        nz = a;
        break;
      case 0x4c: // JMP nn
        cycles += 3;
        pc = load<u16>(p, 1);
        break;
      case 0x4d: // EOR nn
        cycles += 4;
        value = read(m, load<u16>(p, 1), m.plainFirst, m.plainSpan, cycles, load<u8>(p, 2));
        pc += 3;
        a ^= value;
        nz = a;
        break;
      case 0x4e: // LSR nn
        cycles += 6;
        where = load<u16>(p, 1);
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, load<u8>(p, 2));
        pc += 3;
        carry = value & 1;
        value >>= 1;
        nz = value;
        cycles = write(m, where, value, cycles);
        break;
      case 0x4f: // SRE nn
        cycles += 6;
        where = load<u16>(p, 1);
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, load<u8>(p, 2));
        pc += 3;
        carry = value & 1;
        value >>= 1;
        a ^= value;
        nz = a;
        cycles = write(m, where, value, cycles);
        break;
      case 0x50: // BVC
        cycles += 2;
        pc += 2;
        if (!m.overflow) {
          where = (pc + <i32>load<i8>(p, 1)) & 0xffff;
          cycles += 1 + crossing(pc, where);
          pc = where;
        }
        break;
      case 0x51: // EOR (z),Y
        cycles += 5;
        base = pointer(m, load<u8>(p, 1), cycles);
        where = (base + y) & 0xffff;
        cycles += crossing(base, where);
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, base >> 8);
        pc += 2;
        a ^= value;
        nz = a;
        break;
      case 0x53: // SRE (z),Y
        cycles += 8;
        where = (pointer(m, load<u8>(p, 1), cycles) + y) & 0xffff;
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, (where - y) >> 8);
        pc += 2;
        carry = value & 1;
        value >>= 1;
        a ^= value;
        nz = a;
        cycles = write(m, where, value, cycles);
        break;
      case 0x55: // EOR z,X
        cycles += 4;
        value = readZeroIndexed(m, load<u8>(p, 1), x, cycles);
        pc += 2;
        a ^= value;
        nz = a;
        break;
      case 0x56: // LSR z,X
        cycles += 6;
        where = (load<u8>(p, 1) + x) & 0xff;
        value = readZeroAt(m, where, load<u8>(p, 1), cycles);
        pc += 2;
        carry = value & 1;
        value >>= 1;
        nz = value;
        cycles = writeZero(m, where, value, cycles);
        break;
      case 0x57: // SRE z,X
        cycles += 6;
        where = (load<u8>(p, 1) + x) & 0xff;
        value = readZeroAt(m, where, load<u8>(p, 1), cycles);
        pc += 2;
        carry = value & 1;
        value >>= 1;
        a ^= value;
        nz = a;
        cycles = writeZero(m, where, value, cycles);
        break;
      case 0x58: // CLI
        cycles += 2;
        pc += 1;
        m.interrupt = 0;
        break;
      case 0x59: // EOR nn,Y
        cycles += 4;
        base = load<u16>(p, 1);
        where = (base + y) & 0xffff;
        cycles += crossing(base, where);
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, base >> 8);
        pc += 3;
        a ^= value;
        nz = a;
        break;
      case 0x5b: // SRE nn,Y
        cycles += 7;
        where = (load<u16>(p, 1) + y) & 0xffff;
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, load<u8>(p, 2));
        pc += 3;
        carry = value & 1;
        value >>= 1;
        a ^= value;
        nz = a;
        cycles = write(m, where, value, cycles);
        break;
      case 0x5d: // EOR nn,X
        cycles += 4;
        base = load<u16>(p, 1);
        where = (base + x) & 0xffff;
        cycles += crossing(base, where);
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, base >> 8);
        pc += 3;
        a ^= value;
        nz = a;
        break;
      case 0x5e: // LSR nn,X
        cycles += 7;
        where = (load<u16>(p, 1) + x) & 0xffff;
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, load<u8>(p, 2));
        pc += 3;
        carry = value & 1;
        value >>= 1;
        nz = value;
        cycles = write(m, where, value, cycles);
        break;
      case 0x5f: // SRE nn,X
        cycles += 7;
        where = (load<u16>(p, 1) + x) & 0xffff;
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, load<u8>(p, 2));
        pc += 3;
        carry = value & 1;
        value >>= 1;
        a ^= value;
        nz = a;
        cycles = write(m, where, value, cycles);
        break;
      case 0x60: // RTS
        cycles += 6;
        pc = readStack(m, (m.sp + 1) & 0xff, cycles, 1, 0x60);
        m.sp = (m.sp + 2) & 0xff;
        pc |= readStack(m, m.sp, cycles, 2, 0x60) << 8;
        // The byte after a JSR is read once more: it may be a hot spot.
        if (<u32>((pc & 0x1fff) - m.plainFirst) >= m.plainSpan) readBus(m, pc, cycles, pc >> 8);
        pc = (pc + 1) & 0xffff;
        break;
      case 0x61: // ADC (z,X)
        cycles += 6;
        where = pointer(m, (load<u8>(p, 1) + x) & 0xff, cycles);
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, where >> 8);
        pc += 2;
        result = addWithCarry(a, value, carry, m.decimal);
        a = result & 0xff;
        nz = a;
        carry = (result >> 8) & 1;
        m.overflow = (result >> 9) & 1;
        break;
      case 0x63: // RRA (z,X)
        cycles += 8;
        where = pointer(m, (load<u8>(p, 1) + x) & 0xff, cycles);
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, where >> 8);
        pc += 2;
        result = (value >> 1) | (carry << 7);
        carry = value & 1;
        value = result;
        cycles = write(m, where, value, cycles);
        result = addWithCarry(a, value, carry, m.decimal);
        a = result & 0xff;
        nz = a;
        carry = (result >> 8) & 1;
        m.overflow = (result >> 9) & 1;
        break;
      case 0x65: // ADC z
        cycles += 3;
        value = readZero(m, load<u8>(p, 1), cycles);
        pc += 2;
        result = addWithCarry(a, value, carry, m.decimal);
        a = result & 0xff;
        nz = a;
        carry = (result >> 8) & 1;
        m.overflow = (result >> 9) & 1;
        break;
      case 0x66: // ROR z
        cycles += 5;
        where = load<u8>(p, 1);
        value = readZeroAt(m, where, load<u8>(p, 1), cycles);
        pc += 2;
        result = (value >> 1) | (carry << 7);
        carry = value & 1;
        value = result;
        nz = value;
        cycles = writeZero(m, where, value, cycles);
        break;
      case 0x67: // RRA z
        cycles += 5;
        where = load<u8>(p, 1);
        value = readZeroAt(m, where, load<u8>(p, 1), cycles);
        pc += 2;
        result = (value >> 1) | (carry << 7);
        carry = value & 1;
        value = result;
        cycles = writeZero(m, where, value, cycles);
        result = addWithCarry(a, value, carry, m.decimal);
        a = result & 0xff;
        nz = a;
        carry = (result >> 8) & 1;
        m.overflow = (result >> 9) & 1;
        break;
      case 0x68: // PLA
        cycles += 4;
        pc += 1;
        m.sp = (m.sp + 1) & 0xff;
        a = readStack(m, m.sp, cycles, 1, 0x68);
        nz = a;
        break;
      case 0x69: // ADC #n
        cycles += 2;
        value = load<u8>(p, 1);
        pc += 2;
        result = addWithCarry(a, value, carry, m.decimal);
        a = result & 0xff;
        nz = a;
        carry = (result >> 8) & 1;
        m.overflow = (result >> 9) & 1;
        break;
      case 0x6a: // ROR A
        cycles += 2;
        pc += 1;
        result = (a >> 1) | (carry << 7);
        carry = a & 1;
        a = result;
        nz = a;
        break;
      case 0x6b: // ARR #n
        cycles += 2;
        value = load<u8>(p, 1);
        pc += 2;
        result = andRotate(a, value, carry, m.decimal);
        a = result & 0xff;
        nz = m.decimal ? (result >> 16) : a;
        carry = (result >> 8) & 1;
        m.overflow = (result >> 9) & 1;
        break;
      case 0x6c: // JMP (nn)
        cycles += 5;
        pc = jumpVector(m, load<u16>(p, 1), cycles);
        break;
      case 0x6d: // ADC nn
        cycles += 4;
        value = read(m, load<u16>(p, 1), m.plainFirst, m.plainSpan, cycles, load<u8>(p, 2));
        pc += 3;
        result = addWithCarry(a, value, carry, m.decimal);
        a = result & 0xff;
        nz = a;
        carry = (result >> 8) & 1;
        m.overflow = (result >> 9) & 1;
        break;
      case 0x6e: // ROR nn
        cycles += 6;
        where = load<u16>(p, 1);
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, load<u8>(p, 2));
        pc += 3;
        result = (value >> 1) | (carry << 7);
        carry = value & 1;
        value = result;
        nz = value;
        cycles = write(m, where, value, cycles);
        break;
      case 0x6f: // RRA nn
        cycles += 6;
        where = load<u16>(p, 1);
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, load<u8>(p, 2));
        pc += 3;
        result = (value >> 1) | (carry << 7);
        carry = value & 1;
        value = result;
        cycles = write(m, where, value, cycles);
        result = addWithCarry(a, value, carry, m.decimal);
        a = result & 0xff;
        nz = a;
        carry = (result >> 8) & 1;
        m.overflow = (result >> 9) & 1;
        break;
      case 0x70: // BVS
        cycles += 2;
        pc += 2;
        if (m.overflow) {
          where = (pc + <i32>load<i8>(p, 1)) & 0xffff;
          cycles += 1 + crossing(pc, where);
          pc = where;
        }
        break;
      case 0x71: // ADC (z),Y
        cycles += 5;
        base = pointer(m, load<u8>(p, 1), cycles);
        where = (base + y) & 0xffff;
        cycles += crossing(base, where);
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, base >> 8);
        pc += 2;
        result = addWithCarry(a, value, carry, m.decimal);
        a = result & 0xff;
        nz = a;
        carry = (result >> 8) & 1;
        m.overflow = (result >> 9) & 1;
        break;
      case 0x73: // RRA (z),Y
        cycles += 8;
        where = (pointer(m, load<u8>(p, 1), cycles) + y) & 0xffff;
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, (where - y) >> 8);
        pc += 2;
        result = (value >> 1) | (carry << 7);
        carry = value & 1;
        value = result;
        cycles = write(m, where, value, cycles);
        result = addWithCarry(a, value, carry, m.decimal);
        a = result & 0xff;
        nz = a;
        carry = (result >> 8) & 1;
        m.overflow = (result >> 9) & 1;
        break;
      case 0x75: // ADC z,X
        cycles += 4;
        value = readZeroIndexed(m, load<u8>(p, 1), x, cycles);
        pc += 2;
        result = addWithCarry(a, value, carry, m.decimal);
        a = result & 0xff;
        nz = a;
        carry = (result >> 8) & 1;
        m.overflow = (result >> 9) & 1;
        break;
      case 0x76: // ROR z,X
        cycles += 6;
        where = (load<u8>(p, 1) + x) & 0xff;
        value = readZeroAt(m, where, load<u8>(p, 1), cycles);
        pc += 2;
        result = (value >> 1) | (carry << 7);
        carry = value & 1;
        value = result;
        nz = value;
        cycles = writeZero(m, where, value, cycles);
        break;
      case 0x77: // RRA z,X
        cycles += 6;
        where = (load<u8>(p, 1) + x) & 0xff;
        value = readZeroAt(m, where, load<u8>(p, 1), cycles);
        pc += 2;
        result = (value >> 1) | (carry << 7);
        carry = value & 1;
        value = result;
        cycles = writeZero(m, where, value, cycles);
        result = addWithCarry(a, value, carry, m.decimal);
        a = result & 0xff;
        nz = a;
        carry = (result >> 8) & 1;
        m.overflow = (result >> 9) & 1;
        break;
      case 0x78: // SEI
        cycles += 2;
        pc += 1;
        m.interrupt = 1;
        break;
      case 0x79: // ADC nn,Y
        cycles += 4;
        base = load<u16>(p, 1);
        where = (base + y) & 0xffff;
        cycles += crossing(base, where);
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, base >> 8);
        pc += 3;
        result = addWithCarry(a, value, carry, m.decimal);
        a = result & 0xff;
        nz = a;
        carry = (result >> 8) & 1;
        m.overflow = (result >> 9) & 1;
        break;
      case 0x7b: // RRA nn,Y
        cycles += 7;
        where = (load<u16>(p, 1) + y) & 0xffff;
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, load<u8>(p, 2));
        pc += 3;
        result = (value >> 1) | (carry << 7);
        carry = value & 1;
        value = result;
        cycles = write(m, where, value, cycles);
        result = addWithCarry(a, value, carry, m.decimal);
        a = result & 0xff;
        nz = a;
        carry = (result >> 8) & 1;
        m.overflow = (result >> 9) & 1;
        break;
      case 0x7d: // ADC nn,X
        cycles += 4;
        base = load<u16>(p, 1);
        where = (base + x) & 0xffff;
        cycles += crossing(base, where);
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, base >> 8);
        pc += 3;
        result = addWithCarry(a, value, carry, m.decimal);
        a = result & 0xff;
        nz = a;
        carry = (result >> 8) & 1;
        m.overflow = (result >> 9) & 1;
        break;
      case 0x7e: // ROR nn,X
        cycles += 7;
        where = (load<u16>(p, 1) + x) & 0xffff;
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, load<u8>(p, 2));
        pc += 3;
        result = (value >> 1) | (carry << 7);
        carry = value & 1;
        value = result;
        nz = value;
        cycles = write(m, where, value, cycles);
        break;
      case 0x7f: // RRA nn,X
        cycles += 7;
        where = (load<u16>(p, 1) + x) & 0xffff;
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, load<u8>(p, 2));
        pc += 3;
        result = (value >> 1) | (carry << 7);
        carry = value & 1;
        value = result;
        cycles = write(m, where, value, cycles);
        result = addWithCarry(a, value, carry, m.decimal);
        a = result & 0xff;
        nz = a;
        carry = (result >> 8) & 1;
        m.overflow = (result >> 9) & 1;
        break;
      case 0x80:
      case 0x82:
      case 0x89:
      case 0xc2:
      case 0xe2: // NOP #n
        cycles += 2;
        pc += 2;
        break;
      case 0x81: // STA (z,X)
        cycles += 6;
        where = pointer(m, (load<u8>(p, 1) + x) & 0xff, cycles);
        pc += 2;
        cycles = write(m, where, a, cycles);
        break;
      case 0x83: // SAX (z,X)
        cycles += 6;
        where = pointer(m, (load<u8>(p, 1) + x) & 0xff, cycles);
        pc += 2;
        cycles = write(m, where, a & x, cycles);
        break;
      case 0x84: // STY z
        cycles += 3;
        where = load<u8>(p, 1);
        pc += 2;
        cycles = writeZero(m, where, y, cycles);
        break;
      case 0x85: // STA z
        cycles += 3;
        where = load<u8>(p, 1);
        pc += 2;
        cycles = writeZero(m, where, a, cycles);
        break;
      case 0x86: // STX z
        cycles += 3;
        where = load<u8>(p, 1);
        pc += 2;
        cycles = writeZero(m, where, x, cycles);
        break;
      case 0x87: // SAX z
        cycles += 3;
        where = load<u8>(p, 1);
        pc += 2;
        cycles = writeZero(m, where, a & x, cycles);
        break;
      case 0x88: // DEY
        cycles += 2;
        pc += 1;
        y = (y - 1) & 0xff;
        nz = y;
        break;
      case 0x8a: // TXA
        cycles += 2;
        pc += 1;
        a = x;
        nz = a;
        break;
      case 0x8b: // ANE #n
        cycles += 2;
        value = load<u8>(p, 1);
        pc += 2;
        a = (a | 0xee) & x & value;
        nz = a;
        break;
      case 0x8c: // STY nn
        cycles += 4;
        where = load<u16>(p, 1);
        pc += 3;
        cycles = write(m, where, y, cycles);
        break;
      case 0x8d: // STA nn
        cycles += 4;
        where = load<u16>(p, 1);
        pc += 3;
        cycles = write(m, where, a, cycles);
        break;
      case 0x8e: // STX nn
        cycles += 4;
        where = load<u16>(p, 1);
        pc += 3;
        cycles = write(m, where, x, cycles);
        break;
      case 0x8f: // SAX nn
        cycles += 4;
        where = load<u16>(p, 1);
        pc += 3;
        cycles = write(m, where, a & x, cycles);
        break;
      case 0x90: // BCC
        cycles += 2;
        pc += 2;
        if (!carry) {
          where = (pc + <i32>load<i8>(p, 1)) & 0xffff;
          cycles += 1 + crossing(pc, where);
          pc = where;
        }
        break;
      case 0x91: // STA (z),Y
        cycles += 6;
        where = (pointer(m, load<u8>(p, 1), cycles) + y) & 0xffff;
        pc += 2;
        cycles = write(m, where, a, cycles);
        break;
      case 0x93: // SHA (z),Y
        cycles += 6;
        where = (pointer(m, load<u8>(p, 1), cycles) + y) & 0xffff;
        pc += 2;
        cycles = write(m, where, a & x & ((where >> 8) + 1) & 0xff, cycles);
        break;
      case 0x94: // STY z,X
        cycles += 4;
        where = (load<u8>(p, 1) + x) & 0xff;
        pc += 2;
        cycles = writeZero(m, where, y, cycles);
        break;
      case 0x95: // STA z,X
        cycles += 4;
        where = (load<u8>(p, 1) + x) & 0xff;
        pc += 2;
        cycles = writeZero(m, where, a, cycles);
        break;
      case 0x96: // STX z,Y
        cycles += 4;
        where = (load<u8>(p, 1) + y) & 0xff;
        pc += 2;
        cycles = writeZero(m, where, x, cycles);
        break;
      case 0x97: // SAX z,Y
        cycles += 4;
        where = (load<u8>(p, 1) + y) & 0xff;
        pc += 2;
        cycles = writeZero(m, where, a & x, cycles);
        break;
      case 0x98: // TYA
        cycles += 2;
        pc += 1;
        a = y;
        nz = a;
        break;
      case 0x99: // STA nn,Y
        cycles += 5;
        where = (load<u16>(p, 1) + y) & 0xffff;
        pc += 3;
        cycles = write(m, where, a, cycles);
        break;
      case 0x9a: // TXS
        cycles += 2;
        pc += 1;
        m.sp = x;
        break;
      case 0x9b: // SHS nn,Y
        cycles += 5;
        where = (load<u16>(p, 1) + y) & 0xffff;
        pc += 3;
        m.sp = a & x;
        cycles = write(m, where, m.sp & ((where >> 8) + 1) & 0xff, cycles);
        break;
      case 0x9c: // SHY nn,X
        cycles += 5;
        where = (load<u16>(p, 1) + x) & 0xffff;
        pc += 3;
        cycles = write(m, where, y & ((where >> 8) + 1) & 0xff, cycles);
        break;
      case 0x9d: // STA nn,X
        cycles += 5;
        where = (load<u16>(p, 1) + x) & 0xffff;
        pc += 3;
        cycles = write(m, where, a, cycles);
        break;
      case 0x9e: // SHX nn,Y
        cycles += 5;
        where = (load<u16>(p, 1) + y) & 0xffff;
        pc += 3;
        cycles = write(m, where, x & ((where >> 8) + 1) & 0xff, cycles);
        break;
      case 0x9f: // SHA nn,Y
        cycles += 5;
        where = (load<u16>(p, 1) + y) & 0xffff;
        pc += 3;
        cycles = write(m, where, a & x & ((where >> 8) + 1) & 0xff, cycles);
        break;
      case 0xa0: // LDY #n
        cycles += 2;
        value = load<u8>(p, 1);
        pc += 2;
        y = value;
        nz = y;
        break;
      case 0xa1: // LDA (z,X)
        cycles += 6;
        where = pointer(m, (load<u8>(p, 1) + x) & 0xff, cycles);
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, where >> 8);
        pc += 2;
        a = value;
        nz = a;
        break;
      case 0xa2: // LDX #n
        cycles += 2;
        value = load<u8>(p, 1);
        pc += 2;
        x = value;
        nz = x;
        break;
      case 0xa3: // LAX (z,X)
        cycles += 6;
        where = pointer(m, (load<u8>(p, 1) + x) & 0xff, cycles);
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, where >> 8);
        pc += 2;
        a = value;
        x = value;
        nz = a;
        break;
      case 0xa4: // LDY z
        cycles += 3;
        value = readZero(m, load<u8>(p, 1), cycles);
        pc += 2;
        y = value;
        nz = y;
        break;
      case 0xa5: // LDA z
        cycles += 3;
        value = readZero(m, load<u8>(p, 1), cycles);
        pc += 2;
        a = value;
        nz = a;
        break;
      case 0xa6: // LDX z
        cycles += 3;
        value = readZero(m, load<u8>(p, 1), cycles);
        pc += 2;
        x = value;
        nz = x;
        break;
      case 0xa7: // LAX z
        cycles += 4;
        value = readZero(m, load<u8>(p, 1), cycles);
        pc += 2;
        a = value;
        x = value;
        nz = a;
        break;
      case 0xa8: // TAY
        cycles += 2;
        pc += 1;
        y = a;
        nz = y;
        break;
      case 0xa9: // LDA #n
        cycles += 2;
        value = load<u8>(p, 1);
        pc += 2;
        a = value;
        nz = a;
        break;
      case 0xaa: // TAX
        cycles += 2;
        pc += 1;
        x = a;
        nz = x;
        break;
      case 0xab: // LXA #n
        cycles += 2;
        value = load<u8>(p, 1);
        pc += 2;
        a = (a | 0xee) & value;
        x = a;
        nz = a;
        break;
      case 0xac: // LDY nn
        cycles += 4;
        value = read(m, load<u16>(p, 1), m.plainFirst, m.plainSpan, cycles, load<u8>(p, 2));
        pc += 3;
        if (value != 0 && waitsForTimer(p, value) && <u32>(place - m.plainFirst) < m.plainSpan - 2) {
          base = 7 + crossing(pc + 2, pc - 3);
          result = roundsUntilZero(m, cycles, base);
          if (2 * result < budget) {
            budget -= 2 * result;
            cycles += base * result;
            if (result) value = 0;
          }
        }
        y = value;
        nz = y;
        break;
      case 0xad: // LDA nn
        cycles += 4;
        value = read(m, load<u16>(p, 1), m.plainFirst, m.plainSpan, cycles, load<u8>(p, 2));
        pc += 3;
        if (value != 0 && waitsForTimer(p, value) && <u32>(place - m.plainFirst) < m.plainSpan - 2) {
          base = 7 + crossing(pc + 2, pc - 3);
          result = roundsUntilZero(m, cycles, base);
          if (2 * result < budget) {
            budget -= 2 * result;
            cycles += base * result;
            if (result) value = 0;
          }
        }
        a = value;
        nz = a;
        break;
      case 0xae: // LDX nn
        cycles += 4;
        value = read(m, load<u16>(p, 1), m.plainFirst, m.plainSpan, cycles, load<u8>(p, 2));
        pc += 3;
        if (value != 0 && waitsForTimer(p, value) && <u32>(place - m.plainFirst) < m.plainSpan - 2) {
          base = 7 + crossing(pc + 2, pc - 3);
          result = roundsUntilZero(m, cycles, base);
          if (2 * result < budget) {
            budget -= 2 * result;
            cycles += base * result;
            if (result) value = 0;
          }
        }
        x = value;
        nz = x;
        break;
      case 0xaf: // LAX nn
        cycles += 4;
        value = read(m, load<u16>(p, 1), m.plainFirst, m.plainSpan, cycles, load<u8>(p, 2));
        pc += 3;
        a = value;
        x = value;
        nz = a;
        break;
      case 0xb0: // BCS
        cycles += 2;
        pc += 2;
        if (carry) {
          where = (pc + <i32>load<i8>(p, 1)) & 0xffff;
          cycles += 1 + crossing(pc, where);
          pc = where;
        }
        break;
      case 0xb1: // LDA (z),Y
        cycles += 5;
        base = pointer(m, load<u8>(p, 1), cycles);
        where = (base + y) & 0xffff;
        cycles += crossing(base, where);
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, base >> 8);
        pc += 2;
        a = value;
        nz = a;
        break;
      case 0xb3: // LAX (z),Y
        cycles += 5;
        base = pointer(m, load<u8>(p, 1), cycles);
        where = (base + y) & 0xffff;
        cycles += crossing(base, where);
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, base >> 8);
        pc += 2;
        a = value;
        x = value;
        nz = a;
        break;
      case 0xb4: // LDY z,X
        cycles += 4;
        value = readZeroIndexed(m, load<u8>(p, 1), x, cycles);
        pc += 2;
        y = value;
        nz = y;
        break;
      case 0xb5: // LDA z,X
        cycles += 4;
        value = readZeroIndexed(m, load<u8>(p, 1), x, cycles);
        pc += 2;
        a = value;
        nz = a;
        break;
      case 0xb6: // LDX z,Y
        cycles += 4;
        value = readZeroIndexed(m, load<u8>(p, 1), y, cycles);
        pc += 2;
        x = value;
        nz = x;
        break;
      case 0xb7: // LAX z,Y
        cycles += 4;
        value = readZeroIndexed(m, load<u8>(p, 1), y, cycles);
        pc += 2;
        a = value;
        x = value;
        nz = a;
        break;
      case 0xb8: // CLV
        cycles += 2;
        pc += 1;
        m.overflow = 0;
        break;
      case 0xb9: // LDA nn,Y
        cycles += 4;
        base = load<u16>(p, 1);
        where = (base + y) & 0xffff;
        cycles += crossing(base, where);
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, base >> 8);
        pc += 3;
        a = value;
        nz = a;
        break;
      case 0xba: // TSX
        cycles += 2;
        pc += 1;
        x = m.sp;
        nz = x;
        break;
      case 0xbb: // LAS nn,Y
        cycles += 4;
        base = load<u16>(p, 1);
        where = (base + y) & 0xffff;
        cycles += crossing(base, where);
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, base >> 8);
        pc += 3;
        m.sp &= value;
        a = m.sp;
        x = m.sp;
        nz = a;
        break;
      case 0xbc: // LDY nn,X
        cycles += 4;
        base = load<u16>(p, 1);
        where = (base + x) & 0xffff;
        cycles += crossing(base, where);
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, base >> 8);
        pc += 3;
        y = value;
        nz = y;
        break;
      case 0xbd: // LDA nn,X
        cycles += 4;
        base = load<u16>(p, 1);
        where = (base + x) & 0xffff;
        cycles += crossing(base, where);
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, base >> 8);
        pc += 3;
        a = value;
        nz = a;
        break;
      case 0xbe: // LDX nn,Y
        cycles += 4;
        base = load<u16>(p, 1);
        where = (base + y) & 0xffff;
        cycles += crossing(base, where);
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, base >> 8);
        pc += 3;
        x = value;
        nz = x;
        break;
      case 0xbf: // LAX nn,Y
        cycles += 4;
        base = load<u16>(p, 1);
        where = (base + y) & 0xffff;
        cycles += crossing(base, where);
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, base >> 8);
        pc += 3;
        a = value;
        x = value;
        nz = a;
        break;
      case 0xc0: // CPY #n
        cycles += 2;
        value = load<u8>(p, 1);
        pc += 2;
        nz = (y - value) & 0xff;
        carry = i32(y >= value);
        break;
      case 0xc1: // CMP (z,X)
        cycles += 6;
        where = pointer(m, (load<u8>(p, 1) + x) & 0xff, cycles);
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, where >> 8);
        pc += 2;
        nz = (a - value) & 0xff;
        carry = i32(a >= value);
        break;
      case 0xc3: // DCP (z,X)
        cycles += 8;
        where = pointer(m, (load<u8>(p, 1) + x) & 0xff, cycles);
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, where >> 8);
        pc += 2;
        value = (value - 1) & 0xff;
        nz = (a - value) & 0xff;
        carry = i32(a >= value);
        cycles = write(m, where, value, cycles);
        break;
      case 0xc4: // CPY z
        cycles += 3;
        value = readZero(m, load<u8>(p, 1), cycles);
        pc += 2;
        nz = (y - value) & 0xff;
        carry = i32(y >= value);
        break;
      case 0xc5: // CMP z
        cycles += 3;
        value = readZero(m, load<u8>(p, 1), cycles);
        pc += 2;
        nz = (a - value) & 0xff;
        carry = i32(a >= value);
        break;
      case 0xc6: // DEC z
        cycles += 5;
        where = load<u8>(p, 1);
        value = readZeroAt(m, where, load<u8>(p, 1), cycles);
        pc += 2;
        value = (value - 1) & 0xff;
        nz = value;
        cycles = writeZero(m, where, value, cycles);
        break;
      case 0xc7: // DCP z
        cycles += 5;
        where = load<u8>(p, 1);
        value = readZeroAt(m, where, load<u8>(p, 1), cycles);
        pc += 2;
        value = (value - 1) & 0xff;
        nz = (a - value) & 0xff;
        carry = i32(a >= value);
        cycles = writeZero(m, where, value, cycles);
        break;
      case 0xc8: // INY
        cycles += 2;
        pc += 1;
        y = (y + 1) & 0xff;
        nz = y;
        break;
      case 0xc9: // CMP #n
        cycles += 2;
        value = load<u8>(p, 1);
        pc += 2;
        nz = (a - value) & 0xff;
        carry = i32(a >= value);
        break;
      case 0xca: // DEX
        cycles += 2;
        pc += 1;
        x = (x - 1) & 0xff;
        nz = x;
        break;
      case 0xcb: // SBX #n
        cycles += 2;
        value = load<u8>(p, 1);
        pc += 2;
        value = (a & x) - value;
        x = value & 0xff;
        nz = x;
        carry = i32(value >= 0);
        break;
      case 0xcc: // CPY nn
        cycles += 4;
        value = read(m, load<u16>(p, 1), m.plainFirst, m.plainSpan, cycles, load<u8>(p, 2));
        pc += 3;
        nz = (y - value) & 0xff;
        carry = i32(y >= value);
        break;
      case 0xcd: // CMP nn
        cycles += 4;
        value = read(m, load<u16>(p, 1), m.plainFirst, m.plainSpan, cycles, load<u8>(p, 2));
        pc += 3;
        nz = (a - value) & 0xff;
        carry = i32(a >= value);
        break;
      case 0xce: // DEC nn
        cycles += 6;
        where = load<u16>(p, 1);
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, load<u8>(p, 2));
        pc += 3;
        value = (value - 1) & 0xff;
        nz = value;
        cycles = write(m, where, value, cycles);
        break;
      case 0xcf: // DCP nn
        cycles += 6;
        where = load<u16>(p, 1);
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, load<u8>(p, 2));
        pc += 3;
        value = (value - 1) & 0xff;
        nz = (a - value) & 0xff;
        carry = i32(a >= value);
        cycles = write(m, where, value, cycles);
        break;
      case 0xd0: // BNE
        cycles += 2;
        pc += 2;
        if ((nz & 0xff) != 0) {
          where = (pc + <i32>load<i8>(p, 1)) & 0xffff;
          cycles += 1 + crossing(pc, where);
          pc = where;
        }
        break;
      case 0xd1: // CMP (z),Y
        cycles += 5;
        base = pointer(m, load<u8>(p, 1), cycles);
        where = (base + y) & 0xffff;
        cycles += crossing(base, where);
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, base >> 8);
        pc += 2;
        nz = (a - value) & 0xff;
        carry = i32(a >= value);
        break;
      case 0xd3: // DCP (z),Y
        cycles += 8;
        where = (pointer(m, load<u8>(p, 1), cycles) + y) & 0xffff;
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, (where - y) >> 8);
        pc += 2;
        value = (value - 1) & 0xff;
        nz = (a - value) & 0xff;
        carry = i32(a >= value);
        cycles = write(m, where, value, cycles);
        break;
      case 0xd5: // CMP z,X
        cycles += 4;
        value = readZeroIndexed(m, load<u8>(p, 1), x, cycles);
        pc += 2;
        nz = (a - value) & 0xff;
        carry = i32(a >= value);
        break;
      case 0xd6: // DEC z,X
        cycles += 6;
        where = (load<u8>(p, 1) + x) & 0xff;
        value = readZeroAt(m, where, load<u8>(p, 1), cycles);
        pc += 2;
        value = (value - 1) & 0xff;
        nz = value;
        cycles = writeZero(m, where, value, cycles);
        break;
      case 0xd7: // DCP z,X
        cycles += 6;
        where = (load<u8>(p, 1) + x) & 0xff;
        value = readZeroAt(m, where, load<u8>(p, 1), cycles);
        pc += 2;
        value = (value - 1) & 0xff;
        nz = (a - value) & 0xff;
        carry = i32(a >= value);
        cycles = writeZero(m, where, value, cycles);
        break;
      case 0xd8: // CLD
        cycles += 2;
        pc += 1;
        m.decimal = 0;
        break;
      case 0xd9: // CMP nn,Y
        cycles += 4;
        base = load<u16>(p, 1);
        where = (base + y) & 0xffff;
        cycles += crossing(base, where);
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, base >> 8);
        pc += 3;
        nz = (a - value) & 0xff;
        carry = i32(a >= value);
        break;
      case 0xdb: // DCP nn,Y
        cycles += 7;
        where = (load<u16>(p, 1) + y) & 0xffff;
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, load<u8>(p, 2));
        pc += 3;
        value = (value - 1) & 0xff;
        nz = (a - value) & 0xff;
        carry = i32(a >= value);
        cycles = write(m, where, value, cycles);
        break;
      case 0xdd: // CMP nn,X
        cycles += 4;
        base = load<u16>(p, 1);
        where = (base + x) & 0xffff;
        cycles += crossing(base, where);
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, base >> 8);
        pc += 3;
        nz = (a - value) & 0xff;
        carry = i32(a >= value);
        break;
      case 0xde: // DEC nn,X
        cycles += 7;
        where = (load<u16>(p, 1) + x) & 0xffff;
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, load<u8>(p, 2));
        pc += 3;
        value = (value - 1) & 0xff;
        nz = value;
        cycles = write(m, where, value, cycles);
        break;
      case 0xdf: // DCP nn,X
        cycles += 7;
        where = (load<u16>(p, 1) + x) & 0xffff;
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, load<u8>(p, 2));
        pc += 3;
        value = (value - 1) & 0xff;
        nz = (a - value) & 0xff;
        carry = i32(a >= value);
        cycles = write(m, where, value, cycles);
        break;
      case 0xe0: // CPX #n
        cycles += 2;
        value = load<u8>(p, 1);
        pc += 2;
        nz = (x - value) & 0xff;
        carry = i32(x >= value);
        break;
      case 0xe1: // SBC (z,X)
        cycles += 6;
        where = pointer(m, (load<u8>(p, 1) + x) & 0xff, cycles);
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, where >> 8);
        pc += 2;
        result = subtractWithCarry(a, value, carry, m.decimal);
        a = result & 0xff;
        nz = a;
        carry = (result >> 8) & 1;
        m.overflow = (result >> 9) & 1;
        break;
      case 0xe3: // ISB (z,X)
        cycles += 8;
        where = pointer(m, (load<u8>(p, 1) + x) & 0xff, cycles);
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, where >> 8);
        pc += 2;
        value = (value + 1) & 0xff;
        cycles = write(m, where, value, cycles);
        result = subtractWithCarry(a, value, carry, m.decimal);
        a = result & 0xff;
        nz = a;
        carry = (result >> 8) & 1;
        m.overflow = (result >> 9) & 1;
        break;
      case 0xe4: // CPX z
        cycles += 3;
        value = readZero(m, load<u8>(p, 1), cycles);
        pc += 2;
        nz = (x - value) & 0xff;
        carry = i32(x >= value);
        break;
      case 0xe5: // SBC z
        cycles += 3;
        value = readZero(m, load<u8>(p, 1), cycles);
        pc += 2;
        result = subtractWithCarry(a, value, carry, m.decimal);
        a = result & 0xff;
        nz = a;
        carry = (result >> 8) & 1;
        m.overflow = (result >> 9) & 1;
        break;
      case 0xe6: // INC z
        cycles += 5;
        where = load<u8>(p, 1);
        value = readZeroAt(m, where, load<u8>(p, 1), cycles);
        pc += 2;
        value = (value + 1) & 0xff;
        nz = value;
        cycles = writeZero(m, where, value, cycles);
        break;
      case 0xe7: // ISB z
        cycles += 5;
        where = load<u8>(p, 1);
        value = readZeroAt(m, where, load<u8>(p, 1), cycles);
        pc += 2;
        value = (value + 1) & 0xff;
        cycles = writeZero(m, where, value, cycles);
        result = subtractWithCarry(a, value, carry, m.decimal);
        a = result & 0xff;
        nz = a;
        carry = (result >> 8) & 1;
        m.overflow = (result >> 9) & 1;
        break;
      case 0xe8: // INX
        cycles += 2;
        pc += 1;
        x = (x + 1) & 0xff;
        nz = x;
        break;
      case 0xe9:
      case 0xeb: // SBC #n
        cycles += 2;
        value = load<u8>(p, 1);
        pc += 2;
        result = subtractWithCarry(a, value, carry, m.decimal);
        a = result & 0xff;
        nz = a;
        carry = (result >> 8) & 1;
        m.overflow = (result >> 9) & 1;
        break;
      case 0xec: // CPX nn
        cycles += 4;
        value = read(m, load<u16>(p, 1), m.plainFirst, m.plainSpan, cycles, load<u8>(p, 2));
        pc += 3;
        nz = (x - value) & 0xff;
        carry = i32(x >= value);
        break;
      case 0xed: // SBC nn
        cycles += 4;
        value = read(m, load<u16>(p, 1), m.plainFirst, m.plainSpan, cycles, load<u8>(p, 2));
        pc += 3;
        result = subtractWithCarry(a, value, carry, m.decimal);
        a = result & 0xff;
        nz = a;
        carry = (result >> 8) & 1;
        m.overflow = (result >> 9) & 1;
        break;
      case 0xee: // INC nn
        cycles += 6;
        where = load<u16>(p, 1);
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, load<u8>(p, 2));
        pc += 3;
        value = (value + 1) & 0xff;
        nz = value;
        cycles = write(m, where, value, cycles);
        break;
      case 0xef: // ISB nn
        cycles += 6;
        where = load<u16>(p, 1);
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, load<u8>(p, 2));
        pc += 3;
        value = (value + 1) & 0xff;
        cycles = write(m, where, value, cycles);
        result = subtractWithCarry(a, value, carry, m.decimal);
        a = result & 0xff;
        nz = a;
        carry = (result >> 8) & 1;
        m.overflow = (result >> 9) & 1;
        break;
      case 0xf0: // BEQ
        cycles += 2;
        pc += 2;
        if ((nz & 0xff) == 0) {
          where = (pc + <i32>load<i8>(p, 1)) & 0xffff;
          cycles += 1 + crossing(pc, where);
          pc = where;
        }
        break;
      case 0xf1: // SBC (z),Y
        cycles += 5;
        base = pointer(m, load<u8>(p, 1), cycles);
        where = (base + y) & 0xffff;
        cycles += crossing(base, where);
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, base >> 8);
        pc += 2;
        result = subtractWithCarry(a, value, carry, m.decimal);
        a = result & 0xff;
        nz = a;
        carry = (result >> 8) & 1;
        m.overflow = (result >> 9) & 1;
        break;
      case 0xf3: // ISB (z),Y
        cycles += 8;
        where = (pointer(m, load<u8>(p, 1), cycles) + y) & 0xffff;
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, (where - y) >> 8);
        pc += 2;
        value = (value + 1) & 0xff;
        cycles = write(m, where, value, cycles);
        result = subtractWithCarry(a, value, carry, m.decimal);
        a = result & 0xff;
        nz = a;
        carry = (result >> 8) & 1;
        m.overflow = (result >> 9) & 1;
        break;
      case 0xf5: // SBC z,X
        cycles += 4;
        value = readZeroIndexed(m, load<u8>(p, 1), x, cycles);
        pc += 2;
        result = subtractWithCarry(a, value, carry, m.decimal);
        a = result & 0xff;
        nz = a;
        carry = (result >> 8) & 1;
        m.overflow = (result >> 9) & 1;
        break;
      case 0xf6: // INC z,X
        cycles += 6;
        where = (load<u8>(p, 1) + x) & 0xff;
        value = readZeroAt(m, where, load<u8>(p, 1), cycles);
        pc += 2;
        value = (value + 1) & 0xff;
        nz = value;
        cycles = writeZero(m, where, value, cycles);
        break;
      case 0xf7: // ISB z,X
        cycles += 6;
        where = (load<u8>(p, 1) + x) & 0xff;
        value = readZeroAt(m, where, load<u8>(p, 1), cycles);
        pc += 2;
        value = (value + 1) & 0xff;
        cycles = writeZero(m, where, value, cycles);
        result = subtractWithCarry(a, value, carry, m.decimal);
        a = result & 0xff;
        nz = a;
        carry = (result >> 8) & 1;
        m.overflow = (result >> 9) & 1;
        break;
      case 0xf8: // SED
        cycles += 2;
        pc += 1;
        m.decimal = 1;
        break;
      case 0xf9: // SBC nn,Y
        cycles += 4;
        base = load<u16>(p, 1);
        where = (base + y) & 0xffff;
        cycles += crossing(base, where);
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, base >> 8);
        pc += 3;
        result = subtractWithCarry(a, value, carry, m.decimal);
        a = result & 0xff;
        nz = a;
        carry = (result >> 8) & 1;
        m.overflow = (result >> 9) & 1;
        break;
      case 0xfb: // ISB nn,Y
        cycles += 7;
        where = (load<u16>(p, 1) + y) & 0xffff;
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, load<u8>(p, 2));
        pc += 3;
        value = (value + 1) & 0xff;
        cycles = write(m, where, value, cycles);
        result = subtractWithCarry(a, value, carry, m.decimal);
        a = result & 0xff;
        nz = a;
        carry = (result >> 8) & 1;
        m.overflow = (result >> 9) & 1;
        break;
      case 0xfd: // SBC nn,X
        cycles += 4;
        base = load<u16>(p, 1);
        where = (base + x) & 0xffff;
        cycles += crossing(base, where);
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, base >> 8);
        pc += 3;
        result = subtractWithCarry(a, value, carry, m.decimal);
        a = result & 0xff;
        nz = a;
        carry = (result >> 8) & 1;
        m.overflow = (result >> 9) & 1;
        break;
      case 0xfe: // INC nn,X
        cycles += 7;
        where = (load<u16>(p, 1) + x) & 0xffff;
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, load<u8>(p, 2));
        pc += 3;
        value = (value + 1) & 0xff;
        nz = value;
        cycles = write(m, where, value, cycles);
        break;
      case 0xff: // ISB nn,X
        cycles += 7;
        where = (load<u16>(p, 1) + x) & 0xffff;
        value = read(m, where, m.plainFirst, m.plainSpan, cycles, load<u8>(p, 2));
        pc += 3;
        value = (value + 1) & 0xff;
        cycles = write(m, where, value, cycles);
        result = subtractWithCarry(a, value, carry, m.decimal);
        a = result & 0xff;
        nz = a;
        carry = (result >> 8) & 1;
        m.overflow = (result >> 9) & 1;
        break;
      default: // JAM: nothing but a reset helps
        cycles += 2;
        pc += 1;
        m.jammed = 1;
        budget = 0;
    }
  }

  m.pc = pc & 0xffff;
  m.a = a;
  m.x = x;
  m.y = y;
  m.nz = nz;
  m.carry = carry;
  m.cycles = cycles;
  return budget;
}

/** Power-on and reset: registers, and the program's start from the vector at $FFFC. */
export function resetCpu(m: Machine): void {
  m.a = 0;
  m.x = 0;
  m.y = 0;
  m.sp = 0xff;
  m.nz = 1;
  m.carry = 0;
  m.overflow = 0;
  m.decimal = 0;
  m.interrupt = 0;
  m.jammed = 0;
  m.pc = readBus(m, 0xfffc, 0, 0) | (readBus(m, 0xfffd, 0, 0) << 8);
}

/** Reads any address, with the side effects that has. `bus` is what the data bus carried before. */
export function readBus(m: Machine, address: i32, cycles: i32, bus: i32): i32 {
  if (address & 0x1000) return readCartridge(m, address, cycles);
  if ((address & 0x80) == 0) {
    return readTia(m, address, cycles, bus);
  }
  if ((address & 0x200) == 0) return <i32>load<u8>(changetype<usize>(m) + <usize>(address & 0xff));
  return readRiot(m, address, cycles);
}

/** Writes any address. Returns the cycle count as `writeTia` does. */
export function writeBus(m: Machine, address: i32, value: i32, cycles: i32, afterRead: bool): i32 {
  if (address & 0x1000) return writeCartridge(m, address, value, cycles, afterRead);
  if ((address & 0x80) == 0) return writeTia(m, address, value, cycles, afterRead);
  if ((address & 0x200) == 0) store<u8>(changetype<usize>(m) + <usize>(address & 0xff), <u8>value);
  else writeRiot(m, address, value, cycles);
  return cycles;
}

/** Fetches an instruction from where fetching may have side effects, byte by byte, into the scratch word. */
function fetch(m: Machine, pc: i32, cycles: i32): usize {
  const code = codeAt(m, pc);
  if (code) return code;
  const opcode = readBus(m, pc, cycles, m.bus);
  let bytes = opcode;
  const length = <i32>load<u8>(LENGTHS + <usize>opcode);
  const after = cycles + <i32>load<u8>(CYCLES + <usize>opcode);
  for (let i = 1; i < length; i++) bytes |= readBus(m, (pc + i) & 0xffff, after, opcode) << (i << 3);
  m.bus = opcode;
  m.scratch = bytes;
  return changetype<usize>(m) + offsetof<Machine>('scratch');
}

// @ts-ignore: decorator
@inline
function read(m: Machine, address: i32, first: u32, span: u32, cycles: i32, bus: i32): i32 {
  const place = address & 0x1fff;
  // The plain part ends two bytes early for the sake of three-byte fetches; those two bytes take the slow way.
  if (<u32>(place - first) < span) return <i32>load<u8>(m.window + <usize>place);
  return readBus(m, address, cycles, bus);
}

// @ts-ignore: decorator
@inline
function write(m: Machine, address: i32, value: i32, cycles: i32): i32 {
  return writeBus(m, address, value, cycles, true);
}

// @ts-ignore: decorator
@inline
function readZero(m: Machine, address: i32, cycles: i32): i32 {
  return address & 0x80 ? <i32>load<u8>(changetype<usize>(m) + <usize>address) : readTia(m, address, cycles, address);
}

// @ts-ignore: decorator
@inline
function readZeroIndexed(m: Machine, operand: i32, index: i32, cycles: i32): i32 {
  const address = (operand + index) & 0xff;
  return address & 0x80 ? <i32>load<u8>(changetype<usize>(m) + <usize>address) : readTia(m, address, cycles, operand);
}

// @ts-ignore: decorator
@inline
function readZeroAt(m: Machine, address: i32, operand: i32, cycles: i32): i32 {
  return address & 0x80 ? <i32>load<u8>(changetype<usize>(m) + <usize>address) : readTia(m, address, cycles, operand);
}

// @ts-ignore: decorator
@inline
function writeZero(m: Machine, address: i32, value: i32, cycles: i32): i32 {
  if (address & 0x80) {
    store<u8>(changetype<usize>(m) + <usize>address, <u8>value);
    return cycles;
  }
  return writeTia(m, address, value, cycles, true);
}

/**
 * Pulls from the stack, which lies in RAM or, below $80, in the TIA's mirror.
 * @param before how many bytes of the stack the instruction has read before (the first for nothing)
 */
// @ts-ignore: decorator
@inline
function readStack(m: Machine, sp: i32, cycles: i32, before: i32, opcode: i32): i32 {
  return sp & 0x80
    ? <i32>load<u8>(changetype<usize>(m) + <usize>sp)
    : readMirroredStack(m, sp, cycles, before, opcode);
}

/**
 * A pull from the TIA, which leaves six data lines as they were: as the last byte that the instruction read from
 * elsewhere, be it RAM or its opcode. Alien ends its VSYNC with what it pulls like this.
 */
export function readMirroredStack(m: Machine, sp: i32, cycles: i32, before: i32, opcode: i32): i32 {
  let bus = opcode;
  for (let i = 1; i <= before; i++) {
    const below = (sp - i) & 0xff;
    if (below & 0x80) {
      bus = <i32>load<u8>(changetype<usize>(m) + <usize>below);
      break;
    }
  }
  return readTia(m, 0x100 | sp, cycles, bus);
}

// @ts-ignore: decorator
@inline
function push(m: Machine, sp: i32, value: i32, cycles: i32): i32 {
  if (sp & 0x80) {
    store<u8>(changetype<usize>(m) + <usize>sp, <u8>value);
    return cycles;
  }
  return writeTia(m, 0x100 | sp, value, cycles, true);
}

/** Pushes a return address: high byte first. */
// @ts-ignore: decorator
@inline
function pushWord(m: Machine, sp: i32, word: i32, cycles: i32): i32 {
  const after = push(m, sp, (word >> 8) & 0xff, cycles);
  return pushAgain(m, (sp - 1) & 0xff, word & 0xff, after);
}

/** A push right after another write: WSYNC does not halt the processor then. */
function pushAgain(m: Machine, sp: i32, value: i32, cycles: i32): i32 {
  if (sp & 0x80) {
    store<u8>(changetype<usize>(m) + <usize>sp, <u8>value);
    return cycles;
  }
  return writeTia(m, 0x100 | sp, value, cycles & ~STOP, false) | (cycles & STOP);
}

/** A two-byte pointer in the zero page. Its high byte is read from $100 where the pointer stands at $FF. */
// @ts-ignore: decorator
@inline
function pointer(m: Machine, address: i32, cycles: i32): i32 {
  if (address >= 0x80 && address < 0xff) return <i32>load<u16>(changetype<usize>(m) + <usize>address);
  return oddPointer(m, address, cycles);
}

export function oddPointer(m: Machine, address: i32, cycles: i32): i32 {
  const low = readBus(m, address, cycles, address);
  return low | (readBus(m, address + 1, cycles, low) << 8);
}

function jumpVector(m: Machine, address: i32, cycles: i32): i32 {
  const low = readBus(m, address, cycles, address >> 8);
  // The high byte comes from the same page, even behind its end.
  const next = (address & 0xff) == 0xff ? address & 0xff00 : address + 1;
  return low | (readBus(m, next, cycles, low) << 8);
}

/** Whether this is a load of INTIM and a branch back to it: programs spend up to a fifth of a frame like that. */
// @ts-ignore: decorator
@inline
function waitsForTimer(p: usize, value: i32): bool {
  const next = load<u32>(p, 1);
  // $0284, then BNE or BPL -5
  return next == 0xfbd00284 || (next == 0xfb100284 && value < 0x80);
}

/** How often such a loop goes round before it reads 0. Each round costs `round` cycles and two instructions. */
export function roundsUntilZero(m: Machine, cycles: i32, round: i32): i32 {
  // With an interval of one cycle the loop can miss the 0.
  if (m.timerShift == 0) return 0;
  const left = <i32>(((m.timer - 1) << m.timerShift) - (<u32>cycles - 1 - m.timerSetCycle));
  return left > 0 ? (left + round - 1) / round : 0;
}

// @ts-ignore: decorator
@inline
function crossing(from: i32, to: i32): i32 {
  return i32(((from ^ to) & 0xff00) != 0);
}

// @ts-ignore: decorator
@inline
export function flags(nz: i32, overflow: i32, decimal: i32, interrupt: i32, carry: i32): i32 {
  // Bit 5 is always set, and so is B on a 6507.
  return (
    0x30 |
    (nz & 0x8080 ? 0x80 : 0) |
    (overflow << 6) |
    (decimal << 3) |
    (interrupt << 2) |
    (nz & 0xff ? 0 : 2) |
    carry
  );
}

/** Result in bits 0-7, carry in bit 8, overflow in bit 9. */
// @ts-ignore: decorator
@inline
export function addWithCarry(a: i32, value: i32, carry: i32, decimal: i32): i32 {
  if (decimal) return addDecimal(a, value, carry);
  const sum = a + value + carry;
  return (sum & 0x1ff) | ((((a ^ sum) & (value ^ sum)) & 0x80) << 2);
}

// @ts-ignore: decorator
@inline
export function subtractWithCarry(a: i32, value: i32, carry: i32, decimal: i32): i32 {
  if (decimal) return subtractDecimal(a, value, carry);
  const sum = a + (value ^ 0xff) + carry;
  return (sum & 0x1ff) | ((((a ^ sum) & (value ^ 0xff ^ sum)) & 0x80) << 2);
}

/** A byte read as two decimal digits; digits above 9 count as they are. */
// @ts-ignore: decorator
@inline
function fromDecimal(byte: i32): i32 {
  return byte - 6 * (byte >> 4);
}

/** The last two decimal digits of a number below 256, as a byte. */
// @ts-ignore: decorator
@inline
function toDecimal(number: i32): i32 {
  return <i32>load<u8>(DECIMAL + <usize>number);
}

function addDecimal(a: i32, value: i32, carry: i32): i32 {
  const sum = fromDecimal(a) + fromDecimal(value) + carry;
  const result = toDecimal(sum & 0xff);
  const overflow = i32(((a ^ result) & 0x80) != 0 && ((result ^ value) & 0x80) != 0);
  return result | (i32(sum > 99) << 8) | (overflow << 9);
}

function subtractDecimal(a: i32, value: i32, carry: i32): i32 {
  const borrow = 1 - carry;
  let difference = fromDecimal(a) - fromDecimal(value) - borrow;
  if (difference < 0) difference += 100;
  // Digits above 9 may leave it negative. Stella then looks in front of its table, where the one of `fromDecimal` ends.
  const result = difference < 0 ? fromDecimal(difference & 0xff) : toDecimal(difference);
  const overflow = i32(((a ^ result) & 0x80) != 0 && ((result ^ value) & 0x80) != 0);
  return result | (i32(a >= value + borrow) << 8) | (overflow << 9);
}

/** ARR: AND, then rotate right, with flags of its own. In decimal mode bits 16-31 hold the value that sets N and Z. */
function andRotate(a: i32, value: i32, carry: i32, decimal: i32): i32 {
  const both = a & value;
  let result = (both >> 1) | (carry << 7);
  if (!decimal) {
    const c = (result >> 6) & 1;
    // Stella 2 keeps V as a flag of "any of the two bits".
    const v = i32(((result & 0x40) ^ ((result & 0x20) << 1)) != 0);
    return result | (c << 8) | (v << 9);
  }
  const shown = (result & 0xff ? 1 : 0) | (carry << 15);
  const v = ((both ^ result) >> 6) & 1;
  if ((both & 0x0f) + (both & 0x01) > 0x05) result = (result & 0xf0) | ((result + 0x06) & 0x0f);
  let c = 0;
  if ((both & 0xf0) + (both & 0x10) > 0x50) {
    result = (result + 0x60) & 0xff;
    c = 1;
  }
  return result | (c << 8) | (v << 9) | (shown << 16);
}
