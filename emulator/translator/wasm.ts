/**
 * As much of WebAssembly's binary format as the translator needs.
 *
 * Source: WebAssembly Core Specification 1.0, chapter 5 (binary format).
 */

const I32 = 0x7f;
const EMPTY = 0x40;

/** Signature of a function of i32 parameters: their number, and whether it returns an i32. */
export interface Signature {
  readonly parameters: number;
  readonly returns: boolean;
}

/** Bytes that more are appended to. */
class Bytes {
  length = 0;
  private bytes = new Uint8Array(16384);

  push(byte: number): void {
    if (this.length === this.bytes.length) {
      const { bytes } = this;
      this.bytes = new Uint8Array(2 * bytes.length);
      this.bytes.set(bytes);
    }
    this.bytes[this.length++] = byte;
  }

  get view(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }
}

/** Body of a function, instruction by instruction. Operands are on the stack; names are those of the specification. */
export class Code {
  readonly bytes = new Bytes();
  /** Blocks, loops and ifs that are open. */
  depth = 0;

  private emit(opcode: number): this {
    this.bytes.push(opcode);
    return this;
  }

  private withNumber(opcode: number, value: number): this {
    this.bytes.push(opcode);
    unsigned(this.bytes, value);
    return this;
  }

  constant(value: number): this {
    this.bytes.push(0x41);
    signed(this.bytes, value | 0);
    return this;
  }

  get = (local: number): this => this.withNumber(0x20, local);
  set = (local: number): this => this.withNumber(0x21, local);
  tee = (local: number): this => this.withNumber(0x22, local);
  call = (index: number): this => this.withNumber(0x10, index);

  /** Loads and stores; `align` is the logarithm of the width. */
  private memory(opcode: number, align: number, offset: number): this {
    this.bytes.push(opcode);
    this.bytes.push(align);
    unsigned(this.bytes, offset);
    return this;
  }
  load32 = (offset: number): this => this.memory(0x28, 2, offset);
  load8 = (offset: number): this => this.memory(0x2d, 0, offset);
  load16 = (offset: number): this => this.memory(0x2f, 0, offset);
  store32 = (offset: number): this => this.memory(0x36, 2, offset);
  store8 = (offset: number): this => this.memory(0x3a, 0, offset);
  store16 = (offset: number): this => this.memory(0x3b, 0, offset);

  eqz = (): this => this.emit(0x45);
  equal = (): this => this.emit(0x46);
  notEqual = (): this => this.emit(0x47);
  lessSigned = (): this => this.emit(0x48);
  lessUnsigned = (): this => this.emit(0x49);
  notGreaterSigned = (): this => this.emit(0x4c);
  notLessUnsigned = (): this => this.emit(0x4f);
  add = (): this => this.emit(0x6a);
  subtract = (): this => this.emit(0x6b);
  and = (): this => this.emit(0x71);
  or = (): this => this.emit(0x72);
  xor = (): this => this.emit(0x73);
  shiftLeft = (): this => this.emit(0x74);
  shiftRight = (): this => this.emit(0x76);

  private open(opcode: number): this {
    this.depth++;
    this.bytes.push(opcode);
    return this.emit(EMPTY);
  }
  block = (): this => this.open(0x02);
  loop = (): this => this.open(0x03);
  if = (): this => this.open(0x04);
  else = (): this => this.emit(0x05);
  end(): this {
    this.depth--;
    return this.emit(0x0b);
  }

  /** Leaves to the block that was opened as the `label`th (0 = the outermost), or to the head of that loop. */
  branch = (label: number): this => this.withNumber(0x0c, this.depth - 1 - label);
  branchIf = (label: number): this => this.withNumber(0x0d, this.depth - 1 - label);
  /** Leaves as many blocks as the operand says, `count` at most. */
  branchTable(count: number): this {
    this.withNumber(0x0e, count - 1);
    for (let i = 0; i < count; i++) unsigned(this.bytes, i);
    return this;
  }
  unreachable = (): this => this.emit(0x00);
}

/** A function of a module: its code and its locals, all i32. */
export interface WasmFunction {
  readonly name: string;
  readonly locals: number;
  readonly code: Code;
}

/**
 * A module that imports a memory and functions from "env" and exports functions of one signature.
 * @param imports in the order of their indices
 */
export function encodeModule(
  imports: readonly { name: string; signature: Signature }[],
  signature: Signature,
  functions: readonly WasmFunction[],
): Uint8Array<ArrayBuffer> {
  const signatures = [signature, ...imports.map(({ signature }) => signature)];
  const types = signatures.map(({ parameters, returns }) => [
    0x60,
    ...vector(Array.from({ length: parameters }, () => [I32])),
    ...vector(returns ? [[I32]] : []),
  ]);
  const imported = [
    [...text('env'), ...text('memory'), 0x02, 0x00, 0x01],
    ...imports.map(({ name }, i) => [...text('env'), ...text(name), 0x00, ...number(i + 1)]),
  ];
  const exported = functions.map(({ name }, i) => [...text(name), 0x00, ...number(imports.length + i)]);
  const parts: number[][] = [
    section(1, vector(types)),
    section(2, vector(imported)),
    section(3, vector(functions.map(() => [0]))),
    section(7, vector(exported)),
  ];
  const bodies = functions.map(({ code, locals }) => {
    const head = vector([[...number(locals), I32]]);
    return { head, bytes: code.bytes.view, size: head.length + code.bytes.length + 1 };
  });
  let size = number(bodies.length).length;
  for (const body of bodies) size += number(body.size).length + body.size;
  const start = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, ...parts.flat(), 10, ...number(size)];
  const module = new Uint8Array(start.length + size);
  let at = 0;
  const append = (bytes: ArrayLike<number>) => {
    module.set(bytes, at);
    at += bytes.length;
  };
  append(start);
  append(number(bodies.length));
  for (const body of bodies) {
    append(number(body.size));
    append(body.head);
    append(body.bytes);
    append([0x0b]);
  }
  return module;
}

function section(id: number, content: number[]): number[] {
  return [id, ...number(content.length), ...content];
}

function vector(items: readonly number[][]): number[] {
  return [...number(items.length), ...items.flat()];
}

function text(name: string): number[] {
  return [...number(name.length), ...[...name].map(letter => letter.charCodeAt(0))];
}

function number(value: number): number[] {
  const bytes: number[] = [];
  unsigned(bytes, value);
  return bytes;
}

interface Appendable {
  push(byte: number): void;
}

/** LEB128 */
function unsigned(to: Appendable, value: number): void {
  let rest = value >>> 0;
  while (rest >= 0x80) {
    to.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  to.push(rest);
}

function signed(to: Appendable, value: number): void {
  let rest = value;
  for (;;) {
    const byte = rest & 0x7f;
    rest >>= 7;
    if ((rest === 0 && !(byte & 0x40)) || (rest === -1 && byte & 0x40)) {
      to.push(byte);
      return;
    }
    to.push(byte | 0x80);
  }
}
