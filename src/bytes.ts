/**
 * A small container for saved state: named numbers and named typed arrays in one run of bytes.
 * Layout, little-endian: length of the JSON table (uint32), the table, then the arrays, each padded to 8 bytes.
 */

type TypedArray = Uint8Array | Uint16Array | Int32Array | Uint32Array | Float32Array | Float64Array;

export type Arrays = Record<string, TypedArray>;

const constructors = { Uint8Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array } as const;
type TypeName = keyof typeof constructors;

interface Table {
  values: unknown;
  arrays: { name: string; type: TypeName; length: number }[];
}

/** Packs plain values (what JSON can hold) and typed arrays. */
export function pack(values: unknown, arrays: Arrays = {}): Uint8Array {
  const entries = Object.entries(arrays);
  const table: Table = {
    values,
    arrays: entries.map(([name, array]) => ({ name, type: typeName(array), length: array.length })),
  };
  const json = new TextEncoder().encode(JSON.stringify(table));
  const total = entries.reduce((sum, [, array]) => sum + padded(array.byteLength), padded(4 + json.length));
  const bytes = new Uint8Array(total);
  new DataView(bytes.buffer).setUint32(0, json.length, true);
  bytes.set(json, 4);
  let offset = padded(4 + json.length);
  for (const [, array] of entries) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), offset);
    offset += padded(array.byteLength);
  }
  return bytes;
}

/**
 * Undoes `pack`. The arrays are copies.
 * @throws RangeError where the bytes end too early or are not such a container
 */
export function unpack<Values = unknown>(packed: Uint8Array): { values: Values; arrays: Arrays } {
  // A Buffer's slice() would be no copy.
  const bytes = new Uint8Array(packed.buffer, packed.byteOffset, packed.byteLength);
  if (bytes.length < 4) throw new RangeError('too short to hold packed values');
  const tableLength = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  if (4 + tableLength > bytes.length) throw new RangeError('packed values end too early');
  const table = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + tableLength))) as Table;
  const arrays: Arrays = {};
  let offset = padded(4 + tableLength);
  for (const { name, type, length } of table.arrays) {
    const Typed = constructors[type];
    const size = length * Typed.BYTES_PER_ELEMENT;
    if (offset + size > bytes.length) throw new RangeError(`packed array ${name} ends too early`);
    // slice() gives a buffer of its own, which is aligned for every element size.
    arrays[name] = new Typed(bytes.slice(offset, offset + size).buffer);
    offset += padded(size);
  }
  return { values: table.values as Values, arrays };
}

function padded(length: number): number {
  return Math.ceil(length / 8) * 8;
}

function typeName(array: TypedArray): TypeName {
  // A Buffer is a Uint8Array with another name.
  return array instanceof Uint8Array ? 'Uint8Array' : (array.constructor.name as TypeName);
}
