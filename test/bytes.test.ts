import { expect, test } from 'vitest';
import { pack, unpack } from '../src/bytes.ts';

test('packed values and arrays come back as they were, from any place in memory', () => {
  const arrays = {
    small: Uint8Array.of(1, 2, 3),
    wide: Float64Array.of(Math.PI, -0, Number.NaN),
    keys: Uint32Array.of(0xffffffff),
    none: new Int32Array(0),
  };
  const bytes = pack({ text: 'ü', list: [1, null] }, arrays);
  const shifted = new Uint8Array(bytes.length + 3);
  shifted.set(bytes, 3);
  const back = unpack(shifted.subarray(3));
  expect(back.values).toEqual({ text: 'ü', list: [1, null] });
  expect(back.arrays).toEqual(arrays);
  expect(unpack(Buffer.from(bytes)).arrays).toEqual(arrays);
});

test('bytes that end too early are refused', () => {
  const bytes = pack({ a: 1 }, { numbers: new Uint16Array(20) });
  expect(() => unpack(bytes.subarray(0, bytes.length - 16))).toThrow(/numbers ends too early/);
  expect(() => unpack(bytes.subarray(0, 6))).toThrow(/end too early/);
  expect(() => unpack(new Uint8Array(2))).toThrow(/too short/);
});
