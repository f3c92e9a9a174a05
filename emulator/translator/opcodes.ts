/**
 * The opcodes that are translated. What is not listed (JAM and most undocumented opcodes) is left to the
 * interpreter.
 *
 * Source: MCS6500 programming manual (MOS, 1976); the few undocumented ones as `assembly/cpu.ts` has them.
 */

export type Mode =
  | 'implied'
  | 'immediate'
  | 'zero'
  | 'zero,x'
  | 'zero,y'
  | 'absolute'
  | 'absolute,x'
  | 'absolute,y'
  | '(zero,x)'
  | '(zero),y'
  | 'relative'
  | 'indirect';

export interface Opcode {
  readonly name: string;
  readonly mode: Mode;
  /** Without what a crossed page or a taken branch adds. */
  readonly cycles: number;
  readonly length: number;
}

const modes: Record<string, { mode: Mode; length: number }> = {
  '-': { mode: 'implied', length: 1 },
  '#': { mode: 'immediate', length: 2 },
  z: { mode: 'zero', length: 2 },
  zx: { mode: 'zero,x', length: 2 },
  zy: { mode: 'zero,y', length: 2 },
  n: { mode: 'absolute', length: 3 },
  nx: { mode: 'absolute,x', length: 3 },
  ny: { mode: 'absolute,y', length: 3 },
  ix: { mode: '(zero,x)', length: 2 },
  iy: { mode: '(zero),y', length: 2 },
  r: { mode: 'relative', length: 2 },
  i: { mode: 'indirect', length: 3 },
};

/** Name, then mode, opcode and cycles of each form. */
const listing = `
ORA # 09 2 z 05 3 zx 15 4 n 0d 4 nx 1d 4 ny 19 4 ix 01 6 iy 11 5
AND # 29 2 z 25 3 zx 35 4 n 2d 4 nx 3d 4 ny 39 4 ix 21 6 iy 31 5
EOR # 49 2 z 45 3 zx 55 4 n 4d 4 nx 5d 4 ny 59 4 ix 41 6 iy 51 5
ADC # 69 2 z 65 3 zx 75 4 n 6d 4 nx 7d 4 ny 79 4 ix 61 6 iy 71 5
SBC # e9 2 # eb 2 z e5 3 zx f5 4 n ed 4 nx fd 4 ny f9 4 ix e1 6 iy f1 5
CMP # c9 2 z c5 3 zx d5 4 n cd 4 nx dd 4 ny d9 4 ix c1 6 iy d1 5
LDA # a9 2 z a5 3 zx b5 4 n ad 4 nx bd 4 ny b9 4 ix a1 6 iy b1 5
LDX # a2 2 z a6 3 zy b6 4 n ae 4 ny be 4
LDY # a0 2 z a4 3 zx b4 4 n ac 4 nx bc 4
LAX z a7 4 zy b7 4 n af 4 ny bf 4 ix a3 6 iy b3 5
CPX # e0 2 z e4 3 n ec 4
CPY # c0 2 z c4 3 n cc 4
BIT z 24 3 n 2c 4
STA z 85 3 zx 95 4 n 8d 4 nx 9d 5 ny 99 5 ix 81 6 iy 91 6
STX z 86 3 zy 96 4 n 8e 4
STY z 84 3 zx 94 4 n 8c 4
SAX z 87 3 zy 97 4 n 8f 4 ix 83 6
ASL - 0a 2 z 06 5 zx 16 6 n 0e 6 nx 1e 7
LSR - 4a 2 z 46 5 zx 56 6 n 4e 6 nx 5e 7
ROL - 2a 2 z 26 5 zx 36 6 n 2e 6 nx 3e 7
ROR - 6a 2 z 66 5 zx 76 6 n 6e 6 nx 7e 7
INC z e6 5 zx f6 6 n ee 6 nx fe 7
DEC z c6 5 zx d6 6 n ce 6 nx de 7
BPL r 10 2
BMI r 30 2
BVC r 50 2
BVS r 70 2
BCC r 90 2
BCS r b0 2
BNE r d0 2
BEQ r f0 2
JMP n 4c 3 i 6c 5
JSR n 20 6
RTS - 60 6
BRK - 00 7
RTI - 40 6
PHA - 48 3
PHP - 08 3
PLA - 68 4
PLP - 28 4
TAX - aa 2
TAY - a8 2
TXA - 8a 2
TYA - 98 2
TSX - ba 2
TXS - 9a 2
INX - e8 2
INY - c8 2
DEX - ca 2
DEY - 88 2
CLC - 18 2
SEC - 38 2
CLI - 58 2
SEI - 78 2
CLV - b8 2
CLD - d8 2
SED - f8 2
NOP - ea 2 - 1a 2 - 3a 2 - 5a 2 - 7a 2 - da 2 - fa 2 # 80 2 # 82 2 # 89 2 # c2 2 # e2 2 z 04 3 z 44 3 z 64 3 zx 14 4 zx 34 4 zx 54 4 zx 74 4 zx d4 4 zx f4 4 n 0c 4
`;

/** By opcode; undefined = the interpreter's. */
export const opcodes: readonly (Opcode | undefined)[] = parse(listing);

function parse(text: string): (Opcode | undefined)[] {
  const table = new Array<Opcode | undefined>(256).fill(undefined);
  for (const line of text.trim().split('\n')) {
    const [name, ...words] = line.split(' ');
    for (let i = 0; i < words.length; i += 3) {
      table[Number.parseInt(words[i + 1], 16)] = { name, ...modes[words[i]], cycles: Number(words[i + 2]) };
    }
  }
  return table;
}
