/**
 * TensorFlow.js's WebAssembly backend keeps its memory to itself, and there is no way to ask for it. But all that is
 * compiled passes through `WebAssembly.instantiate`, which is watched for as long as the backend takes to start. The
 * memory is also declared as shared there, which is a matter of one bit: threads can then work in it. Node 22
 * sets up modules of its own meanwhile; their memory is not shared.
 */
export async function memoryTakenWhile(start: () => Promise<boolean>): Promise<WebAssembly.Memory> {
  const { instantiate } = WebAssembly;
  let memory: WebAssembly.Memory | undefined;
  WebAssembly.instantiate = (async (code: BufferSource | WebAssembly.Module, imports?: WebAssembly.Imports) => {
    const isModule = code instanceof WebAssembly.Module;
    const result = await (isModule ? instantiate(code, imports) : instantiate(withSharedMemory(code), imports));
    const { exports } = 'instance' in result ? result.instance : result;
    memory ??= Object.values(exports).find(isSharedMemory);
    return result;
  }) as typeof instantiate;
  try {
    if (!(await start())) throw new Error('the WebAssembly backend of TensorFlow.js did not start');
  } finally {
    WebAssembly.instantiate = instantiate;
  }
  if (!memory) throw new Error('the WebAssembly backend of TensorFlow.js has no memory of its own');
  return memory;
}

function isSharedMemory(value: unknown): value is WebAssembly.Memory {
  return value instanceof WebAssembly.Memory && value.buffer instanceof SharedArrayBuffer;
}

/** Of a module's sections, that of its memories (WebAssembly core specification, 5.5.8). */
const memorySection = 5;
/** Limits of a memory: a least and a largest size, as shared memory must have; and that it is shared. */
const hasMaximum = 1;
const isShared = 2;

/** A copy of a module whose one memory is declared as shared. */
export function withSharedMemory(code: BufferSource): Uint8Array<ArrayBuffer> {
  const source =
    code instanceof ArrayBuffer ? new Uint8Array(code) : new Uint8Array(code.buffer, code.byteOffset, code.byteLength);
  const bytes = new Uint8Array(source);
  // Behind the magic number and the version: sections, each with its kind and its length.
  let at = 8;
  while (at < bytes.length) {
    const kind = bytes[at];
    const [length, begin] = number(bytes, at + 1);
    if (kind === memorySection) {
      const [count, flags] = number(bytes, begin);
      if (count !== 1 || bytes[flags] !== hasMaximum) break;
      bytes[flags] |= isShared;
      return bytes;
    }
    at = begin + length;
  }
  throw new Error('the WebAssembly backend of TensorFlow.js is not of the kind that this version knows');
}

/** An unsigned LEB128 number, and where it ends. */
function number(bytes: Uint8Array, at: number): [number, number] {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return [value >>> 0, at];
  }
}
