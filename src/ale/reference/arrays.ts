/** How a reply lists the arrays of its body. */
export interface Arrays {
  arrays: { name: string; type: keyof typeof arrayTypes; shape: number[] }[];
}

const arrayTypes = { uint8: Uint8Array, int32: Int32Array, float64: Float64Array };

/** The arrays that follow one another in a body, each copied to where its type may begin. */
export function unpack<T>({ arrays }: Arrays, body: Uint8Array): T {
  let at = 0;
  const entries = arrays.map(({ name, type, shape }) => {
    const length = shape.reduce((product, size) => product * size, arrayTypes[type].BYTES_PER_ELEMENT);
    const bytes = body.slice(at, at + length);
    at += length;
    return [name, new arrayTypes[type](bytes.buffer)];
  });
  return Object.fromEntries(entries) as T;
}
